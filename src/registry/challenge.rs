//! What a registry wants to see before it answers: `WWW-Authenticate`.

use std::collections::BTreeMap;

/// What a registry wants to see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Challenge {
    /// A name and a password.
    Basic,
    /// A token, and where it is to be had.
    Bearer {
        /// The address.
        realm: String,
        /// What the token is for, in the words of the registry.
        service: Option<String>,
        /// What it allows.
        scope: Option<String>,
    },
}

/// The challenges in the values of the header, those of an unknown kind left out.
pub(super) fn parse<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<Challenge> {
    headers.flat_map(split).filter_map(|(scheme, fields)| read(&scheme, fields)).collect()
}

fn read(scheme: &str, mut fields: BTreeMap<String, String>) -> Option<Challenge> {
    match scheme {
        "basic" => Some(Challenge::Basic),
        "bearer" => Some(Challenge::Bearer {
            realm: fields.remove("realm")?,
            service: fields.remove("service"),
            scope: fields.remove("scope"),
        }),
        _ => None,
    }
}

/// The schemes in a header, in small letters, each with its parameters.
fn split(header: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut all: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    let mut rest = header.trim_start_matches([' ', '\t', ',']);
    while !rest.is_empty() {
        let end = rest.find([' ', '\t', '=', ',']).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let name = word.to_ascii_lowercase();
        let value = after.trim_start_matches([' ', '\t']).strip_prefix('=');
        rest = after;
        if let Some(value) = value {
            let (value, after) = value_of(value.trim_start_matches([' ', '\t']));
            all.last_mut().map(|(_, fields)| fields.insert(name, value));
            rest = after;
        } else {
            all.push((name, BTreeMap::new()));
        }
        rest = rest.trim_start_matches([' ', '\t', ',']);
    }
    all
}

/// A value, in quotes or not, and what follows it.
fn value_of(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, quoted.get(at.saturating_add(1)..).unwrap_or_default()),
            '\\' => value.extend(letters.next().map(|(_, escaped)| escaped)),
            _ => value.push(letter),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::{Challenge, parse};

    fn bearer(realm: &str, service: Option<&str>, scope: Option<&str>) -> Challenge {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Challenge::Bearer { realm: realm.into(), service: owned(service), scope: owned(scope) }
    }

    fn one(header: &str) -> Vec<Challenge> {
        parse([header].into_iter())
    }

    #[test]
    fn challenges_are_read() {
        let header = r#"Bearer realm="https://a/t",service="a",scope="repository:x/y:pull,push""#;
        let scope = "repository:x/y:pull,push";
        assert_eq!(one(header), [bearer("https://a/t", Some("a"), Some(scope))]);
        assert_eq!(one("BASIC realm=\"a \\\"b\\\"\""), [Challenge::Basic]);
        assert_eq!(
            one("Negotiate, bearer Realm = x , Service=\"s\" Basic"),
            [bearer("x", Some("s"), None), Challenge::Basic]
        );
        let several = parse(["Basic", "Bearer realm=r"].into_iter());
        assert_eq!(several, [Challenge::Basic, bearer("r", None, None)]);
    }

    #[test]
    fn nonsense_is_no_challenge() {
        for text in
            ["", ",", "=", "realm=x", "Bearer", "Bearer realm", "Bearer service=\"x", "\"", "é"]
        {
            assert_eq!(one(text), [], "{text}");
        }
    }
}
