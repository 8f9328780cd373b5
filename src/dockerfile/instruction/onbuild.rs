//! `ONBUILD`.

use crate::diag::Diagnostic;

use super::super::ast::{Escape, Heredoc, Instruction, InstructionKind, Onbuild};
use super::super::fault::Faults;
use super::super::text::Piece;
use super::{Parts, something, take_apart};

/// The instruction for those who build on this.
pub(super) fn read(parts: &Parts<'_>, heredocs: &[Heredoc]) -> Result<InstructionKind, Faults> {
    let rest = something(parts)?;
    parts.check_flags(&[])?;
    let inner = take_apart(rest, parts.escape);
    let name = inner.name();
    if matches!(&*name, "ONBUILD" | "MAINTAINER" | "FROM") {
        return Err(forbidden(&inner, &name).into());
    }
    if let Err(faults) = super::read(&inner, heredocs)
        && faults.are_lexical
    {
        return Err(faults);
    }
    Ok(InstructionKind::Onbuild(Box::new(Onbuild {
        text: parts.after.trim().to_text(),
        trigger: trigger(rest, heredocs).map_err(|faults| faults.list),
    })))
}

/// The instruction as it will be read when it fires: as a Dockerfile of its own, without the
/// directives of this one.
fn trigger(rest: Piece<'_>, heredocs: &[Heredoc]) -> Result<Instruction, Faults> {
    let parts = take_apart(rest, Escape::default());
    let kind = super::read(&parts, heredocs)?;
    let keyword = parts.keyword.to_text();
    let heredocs = heredocs.to_vec();
    Ok(Instruction { keyword, kind, heredocs, head: rest.span(), span: rest.span() })
}

fn forbidden(inner: &Parts<'_>, name: &str) -> Diagnostic {
    let message = format!("`ONBUILD` cannot hold `{name}`");
    Diagnostic::error(message, inner.keyword.span())
}
