//! Which images a word of the command line means.

use std::collections::BTreeSet;

use super::{Lock, NAME, Wanted};
use crate::diag::{Diagnostic, similar, words};
use crate::span::Spanned;
use crate::target::reference::Reference;
use crate::text::Text;

/// How many names are shown where none is meant.
const MOST: usize = 5;

/// The images that words mean, among those that are wanted and those that are locked: by the name
/// as people write it or in full, by the name without its tag for all tags, or by a pattern with
/// `*` and `?`.
pub fn named(
    words: &[Spanned<String>],
    wanted: &Wanted,
    lock: &Lock,
    found: &mut Vec<Diagnostic>,
) -> BTreeSet<Text> {
    let known: BTreeSet<&Text> = wanted.images.keys().chain(lock.images.keys()).collect();
    let mut named = BTreeSet::new();
    for word in words {
        let fitting = known.iter().copied().filter(|name| fits(&word.value, name));
        let fitting: Vec<Text> = fitting.cloned().collect();
        if fitting.is_empty() {
            found.push(unknown(word, &known));
        }
        named.extend(fitting);
    }
    named
}

fn fits(word: &str, name: &str) -> bool {
    let Ok(reference) = Reference::parse(name) else { return false };
    if word.contains(['*', '?']) {
        return matches(word, name) || matches(word, &reference.familiar());
    }
    let Ok(meant) = Reference::parse(word) else { return false };
    let is_bare = meant.tag.is_none() && meant.digest.is_none();
    meant == reference || is_bare && meant.repository() == reference.repository()
}

/// Whether a text fits a pattern, in which `*` stands for any letters, `/` among them, and `?` for
/// one.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    // The lengths of the beginnings of the text that fit the pattern so far.
    let mut fitting: BTreeSet<usize> = BTreeSet::from([0]);
    for letter in pattern {
        fitting = match letter {
            '*' => (fitting.first().copied().unwrap_or(usize::MAX)..=text.len()).collect(),
            _ => fitting
                .into_iter()
                .filter(|&at| text.get(at).is_some_and(|it| letter == '?' || *it == letter))
                .map(|at| at.saturating_add(1))
                .collect(),
        };
    }
    fitting.contains(&text.len())
}

fn unknown(word: &Spanned<String>, known: &BTreeSet<&Text>) -> Diagnostic {
    let shown = |name: &&Text| Some(Reference::parse(name).ok()?.familiar());
    let mut names: Vec<String> = known.iter().filter_map(shown).collect();
    let message = format!("no image `{}` is taken by a target or stands in `{NAME}`", word.value);
    let error = Diagnostic::error(message, word.span);
    match similar::did_you_mean(&word.value, names.iter().map(String::as_str)) {
        Some(near) => error.hint(near),
        None if names.is_empty() => error,
        None => {
            names.truncate(MOST);
            error.hint(format!("there is {}", words::list(&names)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_word_means_images() {
        let debian = "docker.io/library/debian:trixie-slim";
        for word in
            ["debian:trixie-slim", "docker.io/debian:trixie-slim", debian, "debian", "*", "deb*"]
        {
            assert!(fits(word, debian), "{word}");
        }
        for word in ["docker.io/*", "*slim", "d?bian:*", "*ia*ix*"] {
            assert!(fits(word, debian), "{word}");
        }
        for word in
            ["debian:trixie", "debia", "debian:latest", "trixie*", "?", "", "ghcr.io/*", "Debian"]
        {
            assert!(!fits(word, debian), "{word}");
        }
        assert!(fits("app", "docker.io/library/app:latest"));
        assert!(!fits("app:1", "docker.io/library/app:latest"));
    }
}
