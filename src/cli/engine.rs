//! The compiler as the verbs see it: one question, one answer.

use std::mem;

use crate::compile::{self, Request};
use crate::diag::{Diagnostics, Stopped};
use crate::emit::bake;
use crate::emit::list::{Declared, DeclaredGroup, DeclaredTarget, DeclaredVariable};
use crate::expand::{Expanded, Listed};
use crate::source::{Host, Sources};
use crate::target::{Definition, Group};

/// What a plan is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To be seen: the text is that of `docker buildx bake --print`.
    Show,
    /// To be built: a text that buildx reads back to the same plan, so that nothing in it is taken
    /// for a template again.
    Build,
}

/// The plan that was asked for, as JSON with a line end.
pub fn plan(
    host: &dyn Host,
    request: &Request,
    purpose: Purpose,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<String, Stopped> {
    let compiled = compile::compile(host, request, sources, diags)?;
    let mut text = match purpose {
        Purpose::Show => bake::plan(&compiled.selection),
        Purpose::Build => bake::file(&compiled.selection),
    };
    text.push('\n');
    // The program ends soon, and the system frees all at once.
    mem::forget(compiled);
    Ok(text)
}

/// What the definitions declare.
pub fn definitions(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Declared, Stopped> {
    let Expanded { definitions, variables } = compile::define(host, request, sources, diags)?;
    Ok(Declared {
        targets: definitions.targets().iter().map(target).collect(),
        groups: definitions.groups().iter().map(group).collect(),
        variables: variables.map(|all| all.into_iter().map(variable).collect()),
    })
}

fn target(definition: &Definition) -> DeclaredTarget {
    DeclaredTarget {
        name: definition.name.to_string(),
        description: definition.attributes.description.to_string(),
    }
}

fn group(group: &Group) -> DeclaredGroup {
    DeclaredGroup {
        name: group.name.to_string(),
        description: group.description.to_string(),
        targets: group.targets.iter().flatten().map(ToString::to_string).collect(),
    }
}

fn variable(listed: Listed) -> DeclaredVariable {
    let Listed { name, description, ty, value } = listed;
    DeclaredVariable { name, description, ty, value }
}
