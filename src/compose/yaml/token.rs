//! The words of YAML.

use crate::span::Span;

/// A word of YAML; starts and ends of indented collections count as words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Token {
    /// The end of the text.
    StreamEnd,
    /// `%YAML 1.1`.
    Version {
        /// The number before the dot.
        major: u8,
        /// The number behind it.
        minor: u8,
    },
    /// `%TAG !handle! prefix`.
    Handle {
        /// What tags start with that are meant.
        handle: String,
        /// What stands for it in their full names.
        prefix: String,
    },
    /// `---`.
    DocumentStart,
    /// `...`.
    DocumentEnd,
    /// Before the first `-` of a list.
    ListStart,
    /// Before the first key of an indented mapping.
    MapStart,
    /// Where the indentation of a list or mapping ends.
    BlockEnd,
    /// `[`.
    OpenList,
    /// `]`.
    CloseList,
    /// `{`.
    OpenMap,
    /// `}`.
    CloseMap,
    /// `-`.
    Dash,
    /// `,`.
    Comma,
    /// `?`, or nothing: before a key.
    Key,
    /// `:`.
    Value,
    /// `*name`.
    Alias(String),
    /// `&name`.
    Anchor(String),
    /// `!handle!suffix`, `!suffix` with the handle `!`, or `!<suffix>` without a handle.
    Tag {
        /// What `%TAG` may say something about.
        handle: String,
        /// The rest.
        suffix: String,
    },
    /// A text.
    Scalar {
        /// What it says, with escapes resolved and lines folded.
        text: String,
        /// Whether it is anything but plain.
        quoted: bool,
    },
}

/// A word and where it stands.
pub(super) type Placed = (Token, Span);
