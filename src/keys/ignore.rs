//! `key-ignore`: what a target leaves out of its key.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, similar};
use crate::select::Selected;
use crate::span::Span;
use crate::text::Text;

/// What can be left out, by the word in front of the dot.
const KINDS: [&str; 3] = ["annotations", "args", "labels"];

/// What a target leaves out of its key.
#[derive(Default, Debug)]
pub(super) struct Ignored<'a> {
    entries: Vec<Entry<'a>>,
}

/// One of the texts in `key-ignore`.
#[derive(Debug)]
struct Entry<'a> {
    text: &'a Text,
    kind: &'a str,
    /// A name; `*` stands for anything.
    pattern: &'a str,
}

impl<'a> Ignored<'a> {
    /// What a target leaves out. Texts of another form are reported.
    pub(super) fn of(target: &'a Selected, found: &mut Vec<Diagnostic>) -> Self {
        let mut ignored = Self::default();
        let texts = target.attributes.added().key_ignore.iter().flatten();
        for (index, text) in texts.enumerate() {
            match text.split_once('.') {
                Some((kind, pattern)) if KINDS.contains(&kind) && !pattern.is_empty() => {
                    ignored.entries.push(Entry { text, kind, pattern });
                }
                _ => found.push(wrong(text, target.places.element("key-ignore", index))),
            }
        }
        ignored
    }

    /// Whether nothing is left out.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether an arg of this name is left out.
    pub(super) fn arg(&self, name: &str) -> bool {
        self.has("args", name)
    }

    /// Whether a label of this name is left out.
    pub(super) fn label(&self, name: &str) -> bool {
        self.has("labels", name)
    }

    /// Whether an annotation of this name is left out.
    pub(super) fn annotation(&self, name: &str) -> bool {
        self.has("annotations", name)
    }

    fn has(&self, kind: &str, name: &str) -> bool {
        self.entries.iter().any(|it| it.kind == kind && matches(it.pattern, name))
    }

    /// The texts that match one of these names, each with the word and the dot in front.
    pub(super) fn matching(&self, names: &BTreeSet<String>) -> Vec<Text> {
        let matches_any = |entry: &&Entry<'_>| {
            names.iter().any(|name| match name.split_once('.') {
                Some((kind, name)) => kind == entry.kind && matches(entry.pattern, name),
                None => false,
            })
        };
        self.entries.iter().filter(matches_any).map(|entry| entry.text.clone()).collect()
    }
}

fn wrong(text: &str, span: Span) -> Diagnostic {
    let error = Diagnostic::error(format!("`{text}` is nothing that a key can ignore"), span);
    let (kind, name) = text.split_once('.').unwrap_or((text, "NAME"));
    match similar::nearest(kind, KINDS) {
        Some(near) if !name.is_empty() && near != kind => {
            error.hint(format!("did you mean `{near}.{name}`?"))
        }
        _ => error.hint("write `args.NAME`, `labels.NAME` or `annotations.NAME`"),
    }
}

/// Whether a name is what a pattern says; `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_anything() {
        let yes = [("A", "A"), ("A*", "A"), ("*", ""), ("*_ID", "BUILD_ID"), ("A*B*C", "AxBByC")];
        let no = [("A", "B"), ("A", "AB"), ("*_ID", "BUILD_IDS"), ("A*A", "A"), ("A*B*C", "ACB")];
        for (pattern, name) in yes {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in no {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
