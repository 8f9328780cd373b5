//! Expressions that stand alone, in a text that is no template.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::{Error, ErrorKind, Value};

use super::budget::Limits;
use super::engine::{Engine, Known, syntax};
use super::fault::undefined;
use super::filters::{FILTERS, TESTS};
use super::guard::{Guarded, guard};
use crate::diag::{Problem, similar};

/// What one expression may take.
const LIMITS: Limits = Limits { steps: 10_000, length: 64 << 10, total: 1 << 20 };

/// Expressions between braces, such as `{{ name | upper }}`, and what they give. They are bounded
/// as templates are, and what is not defined is an error.
#[derive(Debug)]
pub struct Pieces {
    engine: Engine,
}

/// What is wrong with an expression, and which bytes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub range: Range<usize>,
}

impl Default for Pieces {
    fn default() -> Self {
        Self { engine: Engine::new(LIMITS) }
    }
}

impl Pieces {
    /// What an expression gives, its braces included, where words stand for texts.
    ///
    /// # Errors
    /// For what is no expression, names that are no words, and what takes too much.
    pub fn render(&self, piece: &str, words: &BTreeMap<String, String>) -> Result<String, Wrong> {
        let whole = || 0..piece.len();
        let Guarded { edited, filters, tests } = guard(piece, piece, &syntax())
            .map_err(|error| wrong(&error, piece, error.range().unwrap_or_else(whole)))?;
        known("filter", &filters, FILTERS)?;
        known("test", &tests, TESTS)?;
        self.engine.learn(piece, Known::Text(edited.text.clone()));
        let words = Value::from(words.clone());
        self.engine.render_with(piece, words).map_err(|error| {
            let range = error.range().map_or_else(whole, |range| edited.written(range));
            wrong(&error, piece, range)
        })
    }
}

/// Makes sure that names are known.
fn known(what: &str, used: &[(String, usize)], known: &[&str]) -> Result<(), Wrong> {
    let Some((name, at)) = used.iter().find(|(name, _)| !known.contains(&name.as_str())) else {
        return Ok(());
    };
    let problem = Problem::new(format!("there is no {what} `{name}`"));
    let near = similar::did_you_mean(name, known.iter().copied());
    let problem = near.into_iter().fold(problem, Problem::hint);
    Err(Wrong { problem, range: *at..at + name.len() })
}

fn wrong(error: &Error, piece: &str, range: Range<usize>) -> Wrong {
    let detail = error.detail().unwrap_or_default();
    match (error.kind(), undefined(detail)) {
        (_, Some(name)) => {
            let problem = Problem::new(format!("`{name}` is not defined"));
            Wrong { problem, range: narrowed(name, piece, range) }
        }
        (ErrorKind::OutOfFuel, _) => {
            Wrong { problem: Problem::new("this takes too many steps"), range }
        }
        (kind, _) if detail.is_empty() => Wrong { problem: Problem::new(kind.to_string()), range },
        _ => Wrong { problem: Problem::new(detail), range },
    }
}

/// The name itself, where the range contains it once.
fn narrowed(name: &str, piece: &str, range: Range<usize>) -> Range<usize> {
    let mut found = piece.get(range.clone()).unwrap_or_default().match_indices(name);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => range.start + at..range.start + at + name.len(),
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Pieces;

    fn rendered(piece: &str) -> String {
        let words = BTreeMap::from([("a".to_owned(), "Abc".to_owned())]);
        match Pieces::default().render(piece, &words) {
            Ok(text) => text,
            Err(wrong) => {
                let at = piece.get(wrong.range).unwrap_or("?");
                format!("{} (at `{at}`)", wrong.problem.message)
            }
        }
    }

    #[test]
    fn an_expression_gives_a_text() {
        assert_eq!(rendered("{{ a }}"), "Abc");
        assert_eq!(rendered("{{a|upper}}"), "ABC");
        assert_eq!(rendered("{{- a[:2] ~ '-' ~ a[-1:] -}}"), "Ab-c");
        assert_eq!(rendered("{{ 'x' if a == 'Abc' else 'y' }}"), "x");
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        assert_eq!(rendered("{{ a ~ b }}"), "`b` is not defined (at `b`)");
        assert_eq!(rendered("{{ a | uper }}"), "there is no filter `uper` (at `uper`)");
        assert_eq!(
            rendered("{{ a b }}"),
            "unexpected identifier, expected end of variable block (at `b`)"
        );
    }

    #[test]
    fn nothing_takes_without_bounds() {
        let long = rendered("{{ (a * 30000) | length }}");
        assert!(long.starts_with("this is longer than 65536 bytes"), "{long}");
    }
}
