//! Policies that the sources of a build must meet.

use crate::diag::{Problem, similar, words};
use crate::target::csv;
use crate::text::Text;
use crate::value::convert::convert;
use crate::value::{Fields, Type, Value};

/// One policy.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Policy {
    /// The files it is written in.
    pub files: Vec<Text>,
    /// Whether it replaces the policies before it.
    pub reset: bool,
    /// Whether policies are switched off.
    pub disabled: bool,
    /// Whether what it does not mention is refused.
    pub strict: Option<bool>,
    /// How much is logged about it.
    pub log_level: Option<LogLevel>,
}

/// How much is logged, by logrus' names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum LogLevel {
    Panic,
    Fatal,
    Error,
    Warning,
    Info,
    Debug,
    Trace,
}

impl LogLevel {
    const ALL: [Self; 7] = [
        Self::Panic,
        Self::Fatal,
        Self::Error,
        Self::Warning,
        Self::Info,
        Self::Debug,
        Self::Trace,
    ];

    /// The name it is written by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }

    fn parse(text: &str) -> Result<Self, Problem> {
        let name = text.to_lowercase();
        let name = if name == "warn" { "warning" } else { &name };
        let found = Self::ALL.into_iter().find(|level| level.name() == name);
        found.ok_or_else(|| {
            let known: Vec<_> = Self::ALL.into_iter().map(Self::name).collect();
            Problem::new(format!("there is no log level `{text}`"))
                .hint(format!("known levels are {}", words::list(&known)))
        })
    }
}

impl Policy {
    /// The policy that switches policies off.
    pub fn off() -> Self {
        Self { disabled: true, ..Self::default() }
    }

    /// What an expression sees of it: texts by name, of several files only the first, as in bake.
    pub fn fields(&self) -> Vec<(&'static str, Text)> {
        let Self { files, reset, disabled, strict, log_level } = self;
        let truth = |truth: bool| Text::from(truth.to_string());
        let mut fields = Vec::new();
        fields.extend(files.first().map(|file| ("filename", file.clone())));
        fields.extend(reset.then(|| ("reset", truth(true))));
        fields.extend(disabled.then(|| ("disabled", truth(true))));
        fields.extend(strict.map(|strict| ("strict", truth(strict))));
        fields.extend(log_level.map(|level| ("log-level", level.name().into())));
        fields
    }
}

/// The policy that a text such as `filename=a.rego,strict=true` stands for.
///
/// # Errors
/// Where the text is not made of pairs, a name in it is unknown, or a value does not fit.
pub fn parse(text: &str) -> Result<Policy, Problem> {
    let mut policy = Policy::default();
    csv::pairs(text)?.iter().try_for_each(|(name, value)| put(&mut policy, name, value))?;
    Ok(policy)
}

/// The policy that an object stands for. Nulls and empty texts in it do not count.
///
/// # Errors
/// Where a name is unknown or a value does not fit.
pub fn from_fields(fields: &Fields) -> Result<Policy, Problem> {
    let mut policy = Policy::default();
    for (name, value) in fields {
        // A null of any type says nothing.
        if value.is_null() {
            continue;
        }
        let Value::String(text) = convert(value, &Type::String)? else { continue };
        let is_text = value.as_str().is_some();
        if !(is_text && text.is_empty()) {
            put(&mut policy, name, &text)?;
        }
    }
    Ok(policy)
}

fn put(policy: &mut Policy, name: &str, value: &str) -> Result<(), Problem> {
    match name.to_lowercase().trim() {
        "filename" if value.is_empty() => return Err(Problem::new("`filename` is empty")),
        "filename" => policy.files.push(value.into()),
        "reset" => policy.reset = csv::truth(value)?,
        "disabled" => policy.disabled = csv::truth(value)?,
        "strict" => policy.strict = Some(csv::truth(value)?),
        "log-level" => policy.log_level = Some(LogLevel::parse(value)?),
        _ => {
            let known = ["filename", "reset", "disabled", "strict", "log-level"];
            let problem = Problem::new(format!("a policy has no `{name}`"));
            return Err(problem.hint(similar::one_of(name, &known)));
        }
    }
    Ok(())
}
