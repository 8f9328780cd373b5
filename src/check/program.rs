//! What is declared and used nowhere.

use std::collections::BTreeSet;

use crate::declare::{Declaration, Program};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::eval::references;
use crate::span::FileId;
use crate::syntax::ast::{Attribute, Expr, Name};

/// Finds variables and functions that nothing uses. `others` are texts that may use variables and
/// are no bake files, such as templates: a variable that one of them names is used.
///
/// A file with no target, group, task or promotion in it is made for others to use, and nothing is
/// said of what it declares.
pub fn program(program: &Program, others: &[&str], diags: &mut Diagnostics) {
    let used = used(program);
    let inhabited = inhabited(program);
    let counts = |name: &Name| inhabited.contains(&name.span.file);
    for variable in program.variables.iter().filter(|it| counts(&it.name)) {
        let name = &*variable.name.value;
        if !used.variables.contains(name) && !others.iter().any(|text| has_word(text, name)) {
            diags.push(
                Diagnostic::warning(
                    format!("nothing uses the variable `{name}`"),
                    variable.name.span,
                )
                .coded(Code::UnusedVariable),
            );
        }
    }
    for function in program.functions.iter().filter(|it| counts(&it.name)) {
        let name = &*function.name.value;
        if !used.functions.contains(name) {
            diags.push(
                Diagnostic::warning(
                    format!("nothing calls the function `{name}`"),
                    function.name.span,
                )
                .coded(Code::UnusedFunction),
            );
        }
    }
}

/// The files that have more than variables and functions.
fn inhabited(program: &Program) -> BTreeSet<FileId> {
    let blocks = program.blocks.iter().map(|it| it.head.file);
    blocks.chain(program.nodes.iter().map(|it| it.head.file)).collect()
}

/// Names that are used.
#[derive(Default)]
struct Used {
    variables: BTreeSet<String>,
    functions: BTreeSet<String>,
}

impl Used {
    fn add(&mut self, expr: &Expr, besides: &str) {
        let found = references(expr);
        let variables = found.variables.iter().map(|it| it.root.value.to_string());
        self.variables.extend(variables.filter(|name| name != besides));
        let functions = found.functions.iter().map(|it| it.value.to_string());
        self.functions.extend(functions.filter(|name| name != besides));
    }

    fn add_all<'a>(&mut self, attributes: impl IntoIterator<Item = &'a Attribute>, besides: &str) {
        for attribute in attributes {
            self.add(&attribute.expr, besides);
        }
    }

    fn add_blocks<K>(&mut self, blocks: &[Declaration<K>]) {
        for block in blocks {
            self.add_all(block.all(), "");
        }
    }
}

/// What expressions use. A variable does not use itself in its validation, nor a function in its
/// result.
fn used(program: &Program) -> Used {
    let mut used = Used::default();
    used.add_blocks(&program.blocks);
    used.add_blocks(&program.nodes);
    used.add_all(&program.globals, "");
    for variable in &program.variables {
        let checks = variable.validations.iter().flat_map(|it| [&it.condition, &it.message]);
        let all = [&variable.ty, &variable.default].into_iter().chain(checks).flatten();
        used.add_all(all, &variable.name.value);
    }
    for function in &program.functions {
        used.add_all(&function.result, &function.name.value);
    }
    used
}

/// Whether a text has a name in it, not as a part of another one.
fn has_word(text: &str, name: &str) -> bool {
    let is_inside = |letter: char| letter == '_' || letter.is_alphanumeric();
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(is_inside) && !after.is_some_and(is_inside)
    })
}
