//! The tree of a Dockerfile.
//!
//! Two types of text tell what BuildKit does with it: in a [`Word`] it expands variables and then
//! removes quotes and escapes, which are all still there; a [`Text`] it takes as it is.

use std::time::Duration;

use crate::span::{Span, Spanned};

pub use super::text::Text;

/// A text in which BuildKit expands variables, raw: quotes and escapes are still there.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Word(pub Text);

impl std::ops::Deref for Word {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

/// One Dockerfile, whole.
#[derive(Clone, Debug)]
pub struct Dockerfile {
    /// The frontend that the file asks for, if it does.
    pub frontend: Option<Frontend>,
    /// `# name=value` at the top, in the order of the file.
    pub directives: Vec<Directive>,
    /// The character that escapes and that continues lines.
    pub escape: Escape,
    /// The instructions in the order of the file. Broken ones are missing.
    pub instructions: Vec<Instruction>,
    /// All of it.
    pub span: Span,
}

/// The frontend image that a file names to build it: `# syntax=docker/dockerfile:1`.
///
/// BuildKit looks for it in more places than for a [`Directive`]: after a `#!` line, behind `//`, and
/// in a file that is one JSON object.
#[derive(Clone, Debug)]
pub struct Frontend {
    /// The reference of the image: what stands before the first space.
    pub image: Text,
    /// All of the value.
    pub value: Text,
}

/// `# name=value` at the top of the file.
#[derive(Clone, Debug)]
pub struct Directive {
    /// Which one.
    pub name: Spanned<DirectiveName>,
    /// What stands after the `=`.
    pub value: Text,
    /// From the `#` on.
    pub span: Span,
}

/// The directives there are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DirectiveName {
    /// `# syntax=docker/dockerfile:1`: the frontend that reads the file.
    Syntax,
    /// `` # escape=` ``: see [`Escape`].
    Escape,
    /// `# check=skip=all`: for docker's linter.
    Check,
}

/// The character that escapes and that continues lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Escape {
    /// `\`, unless a directive says otherwise.
    #[default]
    Backslash,
    /// `` ` ``, for the sake of Windows paths.
    Backtick,
}

impl Escape {
    /// The character.
    pub fn char(self) -> char {
        match self {
            Self::Backslash => '\\',
            Self::Backtick => '`',
        }
    }
}

/// One instruction, with the lines it continues on and its heredocs.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// The word in front, as it was written.
    pub keyword: Text,
    /// What it says.
    pub kind: InstructionKind,
    /// The heredocs that its line opens, in order.
    pub heredocs: Vec<Heredoc>,
    /// Its line, with those it continues on: what a message about the instruction points at.
    pub head: Span,
    /// All of it, heredocs too.
    pub span: Span,
}

/// What an instruction says.
#[derive(Clone, Debug)]
pub enum InstructionKind {
    /// `FROM`
    From(From),
    /// `RUN`
    Run(Run),
    /// `COPY`
    Copy(Copy),
    /// `ADD`
    Add(Add),
    /// `ARG`, one or more.
    Arg(Vec<Arg>),
    /// `ENV`
    Env(Pairs),
    /// `LABEL`
    Label(Pairs),
    /// `WORKDIR`
    Workdir(Word),
    /// `USER`
    User(Word),
    /// `SHELL`, always in the exec form.
    Shell(Vec<Text>),
    /// `CMD`
    Cmd(Command),
    /// `ENTRYPOINT`
    Entrypoint(Command),
    /// `EXPOSE`; BuildKit sorts them.
    Expose(Vec<Word>),
    /// `VOLUME`
    Volume(Volume),
    /// `STOPSIGNAL`
    Stopsignal(Word),
    /// `HEALTHCHECK`
    Healthcheck(Healthcheck),
    /// `ONBUILD`
    Onbuild(Box<Onbuild>),
    /// `MAINTAINER`, deprecated.
    Maintainer(Text),
}

/// `FROM [--platform=P] IMAGE [AS NAME]`
#[derive(Clone, Debug)]
pub struct From {
    /// `--platform`; only global args are in scope.
    pub platform: Option<Word>,
    /// The image or stage it starts from; only global args are in scope.
    pub image: Word,
    /// The name of the stage, as it was written; its case does not count.
    pub name: Option<Text>,
}

/// `RUN [FLAGS] COMMAND`
#[derive(Clone, Debug)]
pub struct Run {
    /// `--mount`, in order.
    pub mounts: Vec<MountFlag>,
    /// `--network`
    pub network: Option<Spanned<Network>>,
    /// `--security`
    pub security: Option<Spanned<Security>>,
    /// `--device`, in order.
    pub devices: Vec<Device>,
    /// The command. Its variables are the shell's business.
    pub command: Command,
}

/// A command line.
#[derive(Clone, Debug)]
pub enum Command {
    /// For the shell to run, the whole text; may be empty.
    Shell(Text),
    /// `["program", "argument"]`: run as it is, and may be empty.
    Exec(Vec<Text>),
}

/// `--mount=KEY=VALUE,…`, its fields not yet understood: variables may stand in all values but
/// that of `from`. [`mount::read`](super::mount::read) makes a mount of it.
#[derive(Clone, Debug)]
pub struct MountFlag {
    /// What stands between the commas.
    pub fields: Vec<MountField>,
    /// All of the flag.
    pub span: Span,
}

/// `KEY=VALUE` or `KEY`.
#[derive(Clone, Debug)]
pub struct MountField {
    /// What stands before the `=`, as it was written; its case does not count.
    pub key: Text,
    /// What stands after it, if there is one.
    pub value: Option<Word>,
    /// All of it.
    pub span: Span,
}

/// `--network`
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Network {
    /// What the build has.
    Default,
    /// None.
    None,
    /// The host's.
    Host,
}

/// `--security`
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Security {
    /// In the sandbox, as if nothing had been said.
    Sandbox,
    /// Without it.
    Insecure,
}

/// `--device=NAME[,required]`
#[derive(Clone, Debug)]
pub struct Device {
    /// Its CDI name; may be missing.
    pub name: Option<Text>,
    /// Whether the build fails without it.
    pub required: bool,
    /// All of the flag.
    pub span: Span,
}

/// `COPY [FLAGS] SOURCE… DESTINATION`
#[derive(Clone, Debug)]
pub struct Copy {
    /// `--from`: a stage, by name or number, a named context or an image. No variables.
    pub from: Option<Text>,
    /// `--chown`
    pub chown: Option<Word>,
    /// `--chmod`
    pub chmod: Option<Word>,
    /// `--link`
    pub link: bool,
    /// `--parents`
    pub parents: bool,
    /// `--exclude`, in order. No variables.
    pub excludes: Vec<Text>,
    /// What is copied, and where to.
    pub files: Files,
}

/// `ADD [FLAGS] SOURCE… DESTINATION`
#[derive(Clone, Debug)]
pub struct Add {
    /// `--chown`
    pub chown: Option<Word>,
    /// `--chmod`
    pub chmod: Option<Word>,
    /// `--checksum`
    pub checksum: Option<Word>,
    /// `--link`
    pub link: bool,
    /// `--keep-git-dir`, if it was said.
    pub keep_git_dir: Option<bool>,
    /// `--unpack`, if it was said.
    pub unpack: Option<bool>,
    /// `--exclude`, in order. No variables.
    pub excludes: Vec<Text>,
    /// What is added, and where to.
    pub files: Files,
}

/// What is copied, and where to.
#[derive(Clone, Debug)]
pub struct Files {
    /// One or more.
    pub sources: Vec<Source>,
    /// Where to.
    pub destination: Word,
    /// Whether they were written as `["a", "b"]`.
    pub is_exec: bool,
}

/// One source of a copy.
#[derive(Clone, Debug)]
pub enum Source {
    /// A path or pattern; for `ADD` a URL or git repository too.
    Path(Word),
    /// A heredoc.
    Heredoc(SourceHeredoc),
}

/// A heredoc that is copied as a file.
#[derive(Clone, Debug)]
pub struct SourceHeredoc {
    /// `<<EOF`, as it was written.
    pub word: Text,
    /// The name of the file.
    pub name: Box<str>,
    /// Whether variables in the content are expanded.
    pub expands: bool,
    /// Whether leading tabs do not count: `<<-EOF`.
    pub chomps: bool,
    /// Which of the heredocs of the instruction it is. None, and the file empty, where the line
    /// opens no such heredoc, as in the exec form.
    pub heredoc: Option<usize>,
}

/// The lines after an instruction that belong to a `<<EOF` in it.
#[derive(Clone, Debug)]
pub struct Heredoc {
    /// The name that ends it, without quotes.
    pub name: Box<str>,
    /// The number in front: `3<<EOF`.
    pub descriptor: Option<u64>,
    /// Whether variables in it are expanded: no part of the name was quoted.
    pub expands: bool,
    /// Whether leading tabs do not count: `<<-EOF`.
    pub chomps: bool,
    /// The lines as they stand, leading tabs and line ends too.
    pub content: Text,
    /// The line that ends it.
    pub end: Span,
}

/// `ARG NAME[=DEFAULT]`
#[derive(Clone, Debug)]
pub struct Arg {
    /// The name.
    pub name: Word,
    /// The default, if there is one; it may be empty.
    pub default: Option<Word>,
    /// Both.
    pub span: Span,
}

/// The pairs of `ENV` and `LABEL`.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// The pairs, one at least.
    pub pairs: Vec<Pair>,
    /// Whether it is one pair without `=`: `ENV NAME all the rest`.
    pub is_legacy: bool,
}

/// `NAME=VALUE`
#[derive(Clone, Debug)]
pub struct Pair {
    /// The name.
    pub name: Word,
    /// The value; it may be empty.
    pub value: Word,
    /// Both.
    pub span: Span,
}

/// `VOLUME PATH…`
#[derive(Clone, Debug)]
pub struct Volume {
    /// The paths.
    pub paths: Vec<Word>,
    /// Whether they were written as `["a", "b"]`.
    pub is_exec: bool,
}

/// `HEALTHCHECK`
#[derive(Clone, Debug)]
pub enum Healthcheck {
    /// `NONE`: not even that of the base image.
    None,
    /// `CMD COMMAND`
    Cmd(Box<Check>),
}

/// `HEALTHCHECK [FLAGS] CMD COMMAND`
#[derive(Clone, Debug)]
pub struct Check {
    /// `--interval`; nothing is the default, and so is zero.
    pub interval: Option<Duration>,
    /// `--timeout`
    pub timeout: Option<Duration>,
    /// `--start-period`
    pub start_period: Option<Duration>,
    /// `--start-interval`
    pub start_interval: Option<Duration>,
    /// `--retries`
    pub retries: Option<u32>,
    /// The command.
    pub command: Command,
}

/// `ONBUILD INSTRUCTION`
#[derive(Clone, Debug)]
pub struct Onbuild {
    /// What stands after the word, which is what the image remembers.
    pub text: Text,
    /// The instruction, or what is wrong with it. BuildKit looks only when a build starts from this
    /// stage: until then it is no error.
    pub trigger: Result<Instruction, Vec<crate::diag::Diagnostic>>,
}
