//! Lines that hang on each other, drawn as a tree.

use super::tree::{Paint, Tone, visible};

/// A line and what hangs on it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Branch {
    /// The line in pieces.
    pub(super) pieces: Vec<(Tone, String)>,
    /// What hangs on it, in order.
    pub(super) below: Vec<Self>,
}

impl Branch {
    /// A line that begins with this.
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { pieces: vec![(tone, text.into())], below: Vec::new() }
    }

    /// The same with another piece, if there is something in it.
    #[must_use]
    pub(super) fn piece(mut self, tone: Tone, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.pieces.push((tone, text));
        }
        self
    }

    /// The same with lines that hang on it.
    #[must_use]
    pub(super) fn with(self, below: Vec<Self>) -> Self {
        Self { below, ..self }
    }

    /// The tree, this line at the margin.
    pub(super) fn draw(&self, paint: &dyn Paint) -> String {
        let mut text = String::new();
        self.line("", paint, &mut text);
        let mut indents = vec![String::new()];
        let mut waiting: Vec<(&Self, usize, bool)> = Vec::new();
        push(&self.below, 1, &mut waiting);
        while let Some((branch, level, last)) = waiting.pop() {
            indents.truncate(level);
            let indent = indents.last().cloned().unwrap_or_default();
            let sign = if last { "└── " } else { "├── " };
            branch.line(&format!("{indent}{sign}"), paint, &mut text);
            indents.push(indent + if last { "    " } else { "│   " });
            push(&branch.below, level + 1, &mut waiting);
        }
        text
    }

    fn line(&self, before: &str, paint: &dyn Paint, text: &mut String) {
        if !before.is_empty() {
            text.push_str(&paint.paint(Tone::Faint, before));
        }
        for (tone, piece) in &self.pieces {
            text.push_str(&paint.paint(*tone, &visible(piece)));
        }
        text.push('\n');
    }
}

/// Lets lines wait, the first on top.
fn push<'a>(below: &'a [Branch], level: usize, waiting: &mut Vec<(&'a Branch, usize, bool)>) {
    let numbered = below.iter().enumerate().rev();
    waiting.extend(numbered.map(|(number, branch)| (branch, level, number + 1 == below.len())));
}

/// A text in one line that is not too long.
pub(super) fn short(text: &str) -> String {
    const SHOWN: usize = 100;
    let mut words = text.split_whitespace();
    let mut line = words.next().unwrap_or_default().to_owned();
    for word in words {
        if line.len() > 4 * SHOWN {
            break;
        }
        line.push(' ');
        line.push_str(word);
    }
    if line.chars().count() <= SHOWN {
        return line;
    }
    let start: String = line.chars().take(SHOWN - 1).collect();
    format!("{start}…")
}

/// A size for people: `812 B`, `1.4 kB`, `2.0 GB`.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    // Tenths, so that nothing is lost on the way up.
    let mut tenths = u128::from(bytes) / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let unit = UNITS.get(unit).copied().unwrap_or_default();
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{short, size};

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 999, 1000, 1999, 999_999, 1_000_000, 2_147_483_648, u64::MAX].map(size);
        insta::assert_snapshot!(sizes.join(", "), @"0 B, 999 B, 1.0 kB, 1.9 kB, 999.9 kB, 1.0 MB, 2.1 GB, 18446.7 PB");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(short("a  b\n c"), "a b c");
        assert_eq!(short(&"é".repeat(200)).chars().count(), 100);
    }
}
