//! What each stage starts from.

use std::collections::BTreeMap;

use super::ast::Arg;
use super::build::{Declared, Given, Origin};
use super::layout::{Layout, Section};
use super::platform::Platform;
use super::scope::{Scope, Variable, is_known};
use super::triggers::Triggers;
use super::wish::Wish;
use super::word::Style;
use crate::diag::{At, Code, Diagnostic, Problem};
use crate::span::Span;
use crate::target::reference::Reference;
use crate::text::Text;

/// The `FROM` of a stage, its args filled in.
pub(super) struct Head {
    /// What it starts from.
    pub(super) base: Origin,
    /// The platform, unless it is that of another stage it starts from.
    pub(super) platform: Platform,
    /// Whether a named context has the name of the stage and stands in its place.
    pub(super) is_replaced: bool,
}

/// What is the same for all stages of a pass.
pub(super) struct Frame<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) wish: &'a Wish,
    /// The platform that is built for.
    pub(super) platform: &'a Platform,
    pub(super) triggers: &'a Triggers,
    pub(super) style: Style,
}

impl Frame<'_> {
    /// The args before the first stage: what they are, and the variables they make.
    pub(super) fn globals(
        &self,
        stage: &str,
        found: &mut Vec<Diagnostic>,
    ) -> (Scope, Vec<Declared>) {
        let given = &self.wish.args;
        let mut scope = Scope::predefined(&self.wish.local, self.platform, stage, given);
        let mut all = Vec::new();
        for arg in self.layout.global_args() {
            match self.global(arg, &mut scope) {
                Ok(declared) => all.push(declared),
                Err(error) => found.push(error),
            }
        }
        (scope, all)
    }

    /// Declares one arg. Where it gets no value, one that BuildKit gave stays.
    fn global(&self, arg: &Arg, scope: &mut Scope) -> Result<Declared, Diagnostic> {
        let name: Text = (*arg.name.value).into();
        let given = self.wish.args.get(&name).cloned();
        let (value, from) = match (given, &arg.default) {
            (Some(value), _) => (Some(value), Given::Target),
            (None, Some(default)) => {
                let expanded = scope.expand(default, self.style).at(default.span)?;
                (Some(expanded.text.into()), Given::Default)
            }
            (None, None) => match scope.get(&name) {
                Some(known) if is_known(&name) => (Some(known.value.clone()), Given::BuildKit),
                Some(known) => (Some(known.value.clone()), Given::Global),
                None => (None, Given::Nowhere),
            },
        };
        match &value {
            Some(value) => {
                let variable = Variable { value: value.clone(), uncertain: false };
                scope.set(name.clone(), variable).at(arg.span)?;
            }
            None => scope.declare(&name),
        }
        Ok(Declared { name, value, from, uncertain: false, span: arg.span })
    }

    /// What each stage starts from. BuildKit looks at all of them, reached or not.
    pub(super) fn heads(&self, globals: &Scope, found: &mut Vec<Diagnostic>) -> Vec<Head> {
        let mut earlier: BTreeMap<Text, usize> = BTreeMap::new();
        let mut heads = Vec::new();
        for (number, section) in self.layout.sections.iter().enumerate() {
            let head = self.head(section, globals, &earlier);
            heads.push(head.unwrap_or_else(|error| {
                found.push(error);
                let platform = self.platform.clone();
                Head { base: Origin::Scratch, platform, is_replaced: false }
            }));
            if let Some(name) = &section.name {
                earlier.insert(name.clone(), number);
            }
        }
        heads
    }

    fn head(
        &self,
        section: &Section<'_>,
        globals: &Scope,
        earlier: &BTreeMap<Text, usize>,
    ) -> Result<Head, Diagnostic> {
        let image = self.base_name(section, globals)?;
        let platform = self.stage_platform(section, globals)?;
        if let Some(context) = self.replacement(section, &platform)? {
            Reference::parse(&image).at(section.from.image.span)?;
            return Ok(Head { base: Origin::Context(context), platform, is_replaced: true });
        }
        let base = match earlier.get(image.as_str()) {
            Some(&stage) => Origin::Stage(stage),
            None => self.outside(&image, &platform).at(section.from.image.span)?,
        };
        Ok(Head { base, platform, is_replaced: false })
    }

    /// What stands after `FROM`, args filled in.
    fn base_name(&self, section: &Section<'_>, globals: &Scope) -> Result<String, Diagnostic> {
        let word = &section.from.image;
        let expanded = globals.expand(word, self.style).at(word.span)?;
        if !expanded.text.is_empty() {
            return Ok(expanded.text);
        }
        let message = format!("this stage starts from nothing: `{}` is empty", &***word);
        let mut error = Diagnostic::error(message, word.span).coded(Code::EmptyBase);
        for name in &expanded.missing {
            error = error.hint(missing_arg(name, globals));
        }
        Err(error)
    }

    fn stage_platform(
        &self,
        section: &Section<'_>,
        globals: &Scope,
    ) -> Result<Platform, Diagnostic> {
        let Some(word) = &section.from.platform else { return Ok(self.platform.clone()) };
        let expanded = globals.expand(word, self.style).at(word.span)?;
        if expanded.text.is_empty() {
            let message = format!("the platform of this stage, `{}`, is empty", &***word);
            let hints = expanded.missing.iter().map(|name| missing_arg(name, globals));
            return Err(hints.fold(Diagnostic::error(message, word.span), Diagnostic::hint));
        }
        Platform::parse(&expanded.text, &self.wish.local).at(word.span)
    }

    /// The named context that stands in the place of a stage of the same name.
    fn replacement(
        &self,
        section: &Section<'_>,
        platform: &Platform,
    ) -> Result<Option<Text>, Diagnostic> {
        let (Some(name), Some(written)) = (&section.name, &section.from.name) else {
            return Ok(None);
        };
        if matches!(&**name, "scratch" | "context") {
            return Ok(None);
        }
        let reference = Reference::parse(name).map_err(|_| {
            Diagnostic::error(format!("a stage cannot be called `{name}`"), written.span).hint(
                "BuildKit looks for a named context of that name, and it must be a legal one: \
                 it ends in a letter or digit",
            )
        })?;
        Ok(self.context(&reference, platform))
    }

    /// What a name stands for that is no stage: `scratch`, a named context, an image.
    pub(super) fn outside(&self, name: &str, platform: &Platform) -> Result<Origin, Problem> {
        if name == "scratch" {
            return Ok(Origin::Scratch);
        }
        let stage = self.layout.named(name);
        let reference = Reference::parse(name).map_err(|problem| match stage {
            Some(_) => {
                problem.hint(format!("stages have small letters here: `{}`", name.to_lowercase()))
            }
            None => problem,
        })?;
        let reference = reference.with_default_tag();
        let context = self.context(&reference, platform);
        Ok(context.map_or_else(|| Origin::Image(reference.to_string().into()), Origin::Context))
    }

    /// The named context that stands for a name: the one for the platform, or the one for all.
    fn context(&self, reference: &Reference, platform: &Platform) -> Option<Text> {
        let contexts = &self.wish.contexts;
        if contexts.is_empty() {
            return None;
        }
        let name = reference.context_name();
        let for_platform = contexts.get(format!("{name}::{platform}").as_str());
        for_platform.or_else(|| contexts.get(name.as_str())).cloned()
    }
}

/// Why an arg has no value before the first stage.
fn missing_arg(name: &str, globals: &Scope) -> String {
    if globals.knows(name) {
        return format!("`ARG {name}` has no default; give it a value in the target's `args`");
    }
    match globals.nearest(name) {
        Some(near) => {
            format!("no `ARG {name}` stands before the first `FROM`; did you mean `{near}`?")
        }
        None => format!("no `ARG {name}` stands before the first `FROM`"),
    }
}

/// A stage that needs itself, by way of others perhaps.
pub(super) fn circle(layout: &Layout<'_>, stage: usize, span: Span) -> Diagnostic {
    let called = layout.called(stage);
    Diagnostic::error(format!("stage {called} needs itself"), span)
        .labelled("what this names needs the stage")
}
