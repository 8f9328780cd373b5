//! How keys are made, and what is told of them: flags of all verbs that make some.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::compile::Request;
use crate::context::Modes;

/// What `bakewell keys` does.
pub const KEYS: &str = "\
Print the content key of each target, task and promotion, without docker and without a network.

Two nodes with the same key make the same image. A `volatile` one has something in it that cannot \
be known before it is built, so nothing that was built before may stand for it. A `floating` one \
starts from an image that is known by its name only: `bakewell lock` pins it.";

/// What `bakewell why` does.
pub const WHY: &str = "\
Explain the content key of one target, task or promotion: what went into it, as a tree. With \
--against, name what has changed since a plan or a revision was made: this file, this arg, this \
base, or another target because of such a thing.";

/// How keys are made.
#[derive(clap::Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Keys")]
pub struct Keying {
    /// Which permission bits of files count: `exact` all of them, `git` only whether a file is
    /// executable, so that the umask of a checkout does not matter
    #[arg(long, value_name = "RULE", default_value = "exact", value_parser = modes())]
    pub modes: Modes,
    /// Read every file again, whatever is remembered of it
    #[arg(long)]
    pub rehash: Option<bool>,
}

/// What `bakewell why` tells.
#[derive(clap::Args, Debug)]
pub struct Explaining {
    /// Tell what has changed since then: a file that `bakewell plan --format json` has written, or
    /// else a revision of git
    #[arg(long, value_name = "PLAN|REV", allow_hyphen_values = true)]
    pub against: Option<String>,
    /// Show long lists of files and long texts whole
    #[arg(long)]
    pub all: Option<bool>,
    /// Print JSON, with everything in full
    #[arg(long)]
    pub json: Option<bool>,
}

impl Keying {
    /// A request whose keys are made like that.
    pub fn of(self, request: Request) -> Request {
        Request { modes: self.modes, rehash: self.rehash == Some(true), ..request }
    }
}

fn modes() -> impl TypedValueParser<Value = Modes> {
    PossibleValuesParser::new(["exact", "git"]).map(|text| match text.as_str() {
        "git" => Modes::Git,
        _ => Modes::Exact,
    })
}
