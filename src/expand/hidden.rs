//! Warnings for names that bake keeps for itself: whoever declares one is not heard.

use crate::declare::BlockKind;
use crate::diag::{Code, Diagnostic};

use super::resolver::{Resolver, is_standard};

/// Warns of variables, values at the top of a file and functions that are never looked at.
pub(super) fn warn_all(resolver: &mut Resolver<'_>) {
    let program = resolver.program;
    let given = |name: &str| resolver.inputs.builtins.contains_key(name);
    // Without a default, it declares what there is: editors ask for that.
    let variables = program.variables.iter();
    let variables = variables.filter(|it| it.default.is_some() || !given(&it.name.value));
    let variables = variables.map(|it| ("variable", &it.name));
    let globals = program.globals.iter().map(|it| ("value", &it.name));
    let functions = program.functions.iter().map(|it| ("function", &it.name));
    let found = variables.chain(globals).chain(functions).filter_map(|(what, name)| {
        let (owner, way_out) = owner(what, &name.value, given)?;
        let warning = Diagnostic::warning(format!("{owner}; this {what} has no effect"), name.span);
        Some(warning.coded(Code::ReservedName).hint(way_out))
    });
    let found: Vec<Diagnostic> = found.collect();
    resolver.diags.extend(found);
}

/// What a name stands for already, if it does, and what to do about it.
fn owner(what: &str, name: &str, given: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let other = "give it another name".to_owned();
    if BlockKind::of(name).is_some() {
        let block = format!("write a block: `{name} \"NAME\" {{ … }}`");
        let way_out = if what == "value" { block } else { other };
        return Some((format!("`{name}` stands for blocks"), way_out));
    }
    if given(name) {
        let bare = "leave out its `default`, or give it another name".to_owned();
        let way_out = if what == "variable" { bare } else { other };
        return Some((format!("bake gives `{name}` its value"), way_out));
    }
    let is_standard = what == "function" && is_standard(name);
    is_standard.then(|| (format!("`{name}` is a function of bake's own"), other))
}
