//! Where names are declared.

use std::collections::HashMap;

use crate::declare::Program;
use crate::syntax::ast::Attribute;

use super::Inputs;

/// Where a name is declared, by position in the program; the last declaration counts.
#[derive(Default, Debug)]
pub(super) struct Declared<'a> {
    pub(super) variables: HashMap<&'a str, usize>,
    pub(super) functions: HashMap<&'a str, usize>,
    pub(super) globals: HashMap<&'a str, usize>,
}

impl<'a> Declared<'a> {
    /// What a program declares, but for what the names of blocks and of bake itself hide.
    pub(super) fn of(program: &'a Program, inputs: &Inputs<'_>) -> Self {
        let free = |name: &&str| inputs.owner(name).is_none();
        let index = |names: &mut dyn Iterator<Item = &'a str>| {
            names.enumerate().map(|(at, name)| (name, at)).filter(|(name, _)| free(name)).collect()
        };
        let mut globals: HashMap<&str, usize> =
            index(&mut program.globals.iter().map(|global: &'a Attribute| &*global.name.value));
        // In JSON, `function` can reach this place as an attribute; bake forgets it by name.
        globals.remove("function");
        Self {
            variables: index(&mut program.variables.iter().map(|variable| &*variable.name.value)),
            functions: index(&mut program.functions.iter().map(|function| &*function.name.value)),
            globals,
        }
    }
}

impl Declared<'_> {
    /// Whether something that is no function has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.globals.contains_key(name) || self.variables.contains_key(name)
    }
}
