//! `--call`: what to ask a Dockerfile instead of building it.

use crate::diag::Problem;
use crate::target::csv;

/// A method and how to print its answer.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Call {
    /// The method, such as `lint` or `outline`; empty where only the format was given.
    pub name: String,
    /// The format of the answer; empty for the usual one.
    pub format: String,
    /// Whether the answer has no say in the exit code.
    pub ignore_status: bool,
}

/// The call that a text such as `check,format=json` stands for; none for `build` or no text.
///
/// # Errors
/// For two methods, unknown fields and what is no CSV.
pub fn parse(text: &str) -> Result<Option<Call>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut call = Call::default();
    for field in csv::fields(text)? {
        put(&mut call, &field, text)?;
    }
    // `check` came later than `lint`, which frontends go on to be asked for.
    if call.name == "check" {
        "lint".clone_into(&mut call.name);
    }
    Ok((call.name != "build").then_some(call))
}

fn put(call: &mut Call, field: &str, text: &str) -> Result<(), Problem> {
    match field.split_once('=') {
        Some(("format", value)) => value.clone_into(&mut call.format),
        Some(("ignorestatus", value)) => {
            call.ignore_status = csv::truth(value).map_err(|wrong| wrong.within("ignorestatus"))?;
        }
        Some((name, _)) => {
            return Err(Problem::new(format!("a call has no `{name}`"))
                .hint("a call is a method, `format=…` and `ignorestatus=…`"));
        }
        None if call.name.is_empty() => field.clone_into(&mut call.name),
        None => return Err(Problem::new(format!("`{text}` names two methods"))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, format: &str, ignore_status: bool) -> Call {
        Call { name: name.to_owned(), format: format.to_owned(), ignore_status }
    }

    #[test]
    fn calls_are_read() {
        assert_eq!(parse("").unwrap(), None);
        assert_eq!(parse("build,format=json").unwrap(), None);
        assert_eq!(parse("check").unwrap(), Some(call("lint", "", false)));
        assert_eq!(parse("format=json,outline").unwrap(), Some(call("outline", "json", false)));
        assert_eq!(parse("foo,ignorestatus=T").unwrap(), Some(call("foo", "", true)));
        assert_eq!(parse("format=json").unwrap(), Some(call("", "json", false)));
    }

    #[test]
    fn wrong_calls_are_refused() {
        for text in ["a,b", "x=1", "ignorestatus=maybe", "a\"b", "\n"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }
}
