//! `--list`: what to list and how, as bake reads it.

use crate::diag::{Problem, similar};
use crate::emit::list::{Kind, Layout};
use crate::target::csv;

/// What a text such as `targets` or `type=variables,format=json` asks for.
///
/// # Errors
/// For what bake cannot list.
pub fn parse(text: &str) -> Result<(Kind, Layout), Problem> {
    let fields = csv::fields(text)?;
    if matches!(fields.as_slice(), [only] if only == text) && !text.starts_with("type=") {
        return Ok((kind(text)?, Layout::Table));
    }
    let (mut listed, mut format) = (String::new(), String::new());
    for field in &fields {
        let (key, value) = csv::pair(field)?;
        match key.to_lowercase().trim() {
            "type" => listed = value,
            "format" => format = value,
            _ => return Err(Problem::new(format!("a list has no `{key}`"))),
        }
    }
    Ok((kind(&listed)?, layout(&format)?))
}

fn kind(text: &str) -> Result<Kind, Problem> {
    match text {
        "targets" => Ok(Kind::Targets),
        "variables" => Ok(Kind::Variables),
        _ => Err(unknown("list", text, ["targets", "variables"])),
    }
}

fn layout(text: &str) -> Result<Layout, Problem> {
    match text {
        "" | "table" => Ok(Layout::Table),
        "json" => Ok(Layout::Json),
        _ => Err(unknown("format", text, ["table", "json"])),
    }
}

fn unknown(what: &str, text: &str, known: [&str; 2]) -> Problem {
    Problem::new(format!("there is no {what} `{text}`")).hint(similar::one_of(text, &known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_bake_reads_them() {
        assert_eq!(parse("targets").unwrap(), (Kind::Targets, Layout::Table));
        assert_eq!(parse("type=variables").unwrap(), (Kind::Variables, Layout::Table));
        assert_eq!(parse("Format=json, TYPE=targets").unwrap(), (Kind::Targets, Layout::Json));
    }

    #[test]
    fn what_cannot_be_listed_is_refused() {
        for text in ["things", "format=json", "type=targets,format=yaml", "type=targets,x=1"] {
            assert!(parse(text).is_err(), "{text}");
        }
        for text in ["type=", "targets,variables", "ta\"r"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
