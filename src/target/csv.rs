//! One line of comma-separated fields, the way `docker` flags are written.

use crate::diag::Problem;

/// The fields of a line. A field may stand in double quotes, in which `""` is one quote.
///
/// These are go-csvvalue's rules: spaces count, a line break at the end does not, and a line
/// without anything on it is an error rather than no fields.
///
/// # Errors
/// For an empty line and for a quote where none may stand.
pub fn fields(line: &str) -> Result<Vec<String>, Problem> {
    fields_between(line, ',')
}

/// The fields of a line that stand between `separator`s instead of commas.
///
/// # Errors
/// As [`fields`].
pub fn fields_between(line: &str, separator: char) -> Result<Vec<String>, Problem> {
    let line = without_line_break(line);
    if line.is_empty() {
        return Err(Problem::new("a value is missing: the text is empty"));
    }
    let mut found = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, after) = match text.strip_prefix('"') {
            Some(quoted) => quoted_field(quoted, line, separator)?,
            None => plain_field(text, line, separator)?,
        };
        found.push(field);
        rest = after;
    }
    Ok(found)
}

/// The fields of a line as pairs `key=value`.
///
/// # Errors
/// As [`fields`], and for a field without `=`.
pub fn pairs(line: &str) -> Result<Vec<(String, String)>, Problem> {
    fields(line)?.iter().map(|field| pair(field)).collect()
}

/// A field taken apart at its first `=`.
///
/// # Errors
/// Where there is none.
pub fn pair(field: &str) -> Result<(String, String), Problem> {
    let Some((key, value)) = field.split_once('=') else {
        return Err(Problem::new(format!("`{field}` is not of the form `key=value`")));
    };
    Ok((key.to_owned(), value.to_owned()))
}

/// A line of these fields, quoted where they have to be.
pub fn line(fields: impl IntoIterator<Item = String>) -> String {
    let quoted = |field: String| {
        if field.contains([',', '"']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field
        }
    };
    fields.into_iter().map(quoted).collect::<Vec<_>>().join(",")
}

fn without_line_break(line: &str) -> &str {
    line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line)
}

type Field<'a> = Result<(String, Option<&'a str>), Problem>;

fn plain_field<'a>(text: &'a str, line: &str, separator: char) -> Field<'a> {
    let (field, after) = match text.split_once(separator) {
        Some((field, after)) => (field, Some(after)),
        None => (text, None),
    };
    if field.contains('"') {
        return Err(misplaced_quote(line));
    }
    Ok((field.to_owned(), after))
}

/// The field whose opening quote has been read.
fn quoted_field<'a>(text: &'a str, line: &str, separator: char) -> Field<'a> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (piece, after) = rest.split_once('"').ok_or_else(|| misplaced_quote(line))?;
        field.push_str(piece);
        if let Some(after) = after.strip_prefix('"') {
            field.push('"');
            rest = after;
        } else if let Some(after) = after.strip_prefix(separator) {
            return Ok((field, Some(after)));
        } else if after.is_empty() {
            return Ok((field, None));
        } else {
            return Err(misplaced_quote(line));
        }
    }
}

fn misplaced_quote(line: &str) -> Problem {
    Problem::new(format!("a double quote in `{line}` is unmatched or misplaced"))
        .hint("quote the whole field and double the quotes in it: `\"key=a \"\"word\"\"\"`")
}

/// What Go's `strconv.ParseBool` takes for true and false.
///
/// # Errors
/// For any other text.
pub fn truth(text: &str) -> Result<bool, Problem> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(Problem::new(format!("`{text}` is neither `true` nor `false`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::fields;

    macro_rules! reads {
        ($line:expr, $expected:expr) => {
            assert_eq!(fields($line).map_err(|problem| problem.message), Ok($expected));
        };
    }

    fn list(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|&field| field.to_owned()).collect()
    }

    #[test]
    fn commas_part_fields_and_spaces_count() {
        reads!("a,b=c, d ", list(&["a", "b=c", " d "]));
        reads!("a,,", list(&["a", "", ""]));
        reads!(",", list(&["", ""]));
    }

    #[test]
    fn quotes_protect_commas_and_quotes() {
        reads!(r#"type=image,"name=a,b""#, list(&["type=image", "name=a,b"]));
        reads!(r#""a ""b"" c",d"#, list(&[r#"a "b" c"#, "d"]));
        reads!(r#""""#, list(&[""]));
        reads!(r#""","#, list(&["", ""]));
    }

    #[test]
    fn one_line_break_at_the_end_is_forgiven() {
        reads!("a\n", list(&["a"]));
        reads!("a\r\n", list(&["a"]));
        reads!("a\n\n", list(&["a\n"]));
    }

    #[test]
    fn stray_quotes_and_empty_lines_are_errors() {
        for line in ["", "\n", "\r\n", "a\"b", "\"a", "\"a\"b", "type=docker,\"x"] {
            assert!(fields(line).is_err(), "{line:?}");
        }
    }
}
