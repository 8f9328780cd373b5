//! The words of the native syntax.

/// A word and where it stands, in bytes of the text that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    OpenQuote,
    CloseQuote,
    /// `<<EOT` or, to be dedented, `<<-EOT`, with the line break.
    OpenHeredoc {
        flush: bool,
    },
    CloseHeredoc,
    /// `${`, or `${~` which trims what stands before.
    Interpolation {
        trim: bool,
    },
    /// `%{`, or `%{~` which trims what stands before.
    Directive {
        trim: bool,
    },
    /// The `}` of either, or `~}` which trims what stands behind.
    SequenceEnd {
        trim: bool,
    },
    /// Text between quotes, with its escapes. One string may be several of these: what `~` trims
    /// is one token, so where they are cut has to be as hcl cuts them.
    QuotedText,
    /// Text of a heredoc or a bare template: at most one line.
    PlainText,
    Number,
    Identifier,
    Star,
    Slash,
    Plus,
    Minus,
    Percent,
    /// `=`
    Assign,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Bang,
    Dot,
    Comma,
    Question,
    Colon,
    DoubleColon,
    Ellipsis,
    FatArrow,
    /// Line breaks and comments between two other tokens, however many, if a line ends in them.
    Newline,
    End,
    Invalid(Invalid),
}

/// Why something is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Invalid {
    /// `&`, `|`, `^` or `~`
    Bitwise,
    Backtick,
    Apostrophe,
    Semicolon,
    CurlyQuote,
    /// A line break in a quoted string.
    LineBreak,
    /// A backslash at the end of a line.
    Backslash,
    /// A carriage return without a line feed.
    CarriageReturn,
    /// `/*` without `*/`
    Comment,
    /// Anything else.
    Character,
}

impl Kind {
    /// Whether something begins here that another token has to end.
    pub(super) fn opens(self) -> bool {
        matches!(
            self,
            Self::OpenBrace
                | Self::OpenBracket
                | Self::OpenParen
                | Self::OpenQuote
                | Self::OpenHeredoc { .. }
                | Self::Interpolation { .. }
                | Self::Directive { .. }
        )
    }

    /// Whether this ends what `open` began.
    pub(super) fn closes(self, open: Self) -> bool {
        match self {
            Self::CloseBrace => open == Self::OpenBrace,
            Self::CloseBracket => open == Self::OpenBracket,
            Self::CloseParen => open == Self::OpenParen,
            Self::CloseQuote => open == Self::OpenQuote,
            Self::CloseHeredoc => matches!(open, Self::OpenHeredoc { .. }),
            Self::SequenceEnd { .. } => {
                matches!(open, Self::Interpolation { .. } | Self::Directive { .. })
            }
            _ => false,
        }
    }

    /// Whether this ends something.
    pub(super) fn is_closer(self) -> bool {
        matches!(
            self,
            Self::CloseBrace
                | Self::CloseBracket
                | Self::CloseParen
                | Self::CloseQuote
                | Self::CloseHeredoc
                | Self::SequenceEnd { .. }
        )
    }
}
