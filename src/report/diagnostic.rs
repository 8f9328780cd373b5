//! A diagnostic as text: the message, the frames, the hints.

use std::fmt::Write;

use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;

use super::colour::{Ink, Inked};
use super::frame::{frames, visible};

/// The whole of a diagnostic, ending in an empty line.
///
/// ```text
/// error: target `app` inherits from `bse`, which is not declared
///    ╭─[docker-bake.hcl:2:15]
///  1 │ target "app" {
///  2 │   inherits = ["bse"]
///    ·               ──┬──
///    ·                 ╰── no target has this name
///  3 │ }
///    ╰────
///   = hint: did you mean `base`?
/// ```
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let Diagnostic { severity, code, message, labels, hints: _, meant: _ } = diagnostic;
    let (word, ink) = match severity {
        Severity::Error => ("error", Ink::Error),
        Severity::Warning => ("warning", Ink::Warning),
        Severity::Note => ("note", Ink::Hint),
    };
    let word = match code {
        Some(code) => format!("{word}[{code}]:"),
        None => format!("{word}:"),
    };
    let inked = |text, ink| Inked { text, ink, on: colour };
    let message = visible(message);
    let mut text = format!("{} {}\n", inked(&word, ink), inked(&message, Ink::Message));
    text += &frames(labels, *severity, sources, colour);
    for hint in diagnostic.advice() {
        let _infallible = writeln!(text, "  = {} {}", inked("hint:", Ink::Hint), visible(&hint));
    }
    text.push('\n');
    text
}
