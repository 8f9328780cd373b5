//! Values of attributes as the text of a flag.
//!
//! `docker buildx` reads the text back into the very value: what does not come back, such as a
//! key in capitals where the flag is read without regard to case, is refused.

use crate::diag::Problem;
use crate::target::{Attest, Cache, Output, Policy, Resources, Secret, Ssh};
use crate::target::{attest, cache, csv, json, output, policy, secret, ssh};
use crate::text::Text;

type Written = Result<String, Problem>;

/// The text if reading it gives the value back.
fn faithful<T: PartialEq>(text: String, read: Option<&T>, value: &T) -> Written {
    if read == Some(value) {
        Ok(text)
    } else {
        Err(Problem::new("as a flag this would be read as something else"))
    }
}

fn pair(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

pub(super) fn attest(it: &Attest) -> Written {
    let Attest { kind, disabled, attrs } = it;
    let disabled = disabled.then(|| pair("disabled", "true"));
    let attrs = attrs.iter().map(|(name, value)| pair(name, value));
    let text = csv::line([pair("type", kind)].into_iter().chain(disabled).chain(attrs));
    faithful(text.clone(), attest::parse(&text).ok().as_ref(), it)
}

pub(super) fn cache(it: &Cache) -> Written {
    let Cache { kind, attrs } = it;
    let attrs = attrs.iter().map(|(name, value)| pair(name, value));
    let text = csv::line([pair("type", kind)].into_iter().chain(attrs));
    let read = cache::parse(&text).unwrap_or_default();
    faithful(text, read.first(), it)
}

pub(super) fn output(it: &Output) -> Written {
    let Output { kind, dest, attrs } = it;
    let dest = (!dest.is_empty()).then(|| pair("dest", dest));
    let attrs = attrs.iter().map(|(name, value)| pair(name, value));
    let text = csv::line([pair("type", kind)].into_iter().chain(dest).chain(attrs));
    faithful(text.clone(), output::parse(&text).ok().as_ref(), it)
}

pub(super) fn secret(it: &Secret) -> Written {
    let Secret { id, src, env } = it;
    let fields = [("id", id), ("src", src), ("env", env)];
    let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let text = csv::line(said.map(|(name, value)| pair(name, value)));
    faithful(text.clone(), secret::parse(&text).ok().as_ref(), it)
}

/// No CSV: commas part the paths, and nothing can be quoted. An agent without a name is `default`.
pub(super) fn ssh(it: &Ssh) -> Written {
    let id = if it.id.is_empty() { "default".into() } else { it.id.clone() };
    let named = Ssh { id, ..it.clone() };
    let paths: Vec<&str> = named.paths.iter().map(|path| &**path).collect();
    let text = match paths.as_slice() {
        [] => named.id.to_string(),
        paths => pair(&named.id, &paths.join(",")),
    };
    faithful(text.clone(), Some(&ssh::parse(&text)), &named)
}

pub(super) fn policy(it: &Policy) -> Written {
    let text = json::policy_text(it);
    faithful(text.clone(), policy::parse(&text).ok().as_ref(), it)
}

/// One text for each limit.
pub(super) fn resources(it: &Resources) -> Vec<String> {
    it.given().into_iter().map(|(name, value)| pair(name, &value)).collect()
}

/// An entry of a map as `NAME=VALUE`, which is taken apart at the first `=`.
pub(super) fn entry(name: &Text, value: &str) -> Written {
    let wrong = match &**name {
        "" => "no flag can give a value to an empty name".to_owned(),
        name if name.contains('=') => {
            format!("no flag can give a value to `{name}`: the name would end at the `=`")
        }
        name => return Ok(pair(name, value)),
    };
    Err(Problem::new(wrong).entry(name))
}

/// A text for a flag that is read as a line of several.
pub(super) fn one_of_a_line(text: &str) -> String {
    if text.contains(['\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        csv::line([text.to_owned()])
    }
}
