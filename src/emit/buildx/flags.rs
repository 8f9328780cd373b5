//! The attributes of a target as flags of `docker buildx build`.
//!
//! Both commands of buildx make the same options out of what they read, and then do the same with
//! them. So each attribute becomes the flag that gives the same option; what no flag can give is
//! refused. What bake settles before it builds is settled here: `null` means "not given", `cwd://`
//! is a path, and the Dockerfile is looked for in the context.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diag::{Diagnostic, Problem};
use crate::path;
use crate::span::Span;
use crate::target::{Attributes, NullableTexts, Output, Places, Texts, csv, url};
use crate::text::Text;

use super::call::{Argument, Call, Program};
use super::{Settings, name, write};

/// What becomes of the contexts that are targets: the context that stands in for each.
pub(super) type Parents = BTreeMap<Text, Argument>;

/// The build of a target.
#[derive(Debug)]
pub(super) struct Build<'a> {
    pub(super) attributes: &'a Attributes,
    pub(super) places: &'a Places,
    /// What stands in for targets in contexts.
    pub(super) parents: &'a Parents,
    /// The outputs beside those of the target.
    pub(super) outputs: Vec<Argument>,
    pub(super) settings: &'a Settings,
}

/// Flags so far, and what could not be one.
#[derive(Debug)]
struct Flags<'a> {
    words: Vec<Argument>,
    environment: Vec<(Text, Argument)>,
    places: &'a Places,
    refused: Vec<Diagnostic>,
}

/// The variable that `docker buildx build` looks at where no platform is given; bake does not.
const DEFAULT_PLATFORM: &str = "DOCKER_DEFAULT_PLATFORM";

/// The variable that `docker buildx build` looks at where no such argument is given; in a plan,
/// null says that it is not to be given.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The permission for outputs that delete.
pub const DELETE: &str = "buildx.local.delete";

/// The call that builds a target, or why there is none: each attribute that has no flag.
pub(super) fn call(build: Build) -> Result<Call, Vec<Diagnostic>> {
    let Build { attributes, places, parents, outputs, settings } = build;
    let mut flags = Flags {
        words: vec![Argument::text("build")],
        environment: Vec::new(),
        places,
        refused: Vec::new(),
    };
    flags.settings(settings);
    let input = flags.attributes(attributes, parents, settings);
    flags.words.extend(outputs);
    flags.words.push(Argument::text(context(attributes)));
    let Flags { words: arguments, environment, places: _, refused } = flags;
    if !refused.is_empty() {
        return Err(refused);
    }
    Ok(Call { program: Program::Buildx, environment, arguments, input })
}

impl Flags<'_> {
    fn settings(&mut self, settings: &Settings) {
        let Settings { builder, progress, debug, call: _, allow_delete: _, working_directory: _ } =
            settings;
        if *debug {
            self.switch("debug");
        }
        self.one("builder", builder.as_deref());
        self.one("progress", progress.as_deref());
    }

    /// All attributes, and what is read on standard input.
    fn attributes(
        &mut self,
        attributes: &Attributes,
        parents: &Parents,
        settings: &Settings,
    ) -> Option<Text> {
        let Attributes {
            description: _, // for people
            inherits: _,    // settled
            annotations,
            attest,
            context: _, // the last word
            contexts,
            dockerfile: _, // with the context
            dockerfile_inline,
            args,
            labels,
            tags,
            cache_from,
            cache_to,
            target,
            secret,
            ssh,
            platforms,
            output,
            pull,
            no_cache,
            network,
            no_cache_filter,
            shm_size,
            ulimits,
            resources,
            call,
            entitlements,
            extra_hosts,
            policy,
            bases: _,     // settled
            additions: _, // say nothing to buildx
        } = attributes;
        let input = dockerfile_inline.as_deref().filter(|text| !text.is_empty()).cloned();
        self.call(call.as_deref().map(|call| &**call), settings);
        self.dockerfile(attributes, input.as_ref(), settings);
        self.one("target", target.as_deref());
        self.platforms(platforms.as_deref());
        self.contexts(contexts.as_ref(), parents);
        self.args(args.as_ref());
        self.map("label", "labels", labels.as_ref());
        self.each("annotation", "annotations", annotations.as_deref(), plain);
        self.each("secret", "secret", secret.as_deref(), write::secret);
        self.each("ssh", "ssh", ssh.as_deref(), write::ssh);
        self.each("allow", "entitlements", entitlements.as_deref(), plain);
        self.one("network", network.as_deref().map(|mode| &**mode));
        self.hosts(extra_hosts.as_ref());
        self.one("shm-size", shm_size.as_deref().map(|size| &**size));
        self.each("ulimit", "ulimits", ulimits.as_deref(), plain);
        let resources: Vec<_> =
            resources.as_deref().into_iter().flat_map(write::resources).collect();
        self.each("resource", "resources", Some(&resources), |text| Ok(text.clone()));
        self.each("policy", "policy", policy.as_deref(), write::policy);
        self.cache(*no_cache, no_cache_filter.as_deref());
        if *pull == Some(true) {
            self.switch("pull");
        }
        self.each("cache-from", "cache-from", cache_from.as_deref(), write::cache);
        self.each("cache-to", "cache-to", cache_to.as_deref(), write::cache);
        self.each("attest", "attest", attest.as_deref(), write::attest);
        self.each("tag", "tags", tags.as_deref(), plain);
        self.each("output", "output", output.as_deref(), write::output);
        if settings.allow_delete && output.iter().flatten().any(deletes) {
            self.one("allow", Some(DELETE));
        }
        input
    }

    /// A method keeps the format that was asked for beside it; what an attribute says of a format
    /// is nothing to bake.
    fn call(&mut self, call: Option<&str>, settings: &Settings) {
        let Some(method) = call.and_then(method) else { return };
        let typed = settings.call.as_deref().filter(|typed| self::method(typed).is_some());
        self.one("call", Some(typed.unwrap_or(&method)));
    }

    /// The text on standard input, or a file, found from the working directory.
    fn dockerfile(&mut self, attributes: &Attributes, input: Option<&Text>, settings: &Settings) {
        if input.is_some_and(|text| text.contains('\0')) {
            let problem = Problem::new("no text on standard input can have a zero byte in it");
            self.refuse(problem, self.places.attribute("dockerfile-inline"));
        }
        match input {
            Some(_) => self.one("file", Some("-")),
            None => self.one("file", Some(&dockerfile(attributes, settings))),
        }
    }

    fn platforms(&mut self, platforms: Option<&[Text]>) {
        if platforms.is_none_or(<[Text]>::is_empty) {
            self.environment.push((DEFAULT_PLATFORM.into(), Argument::text("")));
        }
        self.each("platform", "platforms", platforms, plain);
    }

    fn contexts(&mut self, contexts: Option<&Texts>, parents: &Parents) {
        for (name, context) in contexts.into_iter().flatten() {
            let flag = Argument::text(format!("--build-context={name}="));
            let value = match context.strip_prefix("target:") {
                Some(parent) => parents.get(parent).cloned(),
                None => Some(Argument::text(local(context))),
            };
            if let Err(problem) = name::check(name) {
                self.refuse(problem, self.places.entry("contexts", name));
            }
            self.words.extend(value.map(|value| flag.then_all(value)));
        }
    }

    fn args(&mut self, args: Option<&NullableTexts>) {
        if args.is_some_and(|args| args.get(EPOCH) == Some(&None)) {
            self.environment.push((EPOCH.into(), Argument::text("")));
        }
        self.map("build-arg", "args", args);
    }

    fn map(&mut self, flag: &str, attribute: &str, map: Option<&NullableTexts>) {
        for (name, value) in map.into_iter().flatten() {
            let Some(value) = value else { continue };
            match write::entry(name, value) {
                Ok(text) => self.one(flag, Some(&text)),
                Err(problem) => self.refuse(problem, self.places.entry(attribute, name)),
            }
        }
    }

    fn hosts(&mut self, hosts: Option<&NullableTexts>) {
        for (name, address) in hosts.into_iter().flatten() {
            let Some(address) = address else { continue };
            let text = write::one_of_a_line(&format!("{name}={address}"));
            self.one("add-host", Some(&text));
        }
    }

    /// `docker buildx build` takes only one of the two; in bake the wider one wins.
    fn cache(&mut self, no_cache: Option<bool>, filter: Option<&[Text]>) {
        if no_cache == Some(true) {
            self.switch("no-cache");
        } else {
            self.each("no-cache-filter", "no-cache-filter", filter, plain);
        }
    }

    fn each<T>(
        &mut self,
        flag: &str,
        attribute: &str,
        values: Option<&[T]>,
        write: impl Fn(&T) -> Result<String, Problem>,
    ) {
        for (index, value) in values.into_iter().flatten().enumerate() {
            match write(value) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => self.one(flag, Some(&text)),
                Err(problem) => self.refuse(
                    problem.within(&format!("`{attribute}`")),
                    self.places.element(attribute, index),
                ),
            }
        }
    }

    fn one(&mut self, flag: impl Display, value: Option<&str>) {
        self.words.extend(value.map(|value| Argument::text(format!("--{flag}={value}"))));
    }

    fn switch(&mut self, flag: &str) {
        self.words.push(Argument::text(format!("--{flag}")));
    }

    fn refuse(&mut self, problem: Problem, place: Span) {
        let hint = "build it with `docker buildx bake`, or with `bakewell build`";
        self.refused.push(problem.hint(hint).into_error(place));
    }
}

/// Whether an output deletes what it finds in its folder.
fn deletes(output: &Output) -> bool {
    &*output.kind == "local" && output.attrs.get("mode").is_some_and(|mode| &**mode == "delete")
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside those that can fail")]
fn plain(text: &Text) -> Result<String, Problem> {
    Ok(text.to_string())
}

/// The method in what `call` or `--call` says; none for a build.
pub(super) fn method(call: &str) -> Option<String> {
    let fields = csv::fields(call).unwrap_or_default();
    let name = fields.into_iter().find(|field| !field.contains('='))?;
    (name != "build").then_some(name)
}

/// The context, so that it is not taken for a flag.
fn context(attributes: &Attributes) -> String {
    match attributes.context.as_deref().unwrap_or(".") {
        context if context.starts_with('-') => format!("./{context}"),
        context => context.to_owned(),
    }
}

/// The path of a Dockerfile. In a local context it is relative to the working directory, as the
/// context is; beside a remote one, only an absolute path is a local file.
fn dockerfile(attributes: &Attributes, settings: &Settings) -> String {
    let context = attributes.context.as_deref().unwrap_or(".");
    let file = attributes.dockerfile.as_deref().unwrap_or("Dockerfile");
    let remote = url::is_remote(context);
    match file.strip_prefix("cwd://") {
        Some(file) if remote && !path::is_absolute(file) => {
            path::join(&settings.working_directory, file)
        }
        Some(file) => path::clean(file),
        None if remote || path::is_absolute(file) => path::clean(file),
        None => path::join(context, &path::clean(file)),
    }
}

/// A context that is no target.
fn local(context: &str) -> String {
    context.strip_prefix("cwd://").map_or_else(|| context.to_owned(), path::clean)
}
