//! Calls as lines for a shell.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::emit::quote;
use crate::text::Text;

use super::{Argument, Call, Piece, Plan, Program, Receipt, Step};

/// The variable that builds without platforms must not see.
pub(in crate::emit) const DEFAULT_PLATFORM: &str = "DOCKER_DEFAULT_PLATFORM";

/// A function for the shell: reads the digest under a key of a JSON file, however it is spaced.
pub(in crate::emit) const DIGEST: &str = r#"digest() {
  { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
    grep . || { echo "no digest in $2" >&2; return 1; }
}
"#;

/// The calls, one after the other: pasted in order into one shell, or given to `sh -e`, they build
/// the plan. Where images are handed on through a store, that is made first and removed last.
pub fn lines(plan: &Plan) -> String {
    let variables = Variables::of(plan);
    let style = Style { program: "docker buildx", between: " ", end: "", is_function: false };
    let mut text = String::new();
    if plan.steps.iter().any(|step| sets(&step.call, DEFAULT_PLATFORM)) {
        text.extend(["unset ", DEFAULT_PLATFORM, "\n"]);
    }
    if plan.has_store() {
        text.extend(["store=$(mktemp -d)\n", DIGEST]);
    }
    for step in &plan.steps {
        text.push_str(&command(step, &variables, &style));
        text.extend(assignment(step, &variables));
    }
    if plan.has_store() {
        text.push_str("rm -rf \"$store\"\n");
    }
    text
}

fn sets(call: &Call, variable: &str) -> bool {
    call.environment.iter().any(|(name, _)| &**name == variable)
}

impl Plan {
    /// Whether anything is put into the store.
    pub(in crate::emit) fn has_store(&self) -> bool {
        self.steps.iter().any(|step| step.receipt.is_some())
    }
}

/// How calls are written.
#[derive(Clone, Copy, Debug)]
pub(in crate::emit) struct Style {
    /// What calls buildx.
    pub(in crate::emit) program: &'static str,
    /// What stands between words.
    pub(in crate::emit) between: &'static str,
    /// What ends a command.
    pub(in crate::emit) end: &'static str,
    /// Whether `program` is a function, which not every shell lets see variables that are set
    /// for it alone.
    pub(in crate::emit) is_function: bool,
}

/// The command of a step, its line end included. [`DEFAULT_PLATFORM`] is for others to unset.
pub(in crate::emit) fn command(step: &Step, variables: &Variables, style: &Style) -> String {
    let Call { program, environment, arguments, input } = &step.call;
    let before = match program {
        Program::Buildx => Some(style.program.to_owned()),
        Program::Named => step.timeout.map(|time| format!("timeout {}", seconds(time))),
    };
    let arguments = arguments.iter().map(|word| variables.word(word));
    let words: Vec<String> = before.into_iter().chain(arguments).collect();
    let words = match program {
        Program::Buildx => broken(&words, style.between),
        Program::Named => words.join(" "),
    };
    let set = environment.iter().filter(|(name, _)| &**name != DEFAULT_PLATFORM);
    let set: Vec<String> =
        set.map(|(name, value)| format!("{name}={}", variables.value(value))).collect();
    let words = match (set.is_empty(), style.is_function && *program == Program::Buildx) {
        (true, _) => words,
        (false, true) => format!("( {}; {words} )", set.join("; ")),
        (false, false) => format!("{} {words}", set.join(" ")),
    };
    fed(&words, input.as_ref(), style.end)
}

/// The words with breaks around flags, and the verbs left together.
fn broken(words: &[String], between: &str) -> String {
    let is_flag = |word: &String| word.trim_start_matches('\'').starts_with("--");
    let mut text = words.first().cloned().unwrap_or_default();
    for pair in words.windows(2) {
        let breaks = pair.iter().any(is_flag);
        text.push_str(if breaks { between } else { " " });
        text.extend(pair.last().cloned());
    }
    text
}

/// The command with its standard input. Only a text that ends in a line break can be a
/// here-document.
fn fed(words: &str, input: Option<&Text>, end: &str) -> String {
    match input {
        None => format!("{words}{end}\n"),
        Some(text) if text.ends_with('\n') => {
            let (redirection, body) = quote::here_document(text, "DOCKERFILE");
            format!("{words} {redirection}{end}\n{body}")
        }
        Some(text) => format!("printf %s {} | {words}{end}\n", quote::word(text)),
    }
}

/// Whole seconds, the only ones that every `timeout` counts.
fn seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}

/// The line that reads the digest of what a step has built, if somebody needs it.
pub(in crate::emit) fn assignment(step: &Step, variables: &Variables) -> Option<String> {
    let variable = variables.0.get(&step.name)?;
    let name = quote::word(&step.name);
    Some(match step.receipt? {
        Receipt::Layout => {
            format!("{variable}=$(digest digest \"$store\"/{name}/index.json)\n")
        }
        Receipt::Report => {
            format!("{variable}=$(digest containerimage.digest \"$store\"/{name}.json)\n")
        }
    })
}

/// The variables of the shell that hold digests, by target.
#[derive(Clone, Debug)]
pub(in crate::emit) struct Variables(BTreeMap<Text, String>);

impl Variables {
    /// One for each step that leaves a receipt, no two the same.
    pub(in crate::emit) fn of(plan: &Plan) -> Self {
        let mut taken = BTreeSet::new();
        let steps = plan.steps.iter().filter(|step| step.receipt.is_some());
        Self(steps.map(|step| (step.name.clone(), free(&step.name, &mut taken))).collect())
    }

    /// An argument as a word.
    fn word(&self, argument: &Argument) -> String {
        match argument.pieces() {
            [Piece::Text(text)] => quote::word(text).into_owned(),
            _ => self.value(argument),
        }
    }

    /// What a variable is set to.
    fn value(&self, argument: &Argument) -> String {
        argument.pieces().iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece<'a>(&self, piece: &'a Piece) -> Cow<'a, str> {
        match piece {
            Piece::Text(text) if text.is_empty() => "".into(),
            Piece::Text(text) => quote::word(text),
            Piece::Store => "\"$store\"".into(),
            Piece::Digest(target) => {
                format!("\"${}\"", self.0.get(target).map_or("", |name| name)).into()
            }
        }
    }
}

/// A name that the shell takes for a variable and nobody has yet.
fn free(target: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let mut name: String = "digest_".chars().chain(target.chars().map(plain)).collect();
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}
