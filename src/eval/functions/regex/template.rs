//! What a match is replaced with, in the notation of Go's `Regexp.Expand`.

use regex::Captures;

use super::pattern::Pattern;

/// A replacement: text and references to groups.
pub(super) struct Template<'a>(Vec<Piece<'a>>);

enum Piece<'a> {
    Text(&'a str),
    /// A group by number.
    Number(usize),
    /// A group by name.
    Name(&'a str),
}

impl<'a> Template<'a> {
    /// A replacement from text. A `$` that starts no reference stands for itself.
    pub(super) fn parse(text: &'a str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            pieces.push(Piece::Text(before));
            if let Some(after) = after.strip_prefix('$') {
                pieces.push(Piece::Text("$"));
                rest = after;
            } else if let Some((name, after)) = reference(after) {
                pieces.push(Piece::group(name));
                rest = after;
            } else {
                pieces.push(Piece::Text("$"));
                rest = after;
            }
        }
        pieces.push(Piece::Text(rest));
        Self(pieces)
    }

    /// Appends the replacement for a match. A group that is not there stands for nothing; of
    /// several with one name the first that has captured counts.
    pub(super) fn expand(&self, pattern: &Pattern, found: &Captures, text: &mut String) {
        let named = |wanted: &str| {
            let names = pattern.names.iter().zip(1..);
            let mut groups = names.filter(|(name, _)| name.as_deref() == Some(wanted));
            groups.find_map(|(_, group)| found.get(group))
        };
        for piece in &self.0 {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Number(group) => text.push_str(found.get(*group).map_or("", |m| m.as_str())),
                Piece::Name(name) => text.push_str(named(name).map_or("", |m| m.as_str())),
            }
        }
    }
}

impl<'a> Piece<'a> {
    fn group(name: &'a str) -> Self {
        let is_padded = name.len() > 1 && name.starts_with('0');
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        match name.parse() {
            Ok(number) if is_number && !is_padded => Self::Number(number),
            _ => Self::Name(name),
        }
    }
}

/// The name after a `$`, in braces or as long as it goes, and what follows.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (inner, is_braced) = text.strip_prefix('{').map_or((text, false), |inner| (inner, true));
    let end = inner.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inner.len());
    let (name, after) = inner.split_at(end);
    let after = if is_braced { after.strip_prefix('}')? } else { after };
    (!name.is_empty()).then_some((name, after))
}
