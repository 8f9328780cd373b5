//! The compiler as the verbs see it: one question, one answer.

use crate::compile::{self, Compiled, Request, WithKeys};
use crate::diag::{Diagnostic, Diagnostics, Stopped, words};
use crate::dockerfile::Dockerfiles;
use crate::emit::buildx::{self, Settings};
use crate::emit::list::{Declared, DeclaredGroup, DeclaredNode, DeclaredTarget, DeclaredVariable};
use crate::emit::plan;
use crate::expand::{Expanded, Listed};
use crate::graph::Draft;
use crate::keys;
use crate::select::{Node, Selection};
use crate::source::{Host, Sources};
use crate::target::{Definition, Definitions, Group, Promotion, Task};
use crate::template;
use crate::text::Text;

/// What a plan is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To be seen as `docker buildx bake --print` shows it, which knows only targets.
    Print,
    /// To be seen.
    Show,
    /// To be built, by buildx, which knows only targets.
    Build,
}

/// The plan that was asked for.
pub fn plan(
    host: &dyn Host,
    request: &Request,
    purpose: Purpose,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Compiled, Stopped> {
    let extent = compile::Extent::Targets;
    let mut compiled = compile::compile_for(host, request, extent, sources, diags)?;
    compile::pin(host, request, &mut compiled, sources, diags)?;
    match purpose {
        Purpose::Print => {}
        Purpose::Show => diags.extend(circles(&compiled.selection)),
        Purpose::Build => diags.extend(not_run(&compiled.selection)),
    }
    Ok(compiled)
}

/// The plan that was asked for, as calls of `docker buildx build`.
pub fn calls(
    host: &dyn Host,
    request: &Request,
    settings: &Settings,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<buildx::Plan, Stopped> {
    let mut compiled = compile::compile(host, request, sources, diags)?;
    compile::pin(host, request, &mut compiled, sources, diags)?;
    buildx::plan(&compiled.selection, settings, diags)
}

/// The keys of what was asked for.
pub fn keys(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<WithKeys, Stopped> {
    compile::keys_here(host, request, sources, diags)
}

/// The plan that was asked for, with keys and what they are made of, as JSON with a line end.
pub fn keyed_plan(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<String, Stopped> {
    let WithKeys { compiled, keys } = compile::keys_here(host, request, sources, diags)?;
    let graph = keys::graph(&compiled.selection, diags)?;
    Ok(plan::json(&compiled.selection, &graph, &keys))
}

/// Warnings for what can never begin, because it waits for itself by way of `needs`. As those are
/// for us alone, a plan for bake can be shown all the same.
fn circles(selection: &Selection) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    if selection.needs.is_empty() || Draft::of(selection).seal(&mut found).is_ok() {
        return Vec::new();
    }
    found.into_iter().map(Diagnostic::into_warning).collect()
}

/// Warnings for the tasks and promotions that a build would leave out: docker builds targets.
fn not_run(selection: &Selection) -> Vec<Diagnostic> {
    let warning = |(name, node): (&Text, Node<'_>)| {
        let message = format!("{} `{name}` is not run: only targets are built", node.kind());
        Diagnostic::warning(message, node.places().head)
    };
    beside_targets(selection).map(warning).collect()
}

/// The tasks and promotions.
fn beside_targets(selection: &Selection) -> impl Iterator<Item = (&Text, Node<'_>)> {
    selection.nodes().filter(|(_, node)| !node.is_target())
}

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// What bake knows.
    Bake,
    /// All that there is.
    Everything,
}

/// The Dockerfiles of the targets that were asked for, templates filled in: the one as it is,
/// several each below a line with the name of its target.
pub fn dockerfiles(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<String, Stopped> {
    let extent = compile::Extent::Nothing;
    let Compiled { selection, .. } = compile::compile_for(host, request, extent, sources, diags)?;
    let asked: Vec<_> = selection.targets.iter().filter(|(_, target)| !target.linked).collect();
    if asked.is_empty()
        && let Some((_, node)) = beside_targets(&selection).next()
    {
        let message = "nothing that was asked for is a target, so there is no Dockerfile";
        return Err(diags.stop(Diagnostic::error(message, node.places().head)));
    }
    let (mut known, mut text) = (Dockerfiles::new(), String::new());
    for (name, target) in &asked {
        match template::dockerfile(name, target, &mut known, host, sources) {
            Ok(dockerfile) if asked.len() == 1 => text.push_str(&dockerfile),
            Ok(dockerfile) => {
                text.extend(["# target ", name, "\n", dockerfile.trim_end(), "\n"]);
            }
            Err(errors) => diags.extend(errors),
        }
    }
    diags.checked(text)
}

/// What the definitions declare.
pub fn definitions(
    host: &dyn Host,
    request: &Request,
    extent: Extent,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Declared, Stopped> {
    let Expanded { definitions, variables, values: _ } =
        compile::define(host, request, sources, diags)?;
    let mut declared = Declared {
        targets: definitions.targets().iter().map(target).collect(),
        groups: definitions.groups().iter().map(group).collect(),
        variables: variables.map(|all| all.into_iter().map(variable).collect()),
        ..Declared::default()
    };
    if extent == Extent::Everything {
        add_nodes(&mut declared, &definitions);
    }
    Ok(declared)
}

fn add_nodes(declared: &mut Declared, definitions: &Definitions) {
    declared.groups.extend(definitions.families().values().map(group));
    declared.tasks.extend(definitions.tasks().iter().map(task));
    declared.promotions.extend(definitions.promotions().iter().map(promotion));
}

fn task(task: &Task) -> DeclaredNode {
    let command = task.command.join(" ");
    described(&task.name, &task.description, || format!("runs `{command}`"))
}

fn promotion(promotion: &Promotion) -> DeclaredNode {
    let Promotion { name, description, target, tags, .. } = promotion;
    described(name, description, || format!("tags `{target}` as {}", words::list(tags)))
}

fn described(name: &Text, text: &Text, otherwise: impl FnOnce() -> String) -> DeclaredNode {
    let description = if text.is_empty() { otherwise() } else { text.to_string() };
    DeclaredNode { name: name.to_string(), description }
}

fn target(definition: &Definition) -> DeclaredTarget {
    DeclaredTarget {
        name: definition.name.to_string(),
        description: definition
            .attributes
            .description
            .as_deref()
            .map(Text::to_string)
            .unwrap_or_default(),
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
