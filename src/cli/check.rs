//! How what was found is to be printed: the flags of `bakewell check`.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// What the verb does.
pub const ABOUT: &str = "Find everything that can be found without building";

/// The same with what the words mean.
pub const LONG: &str = "\
Find everything that can be found without building: in the bake files, the Dockerfiles behind \
them, and the folders these take files from.

Targets are looked at with all that they need; without a target, everything that the files define \
is, not only `default`. Each finding has a code; `--list` tells them all, `--explain CODE` one.";

/// What the verb ends with.
pub const EXIT: &str = "\
Exit codes:
  0      nothing was found but warnings and notes
  2      there are errors, with --strict also for warnings, or the arguments are wrong";

/// What to print, and how.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Printing")]
pub struct Printing {
    /// The form: `text` for people, `json` for programs, `github` for annotations of a workflow
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = form())]
    pub format: Form,
    /// Print all codes and what they mean
    #[arg(long)]
    pub list: Option<bool>,
    /// Print what a code means
    #[arg(long, value_name = "CODE", allow_hyphen_values = true)]
    pub explain: Option<String>,
}

/// The forms of findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Drawn over the sources, on standard error.
    Text,
    /// JSON.
    Json,
    /// Workflow commands of GitHub.
    Github,
}

fn form() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(["text", "json", "github"]).map(|text| match text.as_str() {
        "json" => Form::Json,
        "github" => Form::Github,
        _ => Form::Text,
    })
}
