//! Why one node needs another.

use std::fmt;

use crate::span::Span;
use crate::text::Text;

/// One reason why a node needs another. There may be several between the same two nodes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edge {
    /// Why.
    pub reason: Reason,
    /// Where that is written.
    pub span: Span,
}

/// Why a node needs another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// A context of the target is the other one: `contexts = { NAME = "target:OTHER" }`.
    Context {
        /// The name of the context.
        name: Text,
        /// What the Dockerfile does with it.
        uses: Uses,
    },
    /// The Dockerfile names a tag of the other target, and the bake file says no link.
    Implied {
        /// What a context that stands for that tag would be called.
        reference: Text,
        /// Where the Dockerfile names it.
        uses: Vec<Use>,
    },
    /// The image that a task works on.
    Image,
    /// The image that a promotion gives further names to.
    Promotes,
    /// Order only: `needs`.
    Needs,
}

/// What a Dockerfile does with a context.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Uses {
    /// Nobody looked, or nobody can: the Dockerfile is elsewhere or in another language.
    Unknown,
    /// All the places that use it, in order. None at all means that the link is of no use.
    Known(Vec<Use>),
}

/// A place in a Dockerfile that takes something from elsewhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Use {
    /// Where it is written.
    pub span: Span,
    /// The name of that Dockerfile.
    pub file: Text,
    /// The line in it, counted from one.
    pub line: usize,
    /// By which instruction.
    pub by: Instruction,
}

/// The instructions that take something from elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Instruction {
    /// `FROM`
    From,
    /// `COPY --from`
    Copy,
    /// `RUN --mount=from=`
    Run,
}

impl Reason {
    /// The kind of reason in one word, as machines are told it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Context { .. } => "context",
            Self::Implied { .. } => "implied",
            Self::Image => "image",
            Self::Promotes => "promotes",
            Self::Needs => "needs",
        }
    }

    /// The places in Dockerfiles behind it, as far as they are known.
    pub fn uses(&self) -> &[Use] {
        match self {
            Self::Context { uses: Uses::Known(uses), .. } | Self::Implied { uses, .. } => uses,
            _ => &[],
        }
    }
}

/// A few words: "FROM base (Dockerfile:1)".
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Context { name, uses: Uses::Unknown } => write!(f, "context {name}"),
            Self::Context { name, uses: Uses::Known(uses) } if uses.is_empty() => {
                write!(f, "context {name} (unused)")
            }
            Self::Context { name, uses: Uses::Known(uses) } => list(f, name, uses),
            Self::Implied { reference, uses } => {
                list(f, reference, uses)?;
                f.write_str(", implied")
            }
            Self::Image => f.write_str("image"),
            Self::Promotes => f.write_str("promotes"),
            Self::Needs => f.write_str("needs"),
        }
    }
}

/// Lines that are shown one by one; of more, the rest is counted.
const SHOWN: usize = 4;

/// Writes what a Dockerfile does with a name: "FROM base (Dockerfile:1), COPY --from=base
/// (Dockerfile:3, 5)".
fn list(f: &mut fmt::Formatter<'_>, name: &str, uses: &[Use]) -> fmt::Result {
    let shown = uses.get(..SHOWN).unwrap_or(uses);
    for (number, same) in shown.chunk_by(|one, other| one.by == other.by).enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        let Some(Use { by, file, .. }) = same.first() else { continue };
        let lines: Vec<String> = same.iter().map(|it| it.line.to_string()).collect();
        write!(f, "{comma}{by}{name} ({file}:{})", lines.join(", "))?;
    }
    match uses.len() - shown.len() {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

impl Instruction {
    /// The instruction in one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::From => "FROM",
            Self::Copy => "COPY",
            Self::Run => "RUN",
        }
    }
}

/// The instruction up to the name of what it takes from: `COPY --from=`.
impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::From => "FROM ",
            Self::Copy => "COPY --from=",
            Self::Run => "RUN --mount=from=",
        })
    }
}
