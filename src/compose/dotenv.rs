//! `.env` files in compose's dialect.
//!
//! `NAME=value` or `NAME: value`, with `export` in front if one likes; a name alone takes its
//! value from outside. Double quotes know escapes and variables, single quotes neither, and a
//! value without quotes ends at ` #`.

use std::ops::Range;

use super::template::{self, Environment};
use crate::diag::Problem;

/// A problem and the bytes of the file to blame.
pub(super) type Misread = (Problem, Range<usize>);

/// Reads a file's lines into `into`; `outside` answers for variables before the file does.
///
/// # Errors
/// At the first line that is not one.
pub(super) fn read(
    text: &str,
    into: &mut Environment,
    outside: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Misread> {
    let mut reader = Reader { text, at: 0 };
    while reader.skip_to_statement() {
        let start = reader.at;
        match reader.name()? {
            Name::Inherited(name) => {
                if let Some(value) = outside(&name) {
                    into.insert(name, value);
                }
            }
            Name::Assigned(name) => {
                let value = reader.value(into, outside)?;
                let value = value.map_err(|problem| (problem, start..reader.at))?;
                into.insert(name, value);
            }
        }
    }
    Ok(())
}

/// A name and whether a value follows.
enum Name {
    Assigned(String),
    Inherited(String),
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// White space within a line, as the reference counts it.
fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ' | '\u{85}' | '\u{a0}')
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, skippable: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(skippable).len();
    }

    /// Moves past white space and comments; `false` at the end of the file.
    fn skip_to_statement(&mut self) -> bool {
        loop {
            self.skip(char::is_whitespace);
            if !self.rest().starts_with('#') {
                return !self.rest().is_empty();
            }
            self.skip(|c| c != '\n');
        }
    }

    fn name(&mut self) -> Result<Name, Misread> {
        if let Some(after) = self.rest().strip_prefix("export")
            && after.starts_with(|c: char| c.is_ascii_whitespace())
        {
            let word = self.at..self.at + "export".len();
            self.at = word.end;
            self.skip(is_blank);
            if self.rest().is_empty() {
                return Err((Problem::new("`export` needs the name of a variable"), word));
            }
        }
        let start = self.at;
        let rest = self.rest();
        let end = rest.char_indices().find(|&(_, c)| !is_name(c) && !is_blank(c));
        let line = rest.split('\n').next().unwrap_or(rest);
        let (end, sign) = match end {
            Some((end, sign @ ('=' | ':' | '\n'))) => (end, sign),
            Some((end, other)) => {
                let problem = format!("unexpected `{other}` in the variable name `{line}`");
                return Err((Problem::new(problem), start + end..start + end + other.len_utf8()));
            }
            // compose takes a file's last word, where no line break follows, for the value of a
            // variable without a name.
            None => return Ok(Name::Assigned(String::new())),
        };
        let name = rest.get(..end).unwrap_or_default().trim_end();
        if name.contains(' ') {
            return Err((
                Problem::new("a variable name cannot contain a space"),
                start..start + end,
            ));
        }
        self.at = start + end + 1;
        self.skip(is_blank);
        let name = name.to_owned();
        Ok(if sign == '\n' { Name::Inherited(name) } else { Name::Assigned(name) })
    }

    /// The value that follows; an error of the inner result is one of its template.
    fn value(
        &mut self,
        known: &Environment,
        outside: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Result<String, Problem>, Misread> {
        let lookup = |name: &str| outside(name).or_else(|| known.get(name).cloned());
        let rest = self.rest();
        match rest.chars().next() {
            Some('\'') => self.quoted('\'').map(Ok),
            Some('"') => {
                let text = self.quoted('"')?;
                Ok(template::substitute(&unescape(&text), &lookup))
            }
            _ => {
                let line = rest.split('\n').next().unwrap_or(rest);
                self.at += (line.len() + 1).min(rest.len());
                let value = line.split(" #").next().unwrap_or(line).trim_end();
                Ok(template::substitute(value, &lookup))
            }
        }
    }

    /// The text between quotes, where a backslash only takes away the meaning of a quote.
    fn quoted(&mut self, quote: char) -> Result<String, Misread> {
        let start = self.at;
        let mut out = String::new();
        let mut escaped = false;
        for (at, c) in self.rest().char_indices().skip(1) {
            match c {
                _ if c == quote && !escaped => {
                    self.at = start + at + 1;
                    return Ok(out);
                }
                '\\' if !escaped => {
                    escaped = true;
                    continue;
                }
                _ if escaped && c != quote => out.push('\\'),
                _ => {}
            }
            escaped = false;
            out.push(c);
        }
        let line = self.rest().split('\n').next().unwrap_or_default();
        Err((Problem::new("this quoted value has no end"), start..start + line.len()))
    }
}

fn is_name(c: char) -> bool {
    matches!(c, '_' | '.' | '-' | '[' | ']') || c.is_alphabetic() || c.is_numeric()
}

/// The escapes of a double-quoted value: C's single letters, `\0` with octal digits, and `\$`,
/// which keeps a dollar sign from being a variable.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let length = match after.bytes().next() {
            Some(b'0') => 1 + after.bytes().skip(1).take(3).take_while(u8::is_ascii_digit).count(),
            Some(_) => after.chars().next().map_or(0, char::len_utf8),
            None => 0,
        };
        let (escape, after) = after.split_at(length);
        match letter(escape) {
            Some('$') => out.push_str("$$"),
            Some(c) => out.push(c),
            // An octal number that is none still loses its zero.
            None => {
                out.push('\\');
                out.push_str(escape.strip_prefix('0').unwrap_or(escape));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn letter(escape: &str) -> Option<char> {
    Some(match escape {
        "a" => '\u{7}',
        "b" => '\u{8}',
        "f" => '\u{c}',
        "n" => '\n',
        "r" => '\r',
        "t" => '\t',
        "v" => '\u{b}',
        "$" => '$',
        "\"" => '"',
        "\\" => '\\',
        octal => {
            let digits = octal.strip_prefix('0').filter(|digits| digits.len() == 3)?;
            char::from(u8::from_str_radix(digits, 8).ok()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::read;

    fn variables(text: &str) -> String {
        let mut found = BTreeMap::new();
        let outside = |name: &str| (name == "OUT").then(|| "out".to_owned());
        match read(text, &mut found, &outside) {
            Ok(()) => format!("{found:?}"),
            Err((problem, place)) => format!("{place:?} {}", problem.message),
        }
    }

    #[test]
    fn lines_become_variables() {
        let all = [
            "A=1\nB: 2\nexport C=3\n# no\n\nOUT\nNOWHERE\n",
            "A=x # c\nB=x#c\nC= # c\nD=x y  \n",
            "A='a\\t$B'\nB=\"a\\tb\\\"\\$A\\\\\\q\"\nC=\"${A}\n${OUT}\" # c\n",
            "A=\"\\0123\\012\\0\"",
            "A[0].b-c=1\r\nB=2\r\n",
            "A=1\nLAST",
            "A=1\nexport ",
        ];
        insta::assert_snapshot!(all.map(variables).join("\n"), @r##"
{"A": "1", "B": "2", "C": "3", "OUT": "out"}
{"A": "x", "B": "x#c", "C": "# c", "D": "x y"}
{"A": "a\\t$B", "B": "a\tb\"$A\\\\q", "C": "a\\t$B\nout"}
{"A": "S\\12\\"}
{"A[0].b-c": "1", "B": "2"}
{"": "LAST", "A": "1"}
4..10 `export` needs the name of a variable
"##);
    }

    #[test]
    fn what_is_no_line_is_refused() {
        let all = ["A B=1", "A!=1", "A=\"x", "A=${", "A=1\nB=${C?why}"];
        insta::assert_snapshot!(all.map(variables).join("\n"), @r"
0..3 a variable name cannot contain a space
1..2 unexpected `!` in the variable name `A!=1`
2..4 this quoted value has no end
0..4 `${` is not a valid template
4..14 the variable `C` must have a value: why
");
    }
}
