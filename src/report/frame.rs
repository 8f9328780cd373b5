//! The piece of source that a diagnostic points at, drawn by miette.
//!
//! miette gets an excerpt and not the source: a few lines around the labels, cut to a width that
//! fits a terminal, without the characters that would steer it. So a frame costs the same in a
//! file of fifty megabytes, and a line of ten thousand letters stays one line.

use std::fmt;
use std::ops::Range;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity as Weight, SourceCode, SourceSpan, SpanContents,
};

use crate::diag::{Label, Severity};
use crate::source::Sources;
use crate::span::FileId;

/// Letters of a line that are shown at most.
const WIDEST: usize = 100;
/// Letters of a message or a label that are shown at most.
const LONGEST: usize = 2_000;
/// Letters shown before the label in a line that is cut.
const LEAD: usize = 30;
/// Labels this many lines apart share a frame.
const NEAR: usize = 3;
/// Labels of one diagnostic that are drawn at most.
const MOST_LABELS: usize = 12;

/// The frames of all labels: one for each region of each source, the one to blame first.
pub fn frames(labels: &[Label], severity: Severity, sources: &Sources, colour: bool) -> String {
    let mut spots: Vec<Spot> =
        (0..MOST_LABELS).zip(labels).map(|l| Spot::find(l, sources)).collect();
    spots.sort_by_key(|spot| (spot.file, spot.line, spot.range.start));
    let near = |one: &Spot, next: &Spot| one.file == next.file && next.line - one.line <= NEAR;
    let mut frames: Vec<Excerpt> =
        spots.chunk_by(near).filter_map(|spots| Excerpt::take(spots, sources)).collect();
    frames.sort_by_key(|frame| frame.rank);
    frames.iter().map(|frame| frame.draw(severity, colour)).collect()
}

/// Where a label is: a range of one line. Of a label over several lines only the first counts.
struct Spot<'a> {
    /// How many labels are more to blame.
    rank: usize,
    file: FileId,
    /// Counted from zero.
    line: usize,
    /// Bytes of that line.
    range: Range<usize>,
    text: &'a str,
}

impl<'a> Spot<'a> {
    fn find((rank, label): (usize, &'a Label), sources: &Sources) -> Self {
        let text = &sources.get(label.span.file).text;
        let range = label.span.range();
        let start = text.floor_char_boundary(range.start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let shown = first_line(&text[line_start..]);
        let from = (start - line_start).min(shown.len());
        let to = shown.floor_char_boundary(range.end.saturating_sub(line_start)).max(from);
        let line = before.bytes().filter(|&byte| byte == b'\n').count();
        Self { rank, file: label.span.file, line, range: from..to, text: &label.text }
    }
}

/// The first line of a text, without its end.
fn first_line(text: &str) -> &str {
    let line = text.split('\n').next().unwrap_or_default();
    line.strip_suffix('\r').unwrap_or(line)
}

/// Some lines of a source, fit to be shown.
#[derive(Debug)]
struct Excerpt {
    /// The rank of its most blamed label.
    rank: usize,
    /// The name of the source.
    name: String,
    /// The lines, each with its end.
    text: String,
    /// The number of the first of them, counted from zero.
    first_line: usize,
    /// The column of the most blamed label, in letters, counted from zero.
    column: usize,
    labels: Vec<LabeledSpan>,
}

impl Excerpt {
    /// The lines of the spots, which lie near each other, with one line before and after.
    fn take(spots: &[Spot], sources: &Sources) -> Option<Self> {
        let (first, last) = spots.first().zip(spots.last())?;
        let blamed = spots.iter().min_by_key(|spot| spot.rank)?;
        let source = sources.get(first.file);
        let first_line = first.line.saturating_sub(1);
        let mut excerpt = Self {
            rank: blamed.rank,
            name: visible(&source.name),
            text: String::new(),
            first_line,
            column: 0,
            labels: Vec::new(),
        };
        let lines = source.text.split('\n').enumerate().skip(first_line);
        for (number, line) in lines.take(last.line + 2 - first_line) {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if number == blamed.line {
                excerpt.column = column(line, blamed.range.start);
            }
            let here: Vec<&Spot> = spots.iter().filter(|spot| spot.line == number).collect();
            if line.is_empty() && number > last.line {
                break; // a file's last line ends, and nothing begins
            }
            excerpt.push(line, &here, blamed.rank);
        }
        Some(excerpt)
    }

    fn push(&mut self, line: &str, spots: &[&Spot], blamed: usize) {
        let base = self.text.len();
        let shown = Shown::of(line, spots.first().map_or(0, |spot| spot.range.start));
        for spot in spots {
            let (start, end) = (shown.place(spot.range.start), shown.place(spot.range.end));
            let words = (!spot.text.is_empty()).then(|| visible(spot.text));
            let span = SourceSpan::new((base + start).into(), end.saturating_sub(start));
            self.labels.push(if spot.rank == blamed {
                LabeledSpan::new_primary_with_span(words, span)
            } else {
                LabeledSpan::new_with_span(words, span)
            });
        }
        self.text.push_str(&shown.text);
        self.text.push('\n');
    }

    fn draw(&self, severity: Severity, colour: bool) -> String {
        let theme =
            if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(2 * WIDEST)
            .without_syntax_highlighting();
        let mut text = String::new();
        let drawn = handler.render_report(&mut text, &Drawing { excerpt: self, severity });
        // miette begins with the message, which the caller prints in its own way.
        match text.split_once('\n') {
            Some((_, frame)) if drawn.is_ok() => frame.to_owned(),
            _ => String::new(),
        }
    }
}

/// The column of a byte in letters; a byte order mark is not one.
fn column(line: &str, at: usize) -> usize {
    let before = line.get(..at).unwrap_or(line);
    before.trim_start_matches('\u{feff}').chars().count()
}

/// A line as it is shown: cut to a window, and every letter visible.
struct Shown {
    text: String,
    /// Where the letters of the window begin, in the line and in the text; then where they end.
    marks: Vec<(usize, usize)>,
}

impl Shown {
    /// The part of a line around a byte of it.
    fn of(line: &str, around: usize) -> Self {
        let all = line.chars().count();
        let skip = if all <= WIDEST { 0 } else { column(line, around).saturating_sub(LEAD) };
        let mut shown = Self { text: String::new(), marks: Vec::new() };
        if skip > 0 {
            shown.text.push('…');
        }
        let mut end = line.len();
        let mut letters = line.char_indices().skip(skip);
        for (at, letter) in letters.by_ref().take(WIDEST) {
            shown.marks.push((at, shown.text.len()));
            shown.text.extend(picture(letter));
        }
        if let Some((at, _)) = letters.next() {
            end = at;
        }
        shown.marks.push((end, shown.text.len()));
        if end < line.len() {
            shown.text.push('…');
        }
        shown
    }

    /// Where a byte of the line is in the text; what lies outside is at the nearer end.
    fn place(&self, at: usize) -> usize {
        let next = self.marks.partition_point(|(byte, _)| *byte < at);
        self.marks.get(next).or(self.marks.last()).map_or(0, |(_, place)| *place)
    }
}

/// A letter as it is shown: none for a byte order mark, a picture for what steers a terminal.
fn picture(letter: char) -> Option<char> {
    match letter {
        '\u{feff}' => None,
        '\t' => Some('\t'),
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(letter)),
        '\x7f' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        _ => Some(letter),
    }
}

/// A text with a picture for every letter that would steer a terminal, but for line ends, and cut
/// where it is very long: messages quote what they are about.
pub fn visible(text: &str) -> String {
    let mut letters = text.chars();
    let picture = |c| if c == '\n' { Some(c) } else { picture(c) };
    let mut shown: String = letters.by_ref().filter_map(picture).take(LONGEST).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let found = self.text.read_span(span, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            found.data(),
            *found.span(),
            self.first_line + found.line(),
            // miette asks without lines around it only to say where the label is.
            if before == 0 { self.column } else { found.column() },
            found.line_count(),
        )))
    }
}

/// What miette is asked to draw: labels and no words.
#[derive(Debug)]
struct Drawing<'a> {
    excerpt: &'a Excerpt,
    severity: Severity,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn severity(&self) -> Option<Weight> {
        Some(match self.severity {
            Severity::Note => Weight::Advice,
            Severity::Warning => Weight::Warning,
            Severity::Error => Weight::Error,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    /// The frames of a text in which `«` and `»` mark the labels.
    fn draw(marked: &str) -> String {
        let mut sources = Sources::new();
        let mut text = String::new();
        let mut spans = Vec::new();
        for part in marked.split('»') {
            let (before, piece) = part.split_once('«').unwrap_or((part, ""));
            text.push_str(before);
            spans.push(text.len()..text.len() + piece.len());
            text.push_str(piece);
        }
        spans.pop();
        let file = sources.add("docker-bake.hcl", text);
        let words = ["this one", "that one", "also this"];
        let labels: Vec<Label> = (spans.into_iter().zip(words))
            .map(|(range, text)| Label {
                span: Span::new(file, range.start, range.end),
                text: text.to_owned(),
            })
            .collect();
        frames(&labels, Severity::Error, &sources, false)
    }

    #[test]
    fn a_label_points_at_the_piece() {
        insta::assert_snapshot!(draw("a {\n  inherits = [«\"bse\"»]\n}\n"), @r#"
          ╭─[docker-bake.hcl:2:15]
        1 │ a {
        2 │   inherits = ["bse"]
          ·               ──┬──
          ·                 ╰── this one
        3 │ }
          ╰────
        "#);
    }

    #[test]
    fn labels_far_apart_have_a_frame_each_and_the_first_comes_first() {
        let mut sources = Sources::new();
        let file = sources.add("f", "one\ntwo\n3\n4\n5\n6\n7\neight\n");
        let at = |start, end| Label { span: Span::new(file, start, end), text: String::new() };
        insta::assert_snapshot!(frames(&[at(18, 23), at(0, 3)], Severity::Error, &sources, false), @r"
          ╭─[f:8:1]
        7 │ 7
        8 │ eight
          · ─────
          ╰────
          ╭─[f:1:1]
        1 │ one
          · ───
        2 │ two
          ╰────
        ");
    }

    #[test]
    fn tabs_byte_order_marks_and_carriage_returns_do_not_shift_the_label() {
        insta::assert_snapshot!(draw("\u{feff}x\t=\t«nope»\r\ny = 1\r\n"), @r"
          ╭─[docker-bake.hcl:1:5]
        1 │ x   =   nope
          ·         ──┬─
          ·           ╰── this one
        2 │ y = 1
          ╰────
        ");
    }

    #[test]
    fn a_long_line_is_cut_around_the_label() {
        let long = "0123456789".repeat(1000);
        insta::assert_snapshot!(draw(&format!("{long}«here»{long}")), @r"
          ╭─[docker-bake.hcl:1:10001]
        1 │ …012345678901234567890123456789here012345678901234567890123456789012345678901234567890123456789012345…
          ·                                ──┬─
          ·                                  ╰── this one
          ╰────
        ");
    }

    #[test]
    fn a_label_longer_than_the_window_ends_with_it() {
        insta::assert_snapshot!(draw(&format!("x = «{}»", "ab".repeat(100))), @r"
          ╭─[docker-bake.hcl:1:5]
        1 │ x = abababababababababababababababababababababababababababababababababababababababababababababababab…
          ·     ────────────────────────────────────────────────┬───────────────────────────────────────────────
          ·                                                     ╰── this one
          ╰────
        ");
    }

    #[test]
    fn what_steers_a_terminal_is_shown_as_a_picture() {
        insta::assert_snapshot!(draw("a = \"\x1b[31m«b»\"\0"), @r#"
          ╭─[docker-bake.hcl:1:11]
        1 │ a = "␛[31mb"␀
          ·           ┬
          ·           ╰── this one
          ╰────
        "#);
    }

    #[test]
    fn a_label_over_lines_and_one_at_the_end_are_drawn() {
        insta::assert_snapshot!(draw("a «{\n b\n}»"), @r"
          ╭─[docker-bake.hcl:1:3]
        1 │ a {
          ·   ┬
          ·   ╰── this one
        2 │  b
          ╰────
        ");
        insta::assert_snapshot!(draw("a {«»"), @r"
          ╭─[docker-bake.hcl:1:4]
        1 │ a {
          ·    ▲
          ·    ╰── this one
          ╰────
        ");
        insta::assert_snapshot!(draw("«»"), @r"
          ╭─[docker-bake.hcl:1:1]
        1 │ 
          · ▲
          · ╰── this one
          ╰────
        ");
        insta::assert_snapshot!(draw("a {\n«»"), @r"
          ╭─[docker-bake.hcl:2:1]
        1 │ a {
        2 │ 
          · ▲
          · ╰── this one
          ╰────
        ");
    }
}
