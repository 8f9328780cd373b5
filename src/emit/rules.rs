//! The rules of `check`, for people.

use std::fmt::Write;

use crate::check::rules::Rule;
use crate::diag::Severity;

/// All rules, one a line.
pub fn list(rules: &[Rule]) -> String {
    let widest = rules.iter().map(|rule| rule.code.name().len()).max().unwrap_or_default();
    let mut text = String::new();
    for Rule { code, severity, line, more: _ } in rules {
        let (name, word) = (code.name(), word(*severity));
        let _infallible = writeln!(text, "{name:widest$}  {word:7}  {line}");
    }
    text
}

/// One rule, whole.
pub fn explained(rule: &Rule) -> String {
    let Rule { code, severity, line, more } = rule;
    format!("{code} ({})\n\n{line}.\n\n{more}\n", word(*severity))
}

/// The word for a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
