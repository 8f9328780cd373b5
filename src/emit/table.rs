//! Columns that end in tabs, as Go's `text/tabwriter` sets them.
//!
//! bake prints its lists with that package (smallest width 1, tab width 8, padding 1, padded with
//! tabs) and people cut them apart with scripts, so the output is the same to the byte. A cell
//! ends at a tab; what follows the last tab of a line belongs to no column. A column is as wide as
//! its widest cell in the run of lines that all have it, so that an unrelated line further down
//! does not widen it.

use std::fmt::Write;

const TAB_WIDTH: usize = 8;
const PADDING: usize = 1;

/// One line: the cells that end in a tab, then the rest.
struct Line<'a> {
    cells: Vec<&'a str>,
    rest: &'a str,
    widths: Vec<usize>,
    end: &'static str,
}

/// The text with every cell padded to the width of its column.
pub fn aligned(text: &str) -> String {
    // A form feed ends the line and starts a new table.
    let mut out = String::with_capacity(text.len());
    let mut tables = text.split('\x0c').peekable();
    while let Some(table) = tables.next() {
        let mut lines = lines(table, tables.peek().is_some());
        measure(&mut lines);
        for line in &lines {
            print(line, &mut out);
        }
    }
    out
}

fn lines(table: &str, ended: bool) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = table.split('\n').map(line).collect();
    if !ended && let Some(last) = lines.last_mut() {
        last.end = "";
    }
    lines
}

fn line(text: &str) -> Line<'_> {
    // A vertical tab ends a cell too.
    let mut cells: Vec<&str> = text.split(['\t', '\x0b']).collect();
    let rest = cells.pop().unwrap_or_default();
    Line { cells, rest, widths: Vec::new(), end: "\n" }
}

/// Gives every cell the width of its column, one column after the other.
fn measure(lines: &mut [Line]) {
    let mut having: Vec<usize> =
        (0..lines.len()).filter(|at| !lines[*at].cells.is_empty()).collect();
    for column in 0.. {
        having.retain(|at| lines[*at].cells.len() > column);
        if having.is_empty() {
            return;
        }
        for run in having.chunk_by(|one, next| one + 1 == *next) {
            let width = run.iter().map(|at| width(lines[*at].cells[column])).max();
            for at in run {
                lines[*at].widths.push(width.unwrap_or_default());
            }
        }
    }
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

fn print(line: &Line, out: &mut String) {
    for (cell, widest) in line.cells.iter().zip(&line.widths) {
        let column = (widest + PADDING).next_multiple_of(TAB_WIDTH);
        let tabs = (column - width(cell)).div_ceil(TAB_WIDTH);
        out.push_str(cell);
        out.extend(std::iter::repeat_n('\t', tabs));
    }
    // Writing to a string cannot fail.
    let _infallible = write!(out, "{}{}", line.rest, line.end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_cells_get_as_many_tabs_as_the_longest_asks_for() {
        assert_eq!(aligned("A\tB\nlonger than\tC\n"), "A\t\tB\nlonger than\tC\n");
    }

    #[test]
    fn a_full_column_of_eight_goes_to_the_next_stop() {
        assert_eq!(aligned("1234567\tB\n1\tC\n"), "1234567\tB\n1\tC\n");
        assert_eq!(aligned("12345678\tB\n1\tC\n"), "12345678\tB\n1\t\tC\n");
    }

    #[test]
    fn a_line_without_the_column_ends_it() {
        assert_eq!(aligned("a\tb\nplain\nlonger than\tc\n"), "a\tb\nplain\nlonger than\tc\n");
    }

    #[test]
    fn empty_columns_are_kept_and_letters_count_once() {
        assert_eq!(aligned("é\t\tx\n"), "é\t\tx\n");
        assert_eq!(aligned("ééééééé\tx\ny\tx"), "ééééééé\tx\ny\tx");
    }
}
