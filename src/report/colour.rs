//! Whether talk is coloured, and the few colours there are.

use std::fmt;

use crate::emit::tree::{Paint, Tone};
use crate::source::Host;

/// What `--color` says.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Colour {
    /// Colours on a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Colours always.
    Always,
    /// Colours never.
    Never,
}

impl Colour {
    /// Whether to colour. `CLICOLOR_FORCE` asks for colours away from a terminal, `NO_COLOR`
    /// forbids them and wins; neither counts against a plain `--color`.
    pub fn decide(self, host: &dyn Host, terminal: bool) -> bool {
        let set = |name: &str| host.variable(name).is_some_and(|value| !value.is_empty());
        let forced = host.variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let dumb = host.variable("TERM").is_some_and(|value| value == "dumb");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => !set("NO_COLOR") && (forced || terminal && !dumb),
        }
    }
}

/// The colour of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// Errors: bold red.
    Error,
    /// Warnings: bold yellow.
    Warning,
    /// Hints: cyan.
    Hint,
    /// The message itself: bold.
    Message,
    /// What stands back: dim.
    Faint,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Hint => "36",
            Self::Message => "1",
            Self::Faint => "2",
        }
    }
}

/// A text in a colour, where colours are on.
#[derive(Clone, Copy, Debug)]
pub struct Inked<'a> {
    /// The text.
    pub text: &'a str,
    /// Its colour.
    pub ink: Ink,
    /// Whether colours are on.
    pub on: bool,
}

impl fmt::Display for Inked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, ink, on } = self;
        if *on { write!(f, "\x1b[{}m{text}\x1b[0m", ink.code()) } else { f.write_str(text) }
    }
}

/// Colours for a tree.
#[derive(Clone, Copy, Debug)]
pub struct Colours;

impl Paint for Colours {
    fn paint(&self, tone: Tone, text: &str) -> String {
        let ink = match tone {
            Tone::Name => return text.to_owned(),
            Tone::Kind => Ink::Hint,
            Tone::Faint => Ink::Faint,
            Tone::Odd => Ink::Warning,
        };
        Inked { text, ink, on: true }.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn colours_follow_the_terminal_the_environment_and_the_flag() {
        let plain = Memory::new();
        assert!(Colour::Auto.decide(&plain, true));
        assert!(!Colour::Auto.decide(&plain, false));
        assert!(!Colour::Auto.decide(&plain.clone().env("NO_COLOR", "1"), true));
        assert!(Colour::Auto.decide(&plain.clone().env("NO_COLOR", ""), true));
        assert!(Colour::Auto.decide(&plain.clone().env("CLICOLOR_FORCE", "1"), false));
        assert!(!Colour::Auto.decide(&plain.clone().env("TERM", "dumb"), true));
        assert!(Colour::Always.decide(&plain.env("NO_COLOR", "1"), false));
    }
}
