//! Warnings for names that bake keeps for itself: whoever declares one is not heard.

use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::Name;

use super::resolver::{Resolver, is_standard};
use super::{Inputs, Owner};

/// What is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Variable,
    /// A value at the top of a file.
    Value,
    Function,
}

/// Warns of what is declared and never looked at.
pub(super) fn warn_all(resolver: &mut Resolver<'_>) {
    let (program, inputs) = (resolver.program, resolver.inputs);
    // Without a default, it declares what there is: editors ask for that.
    let says = |owner: Option<Owner>, default| owner != Some(Owner::Bake) || default;
    let variables = program.variables.iter();
    let variables = variables.filter(|it| says(inputs.owner(&it.name.value), it.default.is_some()));
    let variables = variables.map(|it| (What::Variable, &it.name));
    let globals = program.globals.iter().map(|it| (What::Value, &it.name));
    let functions = program.functions.iter().map(|it| (What::Function, &it.name));
    let all = variables.chain(globals).chain(functions);
    resolver.diags.extend(all.filter_map(|(what, name)| warning(what, name, inputs)));
}

fn warning(what: What, name: &Name, inputs: &Inputs<'_>) -> Option<Diagnostic> {
    let text = &*name.value;
    let owner = match inputs.owner(text) {
        Some(Owner::Blocks) => format!("`{text}` stands for blocks"),
        Some(Owner::Bake) => format!("bake gives `{text}` its value"),
        None if what == What::Function && is_standard(text) => {
            format!("`{text}` is a function of bake's own")
        }
        None => return None,
    };
    let way_out = match (what, inputs.owner(text)) {
        (What::Value, Some(Owner::Blocks)) => format!("write a block: `{text} \"NAME\" {{ … }}`"),
        (What::Variable, Some(Owner::Bake)) => {
            "leave out its `default`, or give it another name".to_owned()
        }
        _ => "give it another name".to_owned(),
    };
    let word = match what {
        What::Variable => "variable",
        What::Value => "value",
        What::Function => "function",
    };
    let warning = Diagnostic::warning(format!("{owner}; this {word} has no effect"), name.span);
    Some(warning.coded(Code::ReservedName).hint(way_out))
}
