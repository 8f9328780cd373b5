//! The one way out for text.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use crate::diag::{Diagnostic, Diagnostics, Severity, words};
use crate::source::Sources;

use super::colour::{Ink, Inked};
use super::diagnostic::render;
use super::frame::visible;

/// Diagnostics that are printed in full; of more, the rest is counted.
const MOST: usize = 50;

/// Prints data to one stream and talk to another.
pub struct Printer<'a> {
    data: &'a mut dyn Write,
    talk: &'a mut dyn Write,
    colour: bool,
}

impl fmt::Debug for Printer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Printer").field("colour", &self.colour).finish_non_exhaustive()
    }
}

impl<'a> Printer<'a> {
    /// A printer onto two streams, with or without colour in the talk.
    pub fn new(data: &'a mut dyn Write, talk: &'a mut dyn Write, colour: bool) -> Self {
        Self { data, talk, colour }
    }

    /// Prints what was asked for. A reader that has seen enough, such as `head`, is no error.
    ///
    /// # Errors
    /// What the system says, such as that a disk is full.
    pub fn data(&mut self, text: &str) -> io::Result<()> {
        match self.data.write_all(text.as_bytes()).and_then(|()| self.data.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    /// Prints talk. Nobody is left to be told when that fails.
    pub fn talk(&mut self, text: &str) {
        let _lost = self.talk.write_all(text.as_bytes()).and_then(|()| self.talk.flush());
    }

    /// Prints diagnostics and how many there are. Of very many some are left out, warnings first.
    pub fn report(&mut self, diagnostics: &Diagnostics, sources: &Sources) {
        for line in diagnostics.told() {
            let word = Inked { text: "note:", ink: Ink::Hint, on: self.colour };
            self.talk(&format!("{word} {}\n", visible(line)));
        }
        let all: Vec<&Diagnostic> = diagnostics.iter().collect();
        if all.is_empty() {
            return;
        }
        let shown = most_important(&all);
        for diagnostic in &shown {
            let text = render(diagnostic, sources, self.colour);
            self.talk(&text);
        }
        if shown.len() < all.len() {
            self.talk(&format!("… and {} more\n\n", all.len() - shown.len()));
        }
        self.talk(&summary(&all));
    }
}

/// The diagnostics that are shown, in the order of finding.
fn most_important<'a>(all: &[&'a Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| all.get(*at).map(|found| std::cmp::Reverse(found.severity)));
    order.truncate(MOST);
    order.sort_unstable();
    order.into_iter().filter_map(|at| all.get(at).copied()).collect()
}

/// How many errors and warnings there are: "2 errors, 1 warning".
fn summary(all: &[&Diagnostic]) -> String {
    let of = |severity| all.iter().filter(|found| found.severity == severity).count();
    let counts = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
        (of(Severity::Note), "note"),
    ];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = counts.map(|(number, word)| words::count(number, word)).collect();
    format!("{}\n", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn printed(diagnostics: &Diagnostics, sources: &Sources) -> String {
        let (mut data, mut talk) = (Vec::new(), Vec::new());
        Printer::new(&mut data, &mut talk, false).report(diagnostics, sources);
        assert!(data.is_empty());
        String::from_utf8(talk).unwrap()
    }

    #[test]
    fn a_diagnostic_has_a_message_a_place_and_hints() {
        let mut sources = Sources::new();
        let file = sources.add("docker-bake.hcl", "target \"app\" {\n  inherits = [\"bse\"]\n}\n");
        let mut diags = Diagnostics::new();
        diags.push(
            Diagnostic::error(
                "target `app` inherits from `bse`, which is not declared",
                Span::new(file, 29, 34),
            )
            .labelled("no target has this name")
            .hint("did you mean `base`?"),
        );
        diags.push(Diagnostic::warning("`app` is a poor name", Span::new(file, 8, 11)));
        insta::assert_snapshot!(printed(&diags, &sources), @r#"
        error: target `app` inherits from `bse`, which is not declared
           ╭─[docker-bake.hcl:2:15]
         1 │ target "app" {
         2 │   inherits = ["bse"]
           ·               ──┬──
           ·                 ╰── no target has this name
         3 │ }
           ╰────
          = hint: did you mean `base`?

        warning: `app` is a poor name
           ╭─[docker-bake.hcl:1:9]
         1 │ target "app" {
           ·         ───
         2 │   inherits = ["bse"]
           ╰────

        1 error, 1 warning
        "#);
    }

    #[test]
    fn of_very_many_the_errors_are_shown_and_the_rest_is_counted() {
        let mut sources = Sources::new();
        let file = sources.add("f", "x".repeat(100));
        let mut diags = Diagnostics::new();
        for at in 0..100 {
            diags.push(Diagnostic::warning("w", Span::new(file, at, at)));
        }
        diags.push(Diagnostic::error("e", Span::new(file, 0, 0)));
        let text = printed(&diags, &sources);
        assert_eq!(text.matches("warning: w").count(), 49);
        assert!(text.contains("error: e"));
        assert!(text.ends_with("… and 51 more\n\n1 error, 100 warnings\n"), "{text}");
    }

    /// A stream whose reader has gone, or whose disk is full.
    struct Broken(ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_leaves_is_no_error_and_a_full_disk_is() {
        let mut talk = Vec::new();
        let mut left = Broken(ErrorKind::BrokenPipe);
        assert!(Printer::new(&mut left, &mut talk, false).data("x").is_ok());
        let mut full = Broken(ErrorKind::StorageFull);
        assert!(Printer::new(&mut full, &mut talk, false).data("x").is_err());
    }
}
