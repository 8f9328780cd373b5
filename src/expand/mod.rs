//! A program to definitions: variables have values, matrices are cells, expressions are gone.
//!
//! What inherits from what and what was asked for is not looked at here: bake evaluates every
//! block of a file before it selects, so an error anywhere is an error, and so it is here.
//!
//! The order of evaluation is part of bake's behaviour, oddities included (`Parse` in buildx'
//! `bake/hclparser/hclparser.go`): variables, their validations, functions, the names of blocks,
//! the blocks in the order of the files, and last the global attributes that nothing asked for. What
//! bake does not know comes after all that.
//! An expression is evaluated only after what it refers to has been, found by a static walk
//! ([`Resolver::load`](resolver::Resolver)); that is why a reference in a branch that is never
//! taken can close a cycle.

mod addition;
mod adjust;
mod block;
mod cell;
mod declared;
mod definitions;
mod exposed;
mod family;
mod function;
mod hidden;
mod matrix;
mod name;
mod node;
mod path;
mod primitive;
mod resolver;
mod share;
mod state;
mod validation;
mod variable;

use std::collections::BTreeMap;

use crate::declare::{BlockKind, Program};
use crate::diag::{Diagnostics, Stopped};
use crate::eval::Fuel;
use crate::source::{Host, Loaded};
use crate::span::{FileId, Span, Spanned};
use crate::target::Definitions;
use crate::value::Fields;

pub use variable::Listed;

/// What a program is expanded with.
#[derive(Debug)]
pub struct Inputs<'a> {
    /// The world.
    pub host: &'a dyn Host,
    /// `--var`: comes before the environment.
    pub variables: &'a BTreeMap<String, Spanned<String>>,
    /// Whether variables are looked up in the environment
    /// (`BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP`).
    pub environment: bool,
    /// Whether contexts count from the file they are in (`BUILDX_BAKE_FILE_RELATIVE_PATHS`).
    pub relative: bool,
    /// The variables that bake brings itself, such as `BAKE_CMD_CONTEXT`.
    pub builtins: BTreeMap<&'static str, String>,
    /// What evaluation may take.
    pub fuel: &'a Fuel<'a>,
    /// How many cells one matrix may have.
    pub matrix_limit: u64,
    /// The files that the program was read from.
    pub files: &'a [Loaded],
}

/// A text from `--var` or the environment.
struct Outside {
    text: String,
    /// Where it was typed; nowhere if it is of the environment.
    typed: Option<Span>,
}

/// Whom a name belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The blocks of a kind, in expressions.
    Blocks,
    /// bake, which gives it its value.
    Bake,
}

impl Inputs<'_> {
    /// The value that `--var` or the environment gives a variable.
    fn given(&self, name: &str) -> Option<Outside> {
        if let Some(Spanned { value, span }) = self.variables.get(name) {
            return Some(Outside { text: value.clone(), typed: Some(*span) });
        }
        let text = self.environment.then(|| self.host.variable(name)).flatten()?;
        Some(Outside { text, typed: None })
    }

    /// Whom a name belongs to that no file can give to a variable or function.
    fn owner(&self, name: &str) -> Option<Owner> {
        let own = || self.builtins.contains_key(name).then_some(Owner::Bake);
        BlockKind::of(name).map(|_| Owner::Blocks).or_else(own)
    }

    fn file_name(&self, file: FileId) -> &str {
        self.files.iter().find(|loaded| loaded.file == file).map_or("-", |loaded| &loaded.name)
    }
}

/// A program without expressions.
#[derive(Debug)]
pub struct Expanded {
    /// Its groups and targets.
    pub definitions: Definitions,
    /// Its variables and their values, by name; none where there was no program to begin with,
    /// only Compose files.
    pub variables: Option<Vec<Listed>>,
    /// The values of all variables, those that bake brings itself among them.
    pub values: Fields,
}

/// Expands a program. `base` is what Compose files have defined before: bake merges the blocks of
/// the program into it.
///
/// # Errors
/// Everything that is wrong with the values of the program.
pub fn expand(
    program: &Program,
    base: Definitions,
    inputs: &Inputs<'_>,
    diags: &mut Diagnostics,
) -> Result<Expanded, Stopped> {
    let mut resolver = resolver::Resolver::new(program, inputs);
    hidden::warn_all(&mut resolver);
    let variables = variable::resolve_all(&mut resolver);
    validation::check_all(&mut resolver);
    function::resolve_all(&mut resolver);
    name::resolve_all(&mut resolver);
    block::resolve_all(&mut resolver);
    variable::resolve_globals(&mut resolver);
    addition::resolve_all(&mut resolver);
    let families = node::resolve_all(&mut resolver);
    let definitions = definitions::collect(&mut resolver, base, families);
    let values = known(&resolver);
    diags.extend(resolver.into_diagnostics());
    diags.checked(Expanded { definitions, variables: Some(variables), values })
}

/// The values of all variables that have one.
fn known(resolver: &resolver::Resolver<'_>) -> Fields {
    let values = resolver.values.iter();
    values.filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect()
}
