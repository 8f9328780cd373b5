//! What of a graph is to be drawn, and how: the flags of `bakewell graph`.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::graph::{Reach, Way};

/// What the words mean.
pub const WORDS: &str = "\
A root is what needs nothing, a leaf what nothing needs. Behind each name stands why it is there: \
the context it is taken as and the lines of the Dockerfile that do so, the image of a task, what is \
promoted, or `needs`. A link is `implied` where a Dockerfile names a tag of another target and the \
bake file says nothing of it; `--link` makes it one. What comes up again is not drawn again: it is \
above, and so many are below it.";

/// What to draw, and how.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Drawing")]
pub struct Drawing {
    /// The form: a `tree` for people, `dot` for Graphviz, `mermaid` for Markdown, `json` for
    /// programs
    #[arg(long, value_name = "FORMAT", default_value = "tree", value_parser = form())]
    pub format: Form,
    /// Where to begin: at the `roots`, which need nothing, or at the `leaves`, which nobody needs
    #[arg(long, value_name = "END", default_value = "roots", value_parser = way())]
    pub from: Way,
    /// Draw what needs the targets, in all the definitions; with `--down` what they need too
    #[arg(long)]
    pub up: Option<bool>,
    /// Draw what the targets need; this is so without `--up`
    #[arg(long)]
    pub down: Option<bool>,
    /// Go no further from the targets than so many steps
    #[arg(long, value_name = "STEPS", allow_hyphen_values = true)]
    pub depth: Option<usize>,
}

/// The forms of a graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A tree for people.
    Tree,
    /// The language of Graphviz.
    Dot,
    /// The language of Mermaid.
    Mermaid,
    /// JSON.
    Json,
}

impl Drawing {
    /// How far to look around what is wanted.
    pub fn reach(&self) -> Reach {
        let up = self.up == Some(true);
        Reach { up, down: self.down.unwrap_or(!up), depth: self.depth }
    }
}

fn form() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(["tree", "dot", "mermaid", "json"]).map(|text| match text.as_str() {
        "dot" => Form::Dot,
        "mermaid" => Form::Mermaid,
        "json" => Form::Json,
        _ => Form::Tree,
    })
}

fn way() -> impl TypedValueParser<Value = Way> {
    PossibleValuesParser::new(["roots", "leaves"]).map(|text| match text.as_str() {
        "leaves" => Way::Down,
        _ => Way::Up,
    })
}
