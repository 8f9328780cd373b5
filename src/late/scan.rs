//! Where the late values of a text are, and what they name.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::machinery::{Token, tokenize};

use crate::diag::Problem;
use crate::template::{Wrong, signs};
use crate::text::Text;

/// What a late value begins with.
const OPEN: &str = "{{";

/// How many words and signs a late value may have.
const MOST: usize = 1_000;

/// What is told of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// Its key.
    Key,
    /// Its first tag.
    Image,
}

/// A node that a text names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// What of it is wanted.
    pub part: Part,
    /// The node; none where a text means the one it belongs to.
    pub node: Option<Text>,
    /// Where the text says so: the name, or the word `key`.
    pub range: Range<usize>,
}

/// A late value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Piece {
    /// Where it is, braces included.
    pub(super) range: Range<usize>,
    /// The expression, as long as it is written: each thing that is named is a word.
    pub(super) expression: String,
    /// The words.
    pub(super) words: BTreeMap<String, Word>,
}

/// What a word stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// What it is.
    pub(super) named: Named,
    /// Whether it is a key with all its digits.
    pub(super) whole: bool,
}

/// What stands between braces.
enum Found {
    Late(Piece),
    /// Something else, with its first word, if it begins with one.
    Other(Option<Range<usize>>),
}

/// The late values of a text, in order.
///
/// # Errors
/// Where one of them does not say what it means.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, Wrong> {
    let mut pieces = Vec::new();
    each(text, |_, found| {
        if let Found::Late(piece) = found {
            pieces.push(piece);
        }
    })?;
    Ok(pieces)
}

/// The first words of what stands between braces and is no late value, in order.
pub(super) fn others(text: &str) -> Vec<Option<Range<usize>>> {
    let mut others = Vec::new();
    let read = each(text, |_, found| {
        if let Found::Other(word) = found {
            others.push(word);
        }
    });
    // What is wrong with late values is said elsewhere.
    drop(read);
    others
}

/// What the late values of a text name, in order, the node itself included. What is wrong with the
/// text is left out; whoever fills it in finds that.
pub fn names(text: &str) -> Vec<Named> {
    let pieces = pieces(text).unwrap_or_default();
    pieces.into_iter().flat_map(|it| it.words.into_values()).map(|word| word.named).collect()
}

fn each(text: &str, mut take: impl FnMut(usize, Found)) -> Result<(), Wrong> {
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(next) = rest.find(OPEN)
    {
        let start = at + next;
        let found = read(text, start)?;
        at = match &found {
            Found::Late(piece) => piece.range.end,
            Found::Other(_) => start + OPEN.len(),
        };
        take(start, found);
    }
    Ok(())
}

/// A word or sign and where it is in the text.
type Placed<'a> = (Token<'a>, Range<usize>);

/// Reads what begins at a pair of braces.
fn read(text: &str, start: usize) -> Result<Found, Wrong> {
    let rest = text.get(start..).unwrap_or_default();
    let tokens = tokenize(rest, false, signs()).map_while(Result::ok);
    let mut tokens = tokens.map(|(token, span)| {
        (token, start + span.start_offset as usize..start + span.end_offset as usize)
    });
    let inside = tokens.by_ref().skip(1).take(MOST);
    let mut words: Vec<Placed<'_>> = Vec::new();
    for (token, range) in inside {
        if matches!(token, Token::VariableEnd) {
            return match first(&words) {
                Some("key" | "image") => {
                    Piece::new(text, start..range.end, &words).map(Found::Late)
                }
                _ => Ok(Found::Other(first_range(&words))),
            };
        }
        words.push((token, range));
    }
    match first(&words) {
        Some("key" | "image") => Err(Wrong {
            problem: Problem::new("this late value has no end").hint("end it with `}}`"),
            range: start..start + OPEN.len(),
        }),
        _ => Ok(Found::Other(first_range(&words))),
    }
}

fn first<'a>(words: &[Placed<'a>]) -> Option<&'a str> {
    match words.first() {
        Some((Token::Ident(word), _)) => Some(word),
        _ => None,
    }
}

fn first_range(words: &[Placed<'_>]) -> Option<Range<usize>> {
    first(words).and_then(|_| words.first().map(|(_, range)| range.clone()))
}

impl Piece {
    fn new(text: &str, range: Range<usize>, tokens: &[Placed<'_>]) -> Result<Self, Wrong> {
        let expression = text.get(range.clone()).unwrap_or_default().to_owned();
        let mut piece = Self { range, expression, words: BTreeMap::new() };
        let mut before: Option<&Token<'_>> = None;
        for (at, (token, range)) in tokens.iter().enumerate() {
            if let Token::Ident(word @ ("key" | "image")) = token
                && !matches!(before, Some(Token::Dot | Token::Pipe))
            {
                let rest = tokens.get(at + 1..).unwrap_or_default();
                let (named, end, used) = named(word, range, rest)?;
                let whole = matches!(rest.get(used), Some((Token::BracketOpen, _)));
                piece.put(range.start..end, Word { named, whole });
            }
            before = Some(token);
        }
        Ok(piece)
    }

    /// Puts a word where something is named.
    fn put(&mut self, range: Range<usize>, word: Word) {
        // Three letters, because `key` has three, and none that anybody would write.
        let name = format!("_{}", letters(self.words.len()));
        let inside = range.start - self.range.start..range.end - self.range.start;
        let padded = format!("{name:width$}", width = inside.len());
        if self.expression.get(inside.clone()).is_some() {
            self.expression.replace_range(inside, &padded);
        }
        self.words.insert(name, word);
    }
}

/// Two letters or digits for a number up to [`MOST`].
fn letters(number: usize) -> String {
    let digit = |number: usize| {
        char::from_digit(u32::try_from(number % 36).unwrap_or_default(), 36).unwrap_or('0')
    };
    [digit(number / 36), digit(number)].iter().collect()
}

/// What a word and what follows it name; where that ends, and how many tokens follow.
fn named(
    word: &str,
    place: &Range<usize>,
    rest: &[Placed<'_>],
) -> Result<(Named, usize, usize), Wrong> {
    let part = if word == "key" { Part::Key } else { Part::Image };
    let string = |token: &Token<'_>| match token {
        Token::Str(name) => Some(Text::from(*name)),
        Token::String(name) => Some(Text::from(&**name)),
        _ => None,
    };
    match rest {
        [(Token::ParenOpen, _), (name, range), (Token::ParenClose, end), ..]
            if let Some(node) = string(name) =>
        {
            // Without the quotes.
            let range = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
            Ok((Named { part, node: Some(node), range }, end.end, 3))
        }
        [(Token::ParenOpen, open), ..] => {
            let problem = Problem::new(format!("`{word}` takes one name, written out"));
            let problem = problem.hint(format!("write `{word}(\"NAME\")`"));
            Err(Wrong { problem, range: place.start..open.end })
        }
        _ if part == Part::Image => {
            let problem = Problem::new("`image` does not say whose image")
                .hint("write `image(\"NAME\")` with the name of a target");
            Err(Wrong { problem, range: place.clone() })
        }
        _ => Ok((Named { part, node: None, range: place.clone() }, place.end, 0)),
    }
}
