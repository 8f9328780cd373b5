//! A command that is a node of the graph.

use std::sync::Arc;
use std::time::Duration;

use crate::diag::Problem;
use crate::target::from_value::{no_null, optional_text, text, texts};
use crate::target::{Cell, List, Places};
use crate::text::Text;
use crate::value::{Value, duration};

/// What a `task` block may say.
pub const TASK_NAMES: &[&str] = &[
    "command",
    "description",
    "env",
    "image",
    "inputs",
    "matrix",
    "matrix-exclude",
    "matrix-include",
    "name",
    "needs",
    "tags",
    "timeout",
];

/// A command that runs between builds: a test, or another builder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// Its name.
    pub name: Text,
    /// What it is for; empty where nobody said so.
    pub description: Text,
    /// The target whose image it is given.
    pub image: Option<Text>,
    /// What must have succeeded before: names of targets, groups, tasks and promotions, and
    /// patterns of such names.
    pub needs: List<Text>,
    /// The program and its arguments; never empty once it is defined.
    pub command: List<Text>,
    /// Files that count towards the key, as patterns.
    pub inputs: List<Text>,
    /// Names of variables of the environment that the command gets.
    pub env: List<Text>,
    /// Images that the command produces.
    pub tags: List<Text>,
    /// How long the command may run.
    pub timeout: Option<Duration>,
    /// The cell of the matrix that it is made from.
    pub cell: Arc<Cell>,
    /// The label of the block that it is made from.
    pub block: Text,
    /// Where all this is written.
    pub places: Arc<Places>,
}

impl Task {
    /// A task of which nothing is known but its name and where it comes from.
    pub fn new(name: Text, block: Text, cell: Arc<Cell>, places: Arc<Places>) -> Self {
        Self {
            name,
            description: Text::default(),
            image: None,
            needs: List::default(),
            command: List::default(),
            inputs: List::default(),
            env: List::default(),
            tags: List::default(),
            timeout: None,
            cell,
            block,
            places,
        }
    }

    /// Sets the attribute of this name from the value of its expression. A name that no task has
    /// is ignored; so are those that make cells and names.
    ///
    /// # Errors
    /// Where the value does not fit, at the part to blame.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        match name {
            "description" => self.description = text(value)?,
            "image" => self.image = optional_text(value)?,
            "needs" => self.needs = list(value)?,
            "command" => self.command = command(value)?,
            "inputs" => self.inputs = list(value)?,
            "env" => self.env = environment(value)?,
            "tags" => self.tags = list(value)?,
            "timeout" => self.timeout = timeout(value)?,
            _ => {}
        }
        Ok(())
    }
}

/// Texts; null is none.
fn list(value: &Value) -> Result<List<Text>, Problem> {
    Ok(texts(value)?.unwrap_or_default())
}

/// A program and its arguments, of which those may be empty.
fn command(value: &Value) -> Result<List<Text>, Problem> {
    if let Value::String(line) = value {
        return Err(one_text(line));
    }
    let words = texts(value)?.ok_or_else(no_null)?;
    match words.first() {
        None => Err(Problem::new("a command has at least one word")),
        Some(program) if program.is_empty() => {
            Err(Problem::new("the first word of a command is a program, not an empty text")
                .argument(0))
        }
        Some(_) => Ok(words),
    }
}

/// A line for a shell, where words are wanted: no shell reads it, so it would be the name of a
/// program.
fn one_text(line: &str) -> Problem {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || " -_./:=,+@".contains(char);
    let words: Vec<String> = if line.chars().all(is_plain) && !line.trim().is_empty() {
        line.split_whitespace().map(|word| format!("\"{word}\"")).collect()
    } else {
        vec!["\"sh\"".to_owned(), "\"-c\"".to_owned(), "\"…\"".to_owned()]
    };
    Problem::new("a command is a list of words, not a string")
        .hint(format!("write `[{}]`", words.join(", ")))
}

/// Names of variables, without values: those are never part of the file.
fn environment(value: &Value) -> Result<List<Text>, Problem> {
    let names = list(value)?;
    for (index, name) in names.iter().enumerate() {
        if let Some((name, _)) = name.split_once('=') {
            let problem = Problem::new("`env` has names of variables, no values").argument(index);
            return Err(if name.is_empty() {
                problem
            } else {
                problem.hint(format!("write `\"{name}\"`, and set `{name}` in the environment"))
            });
        }
        if name.is_empty() || name.contains('\0') {
            return Err(Problem::new("this is no name of a variable").argument(index));
        }
    }
    Ok(names)
}

fn timeout(value: &Value) -> Result<Option<Duration>, Problem> {
    let Some(text) = optional_text(value)? else { return Ok(None) };
    let nanos = duration::parse(&text).and_then(|nanos| u64::try_from(nanos).ok());
    match nanos {
        Some(nanos) if nanos > 0 => Ok(Some(Duration::from_nanos(nanos))),
        _ => Err(Problem::new(format!("`{text}` is not a time to wait"))
            .hint("write a number and a unit, such as `\"90s\"`, `\"10m\"` or `\"1h30m\"`")),
    }
}
