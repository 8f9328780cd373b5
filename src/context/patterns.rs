//! Lists of patterns, as moby's `patternmatcher` reads them.
//!
//! The last pattern that matches a path or a folder around it decides; `!` takes back what an
//! earlier one matched. `**` stands for any number of folders.

use std::sync::Arc;

use regex::Regex;

use super::expression::expression;
use super::wildcard::{self, Malformed};
use crate::path;

/// A list of patterns.
#[derive(Clone, Default, Debug)]
pub struct Patterns {
    all: Vec<Pattern>,
    /// Whether one of them takes something back.
    has_exceptions: bool,
    /// Whether all that take something back name a path, but for a `/*` or `/**` at the end.
    exceptions_are_paths: bool,
    /// The same of the others.
    rest_are_paths: bool,
}

/// One pattern.
#[derive(Clone, Debug)]
struct Pattern {
    /// Whether it takes back what an earlier one matched.
    takes_back: bool,
    /// The path, cleaned.
    text: String,
    kind: Kind,
}

/// How a pattern matches.
#[derive(Clone, Debug)]
enum Kind {
    /// This path.
    Exact,
    /// Whatever begins so.
    Prefix(String),
    /// Whatever ends so.
    Suffix(String),
    /// What this matches.
    Expression(Box<Regex>),
}

/// What became of matching a path.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which pattern decided that the path matches, if it does.
    pub by: Option<usize>,
    /// Which patterns count as matched for all that is below the path.
    pub below: Around,
}

/// Which patterns a folder matched, so that they need not be asked about what is in it.
pub type Around = Arc<[bool]>;

impl Patterns {
    /// Reads patterns. Empty ones do not count.
    ///
    /// # Errors
    /// The first one that is none.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Malformed> {
        let mut patterns = Self::default();
        for text in texts {
            patterns.add(text)?;
        }
        patterns.look_through();
        Ok(patterns)
    }

    /// Reads patterns of which each is known to be one.
    pub(super) fn of(texts: &[String]) -> Self {
        let mut patterns = Self::default();
        for text in texts {
            // Whoever calls has checked them one by one.
            let _ = patterns.add(text);
        }
        patterns.look_through();
        patterns
    }

    fn add(&mut self, text: &str) -> Result<(), Malformed> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let cleaned = path::clean(text);
        let (takes_back, text) = match cleaned.strip_prefix('!') {
            Some("") => return Err(Malformed),
            Some(rest) => (true, rest),
            None => (false, &*cleaned),
        };
        wildcard::check(text)?;
        let kind = kind(text).ok_or(Malformed)?;
        self.all.push(Pattern { takes_back, text: text.to_owned(), kind });
        Ok(())
    }

    fn look_through(&mut self) {
        let are_paths = |takes_back: bool| {
            let mut asked = self.all.iter().filter(|it| it.takes_back == takes_back);
            asked.all(|it| !it.trunk().contains(['*', '[', ']', '?', '^', '\\']))
        };
        (self.exceptions_are_paths, self.rest_are_paths) = (are_paths(true), are_paths(false));
        self.has_exceptions = self.all.iter().any(|it| it.takes_back);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether one of them takes something back.
    pub fn have_exceptions(&self) -> bool {
        self.has_exceptions
    }

    /// Matches a path, given what the folder around it matched. A pattern that would not change
    /// anything is not asked, and does not count as matched further down.
    pub fn step(&self, path: &str, around: Option<&Around>) -> Step {
        let mut below = Vec::with_capacity(self.all.len());
        let by = self.each(path, around, |is_match| below.push(is_match));
        Step { by, below: below.into() }
    }

    /// Which pattern decides that a path matches, if it does, where nothing is below the path.
    pub fn last_step(&self, path: &str, around: Option<&Around>) -> Option<usize> {
        self.each(path, around, |_| ())
    }

    fn each(
        &self,
        path: &str,
        around: Option<&Around>,
        mut found: impl FnMut(bool),
    ) -> Option<usize> {
        let mut by = None;
        for (number, pattern) in self.all.iter().enumerate() {
            let known = around.and_then(|around| around.get(number)) == Some(&true);
            let asked = || pattern.takes_back == by.is_some() && pattern.matches(path);
            let is_match = known || asked();
            found(is_match);
            if is_match {
                by = (!pattern.takes_back).then_some(number);
            }
        }
        by
    }

    /// Which pattern decides that a path matches, if it does.
    pub fn decides(&self, path: &str) -> Option<usize> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut step: Option<Step> = None;
        for end in ends {
            let around = step.as_ref().map(|step| &step.below);
            step = Some(self.step(path.get(..end).unwrap_or(path), around));
        }
        step.and_then(|step| step.by)
    }

    /// Whether something in a folder that matches may not match.
    pub fn may_take_back_below(&self, folder: &str) -> bool {
        self.has_exceptions
            && (!self.exceptions_are_paths || self.names_something_below(folder, true))
    }

    /// Whether something in a folder that does not match may match.
    pub fn may_match_below(&self, folder: &str) -> bool {
        !self.rest_are_paths || self.names_something_below(folder, false)
    }

    fn names_something_below(&self, folder: &str, takes_back: bool) -> bool {
        let mut asked = self.all.iter().filter(|it| it.takes_back == takes_back);
        asked.any(|it| {
            let rest = it.trunk().strip_prefix(folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

impl Pattern {
    fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Exact => path == self.text,
            Kind::Prefix(start) => path.starts_with(start.as_str()),
            Kind::Suffix(end) => {
                path.ends_with(end.as_str()) || end.strip_prefix('/') == Some(path)
            }
            Kind::Expression(expression) => expression.is_match(path),
        }
    }

    /// The path without the wildcards at its end.
    fn trunk(&self) -> &str {
        let text = self.text.strip_suffix("/**").unwrap_or(&self.text);
        text.strip_suffix("/*").unwrap_or(text)
    }
}

/// How a pattern matches. As in moby, where it has no wildcards but a `**` at one end, that end is
/// compared as it is.
fn kind(text: &str) -> Option<Kind> {
    let is_plain = |text: &str| !text.contains(['*', '?', '[', ']', '\\']);
    if is_plain(text) {
        return Some(Kind::Exact);
    }
    if let Some(end) = text.strip_prefix("**")
        && is_plain(end)
    {
        return Some(Kind::Suffix(end.to_owned()));
    }
    if let Some(start) = text.strip_suffix("**")
        && is_plain(start)
    {
        return Some(Kind::Prefix(start.to_owned()));
    }
    Regex::new(&expression(text)?).ok().map(|it| Kind::Expression(Box::new(it)))
}
