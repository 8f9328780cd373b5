//! What a build of a Dockerfile uses: the stages it reaches and what goes into them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::platform::Platform;
use crate::span::Span;
use crate::text::Text;

/// What a build uses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Build {
    /// Why nothing is known of the file, if so: another frontend reads it.
    pub opaque: Option<Opaque>,
    /// Once for each platform, in order. Empty where the file is opaque or has errors.
    pub passes: Vec<Pass>,
}

/// Why nothing is known of a Dockerfile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opaque {
    /// In words.
    pub reason: String,
    /// What says so, if it stands in the file.
    pub span: Option<Span>,
}

/// A build for one platform.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pass {
    /// The platform.
    pub platform: Platform,
    /// The stages it reaches, in the order of the file. The last one is what is built.
    pub stages: Vec<Stage>,
    /// The args that are declared before the first stage, in order.
    pub globals: Vec<Declared>,
}

/// A stage that is reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stage {
    /// Its number in the file.
    pub number: usize,
    /// Its name in small letters, if it has one.
    pub name: Option<Text>,
    /// Its `FROM`: which instruction of the file it is.
    pub from: usize,
    /// The name of what it starts from.
    pub span: Span,
    /// What it starts from.
    pub base: Origin,
    /// The platform that it is built for: that of `--platform`, of its base, or of the pass.
    pub platform: Platform,
    /// The instructions that are run, as numbers in the file: first the `ONBUILD`s of the stage it
    /// starts from, then its own. Empty where a named context stands in its place.
    pub instructions: Vec<Step>,
    /// The files it takes, in order.
    pub selections: Vec<Selection>,
    /// The args it declares, in order.
    pub args: Vec<Declared>,
    /// The variables it asks for that nothing declares or sets, in order.
    pub undefined: Vec<Undefined>,
    /// The words whose variables were filled in, by where they stand.
    pub words: BTreeMap<Span, Filled>,
}

/// A word with its variables filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filled {
    /// What it says.
    pub text: Text,
    /// Whether it may say something else: it depends on a variable that the base image may set.
    pub uncertain: bool,
}

/// An instruction that is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its number in the file. Numbers beyond the file are those of [`Triggers`](super::Triggers).
    pub instruction: usize,
    /// Whether it is the trigger of an `ONBUILD`, and not what stands there itself.
    pub triggered: bool,
}

/// Where something comes from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Origin {
    /// Nothing: `scratch`.
    Scratch,
    /// The build context.
    Main,
    /// Another stage of the file, by number.
    Stage(usize),
    /// A named context, by the name it was given under.
    Context(Text),
    /// An image from a registry, in its normal form with a tag or digest.
    Image(Text),
    /// The file itself: the text of a heredoc, its variables filled in.
    Heredoc(Text),
    /// A web address.
    Web(Text),
    /// What `ADD` takes by a variable that the base image may set, as it is written: a path, an
    /// address or a repository.
    Anywhere(Text),
    /// A git repository.
    Git(Text),
}

/// Files that an instruction takes from somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    /// Where from.
    pub origin: Origin,
    /// What takes them.
    pub by: Taker,
    /// Which files: a path from the root of the origin, cleaned, without a slash in front. Empty
    /// for everything, and for what is one file (a heredoc has its name here).
    pub path: Text,
    /// With `--parents`: the pattern, from `path` on.
    pub below: Option<Text>,
    /// Whether `*`, `?`, `[…]` and `\` mean something in the path. What has such may select
    /// nothing; anything else must be there.
    pub wildcards: bool,
    /// What is left out again (`--exclude`).
    pub excludes: Arc<[Text]>,
    /// `--checksum`
    pub checksum: Option<Text>,
    /// `--keep-git-dir`, if it was said.
    pub keep_git_dir: Option<bool>,
    /// `--unpack`, if it was said.
    pub unpack: Option<bool>,
    /// Whether the path may be another one: it depends on a variable that the base image may set.
    /// Then nothing but the origin is certain.
    pub uncertain: bool,
    /// What names the files.
    pub span: Span,
    /// The instruction, as a number in the file.
    pub step: Step,
}

/// What takes files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Taker {
    /// `COPY`
    Copy,
    /// `ADD`
    Add,
    /// `RUN --mount`
    Mount,
    /// An image whose name tells that it has triggers, which may take anything.
    Trigger,
}

/// An arg that is declared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Its name.
    pub name: Text,
    /// Its value, if it has one.
    pub value: Option<Text>,
    /// Where the value comes from.
    pub from: Given,
    /// Whether the value may be another one: it depends on a variable that the base image may set.
    pub uncertain: bool,
    /// The declaration.
    pub span: Span,
}

/// Where the value of an arg comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Given {
    /// A build arg of the target.
    Target,
    /// The default in the declaration.
    Default,
    /// The global arg of the same name.
    Global,
    /// BuildKit, which knows args such as `TARGETARCH`.
    BuildKit,
    /// Nowhere: there is none.
    Nowhere,
}

/// A variable that is asked for and not set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undefined {
    /// Its name.
    pub name: Text,
    /// Where it is asked for.
    pub span: Span,
    /// Whether the base image may set it.
    pub uncertain: bool,
    /// The nearest name that is set, where it is certain which are.
    pub near: Option<Text>,
}

/// An image or named context that is used, and where the file says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use<'a> {
    /// Its name: an image in its normal form, a context as it was given.
    pub name: &'a Text,
    /// What names it in the file.
    pub span: Span,
    /// The platform it is used for.
    pub platform: &'a Platform,
}

impl Build {
    /// A build of which nothing is known.
    pub(super) fn opaque(reason: String, span: Option<Span>) -> Self {
        Self { opaque: Some(Opaque { reason, span }), passes: Vec::new() }
    }

    /// All reached stages of all platforms.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        self.passes.iter().flat_map(|pass| &pass.stages)
    }

    /// The images that are used, in order; the same one again for another platform or place.
    pub fn images(&self) -> impl Iterator<Item = Use<'_>> {
        self.uses(|origin| match origin {
            Origin::Image(name) => Some(name),
            _ => None,
        })
    }

    /// The named contexts that are used, in order; the same one again for another platform or place.
    pub fn contexts(&self) -> impl Iterator<Item = Use<'_>> {
        self.uses(|origin| match origin {
            Origin::Context(name) => Some(name),
            _ => None,
        })
    }

    fn uses<'a>(
        &'a self,
        pick: fn(&'a Origin) -> Option<&'a Text>,
    ) -> impl Iterator<Item = Use<'a>> {
        let origins = self.passes.iter().flat_map(Pass::origins);
        origins.filter_map(move |(origin, span, platform)| {
            pick(origin).map(|name| Use { name, span, platform })
        })
    }

    /// Whether a reached stage declares the arg, or a global one, or BuildKit knows it.
    pub fn declares(&self, name: &str) -> bool {
        let global = self.passes.iter().flat_map(|pass| &pass.globals);
        let in_stages = self.stages().flat_map(|stage| &stage.args);
        super::scope::is_known(name) || global.chain(in_stages).any(|arg| &*arg.name == name)
    }
}

impl Pass {
    /// Where everything comes from. A stage starts from an image for its own platform; files are
    /// taken from images for the platform of the pass.
    fn origins(&self) -> impl Iterator<Item = (&Origin, Span, &Platform)> {
        self.stages.iter().flat_map(|stage| {
            let base = std::iter::once((&stage.base, stage.span, &stage.platform));
            let taken = stage.selections.iter();
            base.chain(taken.map(|taken| (&taken.origin, taken.span, &self.platform)))
        })
    }
}
