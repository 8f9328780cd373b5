//! Dockerfiles: text to [tree](ast), with a span on everything.
//!
//! What is accepted and what it means is what BuildKit's `frontend/dockerfile/parser` and
//! `frontend/dockerfile/instructions` accept and mean by it, peculiarities too. Variables are not
//! expanded while reading: a [`Word`](ast::Word) is raw. In the order of the data:
//!
//! - [`mod@line`] joins lines that continue each other, once [`directive`] has taken those off that say
//!   how; [`frontend`] says whether the language is ours at all.
//! - [`text`] is a piece of the file that remembers where each of its bytes stands.
//! - [`flags`], [`words`], [`json`] and [`csv`] cut a line into such pieces; [`heredoc`] finds with
//!   [`shell`] what is to be read after it.
//! - [`instruction`] makes an instruction of them, and what is wrong with it is a [`fault`].
//! - [`mount`] reads a `--mount` when its variables are known.
//! - [`print()`] writes a tree.
//!
//! What a target builds of it is a second step, BuildKit's `frontend/dockerfile/dockerfile2llb`
//! without the building:
//!
//! - [`load`] finds the Dockerfile of a target; a [`wish`] is what the target wants of it.
//! - [`word`] expands words, with the variables of a [`scope`].
//! - [`layout`] tells the stages apart, [`head`] what each starts from on a [`platform`], [`reach`]
//!   which of them count.
//! - [`triggers`] are what images have others run first.
//! - [`perform`] goes through their instructions, [`take`] notes the files they take.
//! - [`resolve`](resolve()) does all this: the [`Build`].

pub mod ast;
mod csv;
mod directive;
mod fault;
mod flags;
mod frontend;
mod heredoc;
mod instruction;
mod json;
mod line;
pub mod mount;
mod print;
mod shell;
mod text;
mod words;

pub mod build;
mod head;
mod layout;
pub mod load;
mod perform;
pub mod platform;
mod reach;
mod resolve;
pub mod scope;
mod take;
mod triggers;
pub mod wish;
pub mod word;

#[cfg(test)]
mod tests;

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

use ast::{Dockerfile, Escape, Frontend, Heredoc, Instruction, Text};
pub use print::print;

use directive::Directives;
use line::{Line, Lines};

pub use build::Build;
pub use load::{Dockerfiles, Outcome};
pub use resolve::{resolve, resolve_with};
pub use triggers::Triggers;
pub use wish::Wish;

/// Reads a Dockerfile.
///
/// What could be read comes back even if errors are reported: then the broken instructions are
/// missing. A file for [another frontend](ast::Frontend) than docker's comes back without
/// instructions and without errors, since its language is not known.
pub fn parse(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Dockerfile {
    let frontend = frontend::detect(file, text);
    let is_known = frontend.as_ref().is_none_or(Frontend::is_known);
    let mut reader = Reader { directives: Directives::default(), escape: Escape::default(), found };
    let instructions =
        if is_known { reader.instructions(Lines::new(file, text)) } else { Vec::new() };
    Dockerfile {
        frontend,
        directives: reader.directives.list,
        escape: reader.escape,
        instructions,
        span: Span::new(file, 0, text.len()),
    }
}

/// What is known of a file while its lines are read.
struct Reader<'a> {
    directives: Directives,
    escape: Escape,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn instructions(&mut self, mut lines: Lines<'_>) -> Vec<Instruction> {
        let mut instructions = Vec::new();
        let mut order = Order::default();
        while let Some(line) = lines.next(self.found) {
            let line = line.trim_start();
            if self.is_directive(line, &lines) || line.is_comment() || line.is_blank() {
                continue;
            }
            let text = line::logical(line, self.escape, &mut lines, self.found);
            instructions.extend(self.instruction(&text, &mut order, &mut lines));
        }
        if !order.has_any {
            let end = Span::new(lines.file(), lines.at(), lines.at());
            self.found.push(Diagnostic::error("the file has no instructions", end));
        }
        instructions
    }

    fn is_directive(&mut self, line: Line<'_>, lines: &Lines<'_>) -> bool {
        let is_one = self.directives.take(lines.file(), line, "#");
        let escape = match (&is_one, self.directives.list.last()) {
            (Ok(true), Some(last)) => directive::escape(last),
            _ => Ok(None),
        };
        match escape {
            Ok(escape) => self.escape = escape.unwrap_or(self.escape),
            Err(error) => self.found.push(error),
        }
        is_one.unwrap_or_else(|error| {
            self.found.push(error);
            true
        })
    }

    /// The instruction of a logical line. What is wrong with it is reported.
    fn instruction(
        &mut self,
        text: &Text,
        order: &mut Order,
        lines: &mut Lines<'_>,
    ) -> Option<Instruction> {
        let parts = instruction::take_apart(text.piece(), self.escape);
        let heredocs = if parts.takes_heredocs() {
            heredoc::read(text.piece(), lines, self.found)
        } else {
            Vec::new()
        };
        self.found.extend(order.check(&parts));
        match instruction::read(&parts, &heredocs) {
            Ok(kind) => {
                let head = text.piece().trim().span();
                let span = heredocs.last().map_or(head, |last: &Heredoc| head.to(last.end));
                let keyword = parts.keyword.to_text();
                Some(Instruction { keyword, kind, heredocs, head, span })
            }
            Err(faults) => {
                self.found.extend(faults.list);
                None
            }
        }
    }
}

/// What came before, as far as it matters.
#[derive(Default)]
struct Order {
    has_any: bool,
    /// Whether there is a stage, or it has been said that there is none.
    has_stage: bool,
}

impl Order {
    /// Takes note of an instruction. Only `ARG` may stand before the first `FROM`.
    fn check(&mut self, parts: &instruction::Parts<'_>) -> Option<Diagnostic> {
        self.has_any = true;
        let name = parts.name();
        let is_early = !self.has_stage && name != "ARG";
        self.has_stage |= is_early;
        (is_early && name != "FROM" && instruction::KEYWORDS.contains(&&*name)).then(|| {
            Diagnostic::error(
                format!("`{name}` stands before the first `FROM`"),
                parts.keyword.span(),
            )
            .hint("only `ARG` may stand there")
        })
    }
}
