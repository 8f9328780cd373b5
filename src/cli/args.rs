//! Exactly what was typed.
//!
//! Flags behave as pflag's do, which buildx uses: `--flag=value` and `--flag value`, switches that
//! may be given a value (`--push=false`), the last of several wins, targets between flags, `--`.

use std::ffi::OsString;
use std::mem;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Command, Error, FromArgMatches, Parser, Subcommand};

use crate::emit::list::{Kind, Layout};
use crate::report::Colour;

use super::deferred::Deferred;
use super::keying::{self, Explaining, Keying};
use super::options::{Defined, Early, Handed, Wanted};
use super::{affected, check, exit, graph, lock};

/// What the program is.
const ABOUT: &str = "\
Reads the bake files of a project and says what `docker buildx bake` would build: the same plan, \
at once, with errors that point at the piece to mend.

Start with `bakewell plan` in a folder that has a docker-bake.hcl or a compose.yaml.";

/// What `bakewell render` does.
const RENDER: &str = "\
Print the Dockerfile of a target, after its template.

A Dockerfile is a template where its name ends in .j2 or .jinja, or where its target says \
`template = true`; any other is printed as it is. The Dockerfiles of several targets, such as \
those of a group, come one after the other, each below the line `# target NAME`.";

/// Everything on the command line.
#[derive(Parser, Debug)]
#[command(name = "bakewell", version, max_term_width = 100, args_override_self = true)]
#[command(arg_required_else_help = true)]
#[command(about = ABOUT, long_about = None, after_help = exit::TABLE)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// When to colour messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(value_parser = colour(), hide_default_value = true)]
    pub color: Colour,
    /// What may stand before the verb as well, as it may in buildx.
    #[command(flatten)]
    pub early: Early,
}

impl Args {
    /// Reads words, the first of them the program.
    ///
    /// # Errors
    /// The first thing that is wrong, or the help that is asked for.
    pub fn read<T>(known: &mut Command, words: impl IntoIterator<Item = T>) -> Result<Self, Error>
    where
        T: Into<OsString> + Clone,
    {
        let mut args = Self::from_arg_matches(&known.try_get_matches_from_mut(words)?)?;
        if let Some(handed) = args.verb.handed() {
            mem::take(&mut args.early).add_to(handed);
        }
        Ok(args)
    }
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Print the plan as JSON; build nothing, ask nobody
    Plan(Deferred<Plan>),
    /// Build targets with docker
    Build(Deferred<Build>),
    /// Do what `docker buildx bake` does, with its own flags
    #[command(alias = "f")]
    Bake(Deferred<Bake>),
    /// Draw what needs what
    Graph(Deferred<Graph>),
    /// Print the content keys: same key, same image
    #[command(long_about = keying::KEYS)]
    Keys(Deferred<Keys>),
    /// Name what a change affects: the nodes whose keys are not those of a revision of git
    #[command(long_about = affected::LONG)]
    Affected(Deferred<Affected>),
    /// Explain a content key: what went into it, or what has changed in it
    #[command(long_about = keying::WHY)]
    Why(Deferred<Why>),
    /// Find everything that can be found without building
    Check(Deferred<Check>),
    /// Print the Dockerfile of a target, after its template
    #[command(long_about = RENDER)]
    Render(Deferred<Render>),
    /// List targets, groups, tasks and promotions, or variables
    List(Deferred<List>),
    /// Write down which images the targets take
    #[command(about = lock::ABOUT, long_about = lock::LONG)]
    Lock(Deferred<Lock>),
}

impl Verb {
    /// What the verb hands to docker buildx, or accepts as if it did.
    fn handed(&mut self) -> Option<&mut Handed> {
        match self {
            Self::Plan(Deferred(it)) => Some(&mut it.handed),
            Self::Build(Deferred(it)) => Some(&mut it.handed),
            Self::Bake(Deferred(it)) => Some(&mut it.handed),
            Self::Graph(Deferred(it)) => Some(&mut it.handed),
            Self::Keys(Deferred(it)) => Some(&mut it.handed),
            Self::Affected(Deferred(it)) => Some(&mut it.handed),
            Self::Why(Deferred(it)) => Some(&mut it.handed),
            Self::Check(Deferred(it)) => Some(&mut it.handed),
            Self::Render(Deferred(it)) => Some(&mut it.handed),
            Self::Lock(Deferred(it)) => Some(&mut it.handed),
            Self::List(_) => None,
        }
    }
}

/// `bakewell plan`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Plan {
    /// The form of the plan: `bake` is what `docker buildx bake --print` prints, `buildx` is one
    /// `docker buildx build` a target, `shell` the same as a script, `json` has the content keys
    /// and all that went into them
    #[arg(long, value_name = "FORMAT", default_value = "bake", value_parser = format())]
    pub format: Format,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// How keys are made.
    #[command(flatten)]
    pub keying: Keying,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// The forms of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The JSON that `docker buildx bake --print` prints
    Bake,
    /// Command lines of `docker buildx build`
    Buildx,
    /// The same as a script that runs alone
    Shell,
    /// JSON with keys
    Json,
}

/// `bakewell build`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Build {
    /// Print the command that would run, and run nothing
    #[arg(long, help_heading = "Instead of building")]
    pub dry_run: Option<bool>,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// How keys are made.
    #[command(flatten)]
    pub keying: Keying,
    /// What concerns the build.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell bake`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Bake {
    /// Print the plan as JSON; build nothing
    #[arg(long, help_heading = "Instead of building")]
    pub print: Option<bool>,
    /// List `targets` or `variables`; also `type=targets,format=json`
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    #[arg(help_heading = "Instead of building")]
    pub list: Option<String>,
    /// Print the command that would run, and run nothing
    #[arg(long, help_heading = "Instead of building")]
    pub dry_run: Option<bool>,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// How keys are made.
    #[command(flatten)]
    pub keying: Keying,
    /// What concerns the build.
    #[command(flatten)]
    pub handed: Handed,
    /// What `--list=targets` is today.
    #[arg(long, hide = true)]
    pub list_targets: Option<bool>,
    /// What `--list=variables` is today.
    #[arg(long, hide = true)]
    pub list_variables: Option<bool>,
}

/// `bakewell graph`
#[derive(clap::Args, Debug)]
#[command(after_help = format!("{}\n\n{}", graph::WORDS, exit::TABLE))]
pub struct Graph {
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// What to draw of it, and how.
    #[command(flatten)]
    pub drawing: graph::Drawing,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell keys`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Keys {
    /// Print JSON, with the keys in full
    #[arg(long)]
    pub json: Option<bool>,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// How keys are made.
    #[command(flatten)]
    pub keying: Keying,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell affected`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Affected {
    /// What to compare, and how to tell.
    #[command(flatten)]
    pub comparison: affected::Comparison,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell why`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Why {
    /// What to tell.
    #[command(flatten)]
    pub explaining: Explaining,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// How keys are made.
    #[command(flatten)]
    pub keying: Keying,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell check`
#[derive(clap::Args, Debug)]
#[command(about = check::ABOUT, long_about = check::LONG, after_help = check::EXIT)]
pub struct Check {
    /// What to print, and how.
    #[command(flatten)]
    pub printing: check::Printing,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell render`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct Render {
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

/// `bakewell list`
#[derive(clap::Args, Debug)]
#[command(after_help = exit::TABLE)]
pub struct List {
    /// What to list
    #[arg(value_name = "WHAT", default_value = "targets", value_parser = kind())]
    pub kind: Kind,
    /// A table for people or JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = layout())]
    pub format: Layout,
    /// Where the definitions are.
    #[command(flatten)]
    pub defined: Defined,
}

/// `bakewell lock`
#[derive(clap::Args, Debug)]
#[command(after_help = lock::EXIT)]
pub struct Lock {
    /// Ask again what an image is: by its name, without a tag for all its tags, or by a pattern
    /// such as `ghcr.io/*`; may be repeated
    #[arg(long, value_name = "IMAGE", allow_hyphen_values = true, help_heading = "Locking")]
    pub update: Vec<String>,
    /// What is wanted, and how.
    #[command(flatten)]
    pub wanted: Wanted,
    /// Accepted, so that the arguments of `bake` and `build` work here too.
    #[command(flatten)]
    pub handed: Handed,
}

fn colour() -> impl TypedValueParser<Value = Colour> {
    PossibleValuesParser::new(["auto", "always", "never"]).map(|text| match text.as_str() {
        "always" => Colour::Always,
        "never" => Colour::Never,
        _ => Colour::Auto,
    })
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["bake", "buildx", "shell", "json"]).map(|text| match text.as_str() {
        "json" => Format::Json,
        "buildx" => Format::Buildx,
        "shell" => Format::Shell,
        _ => Format::Bake,
    })
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(["targets", "variables"]).map(|text| match text.as_str() {
        "variables" => Kind::Variables,
        _ => Kind::Targets,
    })
}

fn layout() -> impl TypedValueParser<Value = Layout> {
    PossibleValuesParser::new(["table", "json"]).map(|text| match text.as_str() {
        "json" => Layout::Json,
        _ => Layout::Table,
    })
}
