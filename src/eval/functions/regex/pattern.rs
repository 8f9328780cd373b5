//! Patterns that are ready to match.

use regex::{Captures, Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::translator;
use crate::diag::Problem;
use crate::eval::functions::Args;

/// How deeply groups may nest.
const MAX_DEPTH: u32 = 1000;

/// How long a pattern may be, in bytes. Each may stand for a class of a thousand ranges.
const MAX_LENGTH: usize = 1 << 16;

/// How much memory a pattern may take.
const MAX_SIZE: usize = 1 << 26;

/// What it costs to read a byte of a pattern: a few of them may name a class that is looked up.
const BYTE: u64 = 200;

/// What a state costs that is made of it.
const STATE: u64 = 5;

/// How many bytes are searched for one unit, by a small pattern.
const SEARCHED: u64 = 8;

/// So many states make a search cost as much again: in the worst case all are alive at each byte.
const STATES: u64 = 40;

/// A regular expression.
pub(super) struct Pattern {
    /// The expression itself. None of its groups has a name.
    pub(super) regex: Regex,
    /// The names of the groups, from the first on.
    pub(super) names: Vec<Option<String>>,
    states: u64,
    /// The longest text that can match, if there is a bound.
    longest: Option<usize>,
}

impl Pattern {
    /// An expression in Go's notation, from an argument.
    pub(super) fn parse(args: Args, index: usize) -> Result<Self, Problem> {
        let pattern = args.string(index)?;
        let wrong = |what: &str| {
            Problem::new(format!("the pattern `{pattern}` is wrong: {what}")).argument(index)
        };
        let too_large = || wrong("it is too large");
        if pattern.len() > MAX_LENGTH {
            return Err(too_large());
        }
        args.spend(BYTE * pattern.len() as u64)?;
        let (translated, names) = translator::translate(pattern).map_err(|what| wrong(&what))?;
        let parsed = ParserBuilder::new().nest_limit(MAX_DEPTH).build().parse(&translated);
        let parsed = parsed.map_err(|_| too_large())?;
        let states = states(&parsed);
        args.spend(STATE.saturating_mul(states))?;
        let builder = &mut RegexBuilder::new(&translated);
        let regex = builder.nest_limit(MAX_DEPTH).size_limit(MAX_SIZE).build();
        let regex = regex.map_err(|_| too_large())?;
        Ok(Self { regex, names, states, longest: parsed.properties().maximum_len() })
    }

    /// What the search for a first match in a text costs.
    pub(super) fn first_search(&self, text: &str) -> u64 {
        self.search(text.len())
    }

    /// What the search for the next match costs. It may go through all the rest of the text
    /// before it finds that a shorter match is the right one; unless no match is that long.
    pub(super) fn next_search(&self, text: &str, found: &Captures) -> u64 {
        let end = found.get(0).map_or(0, |all| all.end());
        let rest = text.len().saturating_sub(end);
        self.search(self.longest.map_or(rest, |longest| rest.min(longest)))
    }

    fn search(&self, bytes: usize) -> u64 {
        (bytes as u64).saturating_mul(1 + self.states / STATES) / SEARCHED
    }
}

/// About how many states a matcher has.
fn states(pattern: &Hir) -> u64 {
    let all = |parts: &[Hir]| parts.iter().map(states).fold(1, u64::saturating_add);
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) => 2 * class.ranges().len() as u64,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min).max(1);
            states(&repeated.sub).saturating_mul(times.into())
        }
        HirKind::Capture(group) => states(&group.sub).saturating_add(2),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => all(parts),
    }
}
