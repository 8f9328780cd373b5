//! Comma-separated values as Go's `encoding/csv` reads them.

use std::collections::BTreeSet;

use super::function::{Function, pure, text};
use super::{Args, limits};
use crate::diag::Problem;
use crate::text::Text;
use crate::value::{Fields, Type, Value, normalized};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[pure(
    "csvdecode",
    "the rows of comma-separated values, whose first line names the columns",
    &[text("str")],
    csvdecode,
)];

/// The rows of a table as a list of objects; the first row names the attributes.
fn csvdecode(args: Args) -> Result<Value, Problem> {
    let mut reader = Reader::new(args.string(0)?);
    let header =
        reader.record()?.ok_or_else(|| Problem::new("there is no header line").argument(0))?;
    let names = column_names(&header)?;
    let mut rows = Vec::new();
    while let Some(record) = reader.record()? {
        if record.len() != names.len() {
            return Err(reader.problem(&format!("{} fields, not {}", record.len(), names.len())));
        }
        limits::elements(rows.len().saturating_mul(names.len()))?;
        rows.push(Value::object(row(&names, &record)));
    }
    let row_type = Type::object(names.into_iter().map(|name| (name, Type::String)));
    Ok(Value::list(row_type, rows))
}

fn row(names: &[Text], record: &[String]) -> Fields {
    names.iter().cloned().zip(record.iter().map(Value::string)).collect()
}

fn column_names(header: &[String]) -> Result<Vec<Text>, Problem> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = header.iter().find(|name| !seen.insert(name.as_str())) {
        return Err(Problem::new(format!("there are two columns `{twice}`")).argument(0));
    }
    Ok(header.iter().map(|name| normalized(name)).collect())
}

/// A reader of records.
struct Reader<'a> {
    /// The lines that are left, each with its line feed.
    lines: std::str::SplitInclusive<'a, char>,
    /// How many lines have been read.
    line: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { lines: text.split_inclusive('\n'), line: 0 }
    }

    /// The next line. CR LF is read as LF, and a CR at the very end is dropped.
    fn next_line(&mut self) -> Option<Line<'a>> {
        let line = self.lines.next()?;
        self.line += 1;
        let (text, ended) = line.strip_suffix('\n').map_or((line, false), |text| (text, true));
        Some(Line { text: text.strip_suffix('\r').unwrap_or(text), ended })
    }

    /// The fields of the next line that is not empty, and of those that its quotes run on to.
    fn record(&mut self) -> Result<Option<Vec<String>>, Problem> {
        let line = loop {
            match self.next_line() {
                Some(line) if line.text.is_empty() => {}
                Some(line) => break line,
                None => return Ok(None),
            }
        };
        let (mut fields, mut rest) = (Vec::new(), Some(line));
        while let Some(line) = rest {
            let (field, after) = match line.text.strip_prefix('"') {
                Some(text) => self.quoted(Line { text, ..line })?,
                None => self.bare(line)?,
            };
            fields.push(field);
            rest = after;
        }
        Ok(Some(fields))
    }

    /// A field without quotes, and what follows the comma behind it.
    fn bare(&self, line: Line<'a>) -> Result<(String, Option<Line<'a>>), Problem> {
        let (field, rest) = match line.text.split_once(',') {
            Some((field, text)) => (field, Some(Line { text, ..line })),
            None => (line.text, None),
        };
        if field.contains('"') {
            return Err(self.problem("a quote inside a field that does not start with one"));
        }
        Ok((field.to_owned(), rest))
    }

    /// A field after its opening quote, and what follows the comma behind it.
    fn quoted(&mut self, mut line: Line<'a>) -> Result<(String, Option<Line<'a>>), Problem> {
        let mut field = String::new();
        loop {
            let Some((before, after)) = line.text.split_once('"') else {
                field.push_str(line.text);
                if line.ended {
                    field.push('\n');
                }
                line = self.next_line().ok_or_else(|| self.problem("a quote is not closed"))?;
                continue;
            };
            field.push_str(before);
            line.text = after;
            match after.chars().next() {
                None => return Ok((field, None)),
                Some(',') => return Ok((field, Some(Line { text: &after[1..], ..line }))),
                Some('"') => {
                    field.push('"');
                    line.text = &after[1..];
                }
                Some(_) => return Err(self.problem("text behind a closing quote")),
            }
        }
    }

    fn problem(&self, what: &str) -> Problem {
        Problem::new(format!("line {} of the CSV: {what}", self.line)).argument(0)
    }
}

/// A line, or what is left of it.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// Whether a line feed ends it.
    ended: bool,
}
