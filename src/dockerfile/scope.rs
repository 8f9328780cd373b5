//! The variables of a stage, and those that are there before the first one.

use std::collections::{BTreeMap, BTreeSet};

use super::platform::Platform;
use super::word::{self, Expanded, Style, Variables};
use crate::diag::{Problem, similar};
use crate::text::Text;

/// How many bytes the values of one stage may take. What one word may become is bounded by
/// [`word::LONGEST`]; a file could still have a hundred thousand such words.
const MOST: usize = 64 << 20;

/// The args that BuildKit gives to every build, for stages that declare them.
const PLATFORM_ARGS: [&str; 11] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETSTAGE",
];

/// The args that reach every `RUN` undeclared, in small or in capital letters.
const PROXY_ARGS: [&str; 5] = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];

/// Whether BuildKit knows the arg, so that no stage needs to declare it.
pub fn is_known(name: &str) -> bool {
    PLATFORM_ARGS.contains(&name)
        || is_proxy(name)
        || name == "SOURCE_DATE_EPOCH"
        || name.starts_with("BUILDKIT_")
}

/// Whether it is one of the proxy args, which never count towards the result of a build.
pub fn is_proxy(name: &str) -> bool {
    PROXY_ARGS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The args that control what a stage's attestations look at: no variables.
pub(super) fn is_no_variable(name: &str) -> bool {
    matches!(name, "BUILDKIT_SBOM_SCAN_CONTEXT" | "BUILDKIT_SBOM_SCAN_STAGE")
}

/// Whether a build arg may be as good as none, so that the default is taken: the time of the image,
/// where it is empty, for newer versions of BuildKit (`setBuildArgValue` of dockerfile2llb).
pub(super) fn may_be_none(name: &str, value: &str) -> bool {
    name == "SOURCE_DATE_EPOCH" && value.is_empty()
}

/// A variable that is set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Variable {
    pub(super) value: Text,
    /// Whether the value depends on what the base image may set.
    pub(super) uncertain: bool,
}

/// Variables by name.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Scope {
    variables: BTreeMap<Text, Variable>,
    /// Those of the image, as far as they are known: a stage that starts from this one begins with
    /// them, also where an `ARG` has covered them since.
    environment: BTreeMap<Text, Variable>,
    /// Args that are declared and have no value: asking for them is no mistake.
    declared: BTreeSet<Text>,
    /// Whether more variables may be set than are known: those of an image.
    pub(super) open: bool,
    size: usize,
}

impl Variables for Scope {
    fn value(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(|variable| &*variable.value)
    }
}

impl Scope {
    /// The variables before the first stage: the platforms, unless build args say otherwise.
    pub(super) fn predefined(
        build: &Platform,
        target: &Platform,
        stage: &str,
        args: &BTreeMap<Text, Text>,
    ) -> Self {
        let values = [
            build.short(),
            build.system.clone(),
            build.version().to_owned(),
            build.architecture.clone(),
            build.variant.clone(),
            target.to_string(),
            target.system.clone(),
            target.version().to_owned(),
            target.architecture.clone(),
            target.variant.clone(),
            stage.to_owned(),
        ];
        let mut scope = Self::default();
        for (name, value) in PLATFORM_ARGS.into_iter().zip(values) {
            let value = args.get(name).cloned().unwrap_or_else(|| value.into());
            scope.put(name.into(), Variable { value, uncertain: false });
        }
        scope
    }

    /// The variables of a stage from `scratch`. BuildKit sets `PATH` but on Windows.
    pub(super) fn scratch(platform: &Platform) -> Self {
        let mut scope = Self::default();
        if platform.system != "windows" {
            let value = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".into();
            let path = Variable { value, uncertain: false };
            scope.environment.insert("PATH".into(), path.clone());
            scope.put("PATH".into(), path);
        }
        scope
    }

    /// The variables of a stage from an image: there may be any.
    pub(super) fn unknown() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// The variables that a stage from this one begins with: all of them, but what the image has
    /// goes before what `ARG` said. Of an image of which not all is known, that may be anything.
    pub(super) fn inherited(&self) -> Self {
        let mut scope = self.clone();
        for variable in scope.variables.values_mut() {
            variable.uncertain |= self.open;
        }
        for (name, variable) in &self.environment {
            scope.put(name.clone(), variable.clone());
        }
        scope
    }

    /// Sets a variable of the image.
    pub(super) fn export(&mut self, name: Text, variable: Variable) -> Result<(), Problem> {
        self.environment.insert(name.clone(), variable.clone());
        self.set(name, variable)
    }

    /// The variable of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    /// Sets a variable.
    pub(super) fn set(&mut self, name: Text, variable: Variable) -> Result<(), Problem> {
        self.put(name, variable);
        if self.size > MOST {
            return Err(Problem::new("the variables of this stage are longer than 64 MiB"));
        }
        Ok(())
    }

    fn put(&mut self, name: Text, variable: Variable) {
        self.size += variable.value.len();
        if let Some(old) = self.variables.insert(name, variable) {
            self.size = self.size.saturating_sub(old.value.len());
        }
    }

    /// Notes an arg that has no value.
    pub(super) fn declare(&mut self, name: &Text) {
        self.declared.insert(name.clone());
    }

    /// Whether an arg of this name is declared, with or without a value.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.variables.contains_key(name) || self.declared.contains(name)
    }

    /// The nearest name that is set.
    pub(super) fn nearest(&self, name: &str) -> Option<Text> {
        similar::nearest(name, self.variables.keys().map(AsRef::as_ref)).map(Into::into)
    }

    /// Expands a word.
    pub(super) fn expand(&self, word: &str, style: Style) -> Result<Expanded, Problem> {
        word::expand(word, style, self)
    }

    /// Whether the expanded word depends on what the base image may set.
    pub(super) fn is_uncertain(&self, word: &Expanded) -> bool {
        let unknown = self.open && !word.unset.is_empty();
        unknown || word.used.iter().any(|name| self.get(name).is_some_and(|used| used.uncertain))
    }
}
