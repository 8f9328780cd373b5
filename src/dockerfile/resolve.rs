//! From a Dockerfile and a wish to what the build uses.

use std::collections::{BTreeMap, HashSet};

use super::ast::Dockerfile;
use super::build::{Build, Origin, Pass, Stage, Step};
use super::frontend;
use super::head::{Frame, Head};
use super::layout::Layout;
use super::perform::Work;
use super::platform::Platform;
use super::reach::Needs;
use super::scope::Scope;
use super::triggers::Triggers;
use super::wish::Wish;
use super::word::Style;
use crate::diag::{Code, Diagnostic, Meant};
use crate::target::reference::Reference;
use crate::text::Text;

/// What a build of the file uses, for every platform that is wanted.
///
/// What does not depend on the stage that is wanted is looked at in all of the file, as BuildKit
/// does: names of images, args in `FROM`, stages that need each other. Everything else counts for
/// stages that are reached. Where errors are reported, what comes back is not to be relied on.
pub fn resolve(file: &Dockerfile, wish: &Wish, found: &mut Vec<Diagnostic>) -> Build {
    resolve_with(file, wish, &Triggers::new(), found)
}

/// The same where triggers of images are known, which are run too.
pub fn resolve_with(
    file: &Dockerfile,
    wish: &Wish,
    triggers: &Triggers,
    found: &mut Vec<Diagnostic>,
) -> Build {
    if let Some(opaque) = opaque(file, wish) {
        return opaque;
    }
    let layout = Layout::of(file);
    let Some(target) = target(&layout, wish, file, found) else {
        return Build { opaque: None, passes: Vec::new() };
    };
    let platforms = match wish.platforms.as_slice() {
        [] => std::slice::from_ref(&wish.local),
        wanted => wanted,
    };
    let mut told = Vec::new();
    let style = Style::words(file.escape.char());
    let passes = platforms.iter().map(|platform| {
        let frame = Frame { layout: &layout, wish, platform, triggers, style };
        pass(&frame, target, &mut told)
    });
    let passes = passes.collect();
    // What is wrong on one platform mostly is on the others.
    let mut known = HashSet::new();
    told.retain(|diagnostic| known.insert(diagnostic.clone()));
    found.extend(told);
    Build { opaque: None, passes }
}

/// The build of a file that another frontend reads. A build arg goes before the file, and a named
/// context before the image of that name.
fn opaque(file: &Dockerfile, wish: &Wish) -> Option<Build> {
    if let Some(value) = wish.args.get("BUILDKIT_SYNTAX") {
        let image = value.trim().split(' ').next().unwrap_or_default();
        if !frontend::is_known(image) && !frontend::is_built_in(image) {
            let reason = format!("the build arg `BUILDKIT_SYNTAX` has it read by `{image}`");
            return Some(Build::opaque(reason, None));
        }
        if is_replaced(image, wish) {
            return Some(Build::opaque(replaced(image), None));
        }
    }
    let frontend = file.frontend.as_ref()?;
    let (image, span) = (&*frontend.image.value, Some(frontend.image.span));
    if !frontend.is_known() {
        let reason = format!("it is written for the frontend `{image}`");
        return Some(Build::opaque(reason, span));
    }
    is_replaced(image, wish).then(|| Build::opaque(replaced(image), span))
}

/// Whether a named context stands in the place of the image of a frontend, on some platform.
fn is_replaced(image: &str, wish: &Wish) -> bool {
    let name = Reference::parse(image).map(|it| it.with_default_tag().context_name());
    let plain = |context: &Text| context.split("::").next() == name.as_deref().ok();
    wish.contexts.iter().any(plain)
}

fn replaced(image: &str) -> String {
    format!("a context stands in the place of its frontend `{image}`")
}

/// The number of the stage that is wanted.
fn target(
    layout: &Layout<'_>,
    wish: &Wish,
    file: &Dockerfile,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let Some(name) = &wish.target else {
        let last = layout.sections.len().checked_sub(1);
        // Where something could not be read, that has been said.
        if last.is_none() && file.instructions.is_empty() && found.is_empty() {
            found.push(Diagnostic::error("a Dockerfile needs a `FROM`", file.span.head()));
        }
        return last;
    };
    let known = layout.named(&name.value);
    if known.is_none() {
        let message = format!("the Dockerfile has no stage `{}`", name.value);
        let meant = Meant::new(name.value.clone(), vec![layout.names().into()]);
        let error = Diagnostic::error(message, name.span).meant(meant).coded(Code::MissingStage);
        found.push(match name.value.parse::<usize>() {
            Ok(_) => error.hint("a target is a stage by its name, not by its number"),
            Err(_) => error,
        });
    }
    known
}

fn pass(frame: &Frame<'_>, target: usize, found: &mut Vec<Diagnostic>) -> Pass {
    let (globals, declared) = frame.globals(&stage_arg(frame, target), found);
    let heads = frame.heads(&globals, found);
    let needs = frame.needs(&heads, found);
    let reached = frame.reached(target, &heads, &needs, found);
    let mut scopes: Vec<Option<(Scope, Platform)>> = vec![None; heads.len()];
    let mut stages = Vec::with_capacity(reached.len());
    for number in reached {
        let (heads, needs, globals, scopes_so_far) = (&heads, &needs, &globals, &scopes);
        let work = Frontier { frame, heads, needs, globals, scopes: scopes_so_far };
        let Some((stage, scope)) = stage(work, number, found) else { continue };
        if let Some(place) = scopes.get_mut(number) {
            *place = Some((scope, stage.platform.clone()));
        }
        stages.push(stage);
    }
    Pass { platform: frame.platform.clone(), stages, globals: declared }
}

/// The value of `TARGETSTAGE`.
fn stage_arg(frame: &Frame<'_>, target: usize) -> Text {
    let named = frame.layout.sections.get(target).and_then(|section| section.name.clone());
    let wanted = frame.wish.target.as_ref().map(|name| name.value.clone());
    wanted.or(named).unwrap_or_else(|| "default".into())
}

/// One reached stage, and the variables at its end. The stages before it are done.
fn stage(work: Frontier<'_>, number: usize, found: &mut Vec<Diagnostic>) -> Option<(Stage, Scope)> {
    let Frontier { frame, heads, needs, globals, scopes } = work;
    let section = frame.layout.sections.get(number)?;
    let head = heads.get(number)?;
    let (scope, platform) = match &head.base {
        Origin::Stage(base) => {
            let (scope, platform) = scopes.get(*base)?.as_ref()?;
            (scope.inherited(), platform.clone())
        }
        // It is there for whatever is built for, also where `--platform` says otherwise.
        Origin::Scratch => (Scope::scratch(frame.platform), frame.platform.clone()),
        _ => (Scope::unknown(), head.platform.clone()),
    };
    let mut instructions = Vec::new();
    if !head.is_replaced {
        instructions = frame.triggers(needs, head);
        let own = section.body.clone();
        instructions.extend(own.map(|instruction| Step { instruction, triggered: false }));
    }
    let stage = Stage {
        number,
        name: section.name.clone(),
        from: section.at,
        span: section.from.image.span,
        base: head.base.clone(),
        platform,
        instructions,
        selections: Vec::new(),
        args: Vec::new(),
        undefined: Vec::new(),
        words: BTreeMap::new(),
    };
    Some(Work { frame, heads, globals, scope, stage, found }.done())
}

/// What is known when a stage is looked at.
#[derive(Clone, Copy)]
struct Frontier<'a> {
    frame: &'a Frame<'a>,
    heads: &'a [Head],
    needs: &'a Needs,
    globals: &'a Scope,
    /// The variables and platforms of the stages before it.
    scopes: &'a [Option<(Scope, Platform)>],
}

#[cfg(test)]
mod tests;
