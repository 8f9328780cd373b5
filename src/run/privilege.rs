//! What `--set` allows a build without a further word.
//!
//! Where a bake file wants to write to a folder or use a key, buildx asks for `--allow`. Where the
//! command line itself says so with `--set`, that is the permission. The plan does not tell the
//! two apart, so the permission is handed over in words.

use crate::compile::Word;
use crate::target::{cache, output, ssh};

/// The `--allow` values that overrides stand for.
pub fn implied(overrides: &[Word]) -> Vec<String> {
    let mut all: Vec<String> = overrides.iter().flat_map(|word| allowed(&word.value)).collect();
    all.sort();
    all.dedup();
    all
}

fn allowed(set: &str) -> Vec<String> {
    let Some((key, value)) = set.split_once('=') else { return Vec::new() };
    let attribute = key.trim_end_matches('+').split('.').nth(1).unwrap_or_default();
    match attribute {
        "output" => written(value),
        "cache-from" => cached(value, "src", "fs.read"),
        "cache-to" => cached(value, "dest", "fs.write"),
        "ssh" => ssh::parse(value).paths.iter().map(|path| format!("fs.read={path}")).collect(),
        "secret" | "secrets" => source(value),
        "entitlements" => {
            let known = matches!(value, "network.host" | "security.insecure");
            known.then(|| value.to_owned()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn written(value: &str) -> Vec<String> {
    let output = output::parse(value).ok().filter(|output| !output.dest.is_empty());
    output.map(|output| format!("fs.write={}", output.dest)).into_iter().collect()
}

fn cached(value: &str, key: &str, what: &str) -> Vec<String> {
    let places = cache::parse(value).unwrap_or_default();
    let local = places.into_iter().filter(|cache| &*cache.kind == "local");
    local.filter_map(|cache| Some(format!("{what}={}", cache.attrs.get(key)?))).collect()
}

/// The file of a secret, by any of its names.
fn source(value: &str) -> Vec<String> {
    let file = value
        .split(',')
        .find_map(|field| field.strip_prefix("src=").or_else(|| field.strip_prefix("source=")));
    file.map(|path| format!("fs.read={path}")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn implies(set: &str) -> String {
        let word = Word::new(set.to_owned(), Span::new(FileId(0), 0, 0));
        implied(&[word]).join(" ")
    }

    #[test]
    fn what_the_command_line_names_may_be_used() {
        assert_eq!(implies("*.output=type=local,dest=/out"), "fs.write=/out");
        assert_eq!(implies("app.output+=/out"), "fs.write=/out");
        assert_eq!(implies("*.output=type=docker"), "");
        assert_eq!(implies("*.cache-from=type=local,src=/c"), "fs.read=/c");
        assert_eq!(implies("*.cache-to=type=local,dest=/c"), "fs.write=/c");
        assert_eq!(implies("*.cache-from=user/app:cache"), "");
        assert_eq!(implies("*.ssh=default=/key.pem"), "fs.read=/key.pem");
        assert_eq!(implies("*.secret.aws=src=/key"), "fs.read=/key");
        assert_eq!(implies("*.secrets=id=a,src=/key"), "fs.read=/key");
        assert_eq!(implies("*.entitlements=network.host"), "network.host");
        assert_eq!(implies("*.entitlements=device"), "");
        assert_eq!(implies("*.tags=network.host"), "");
    }
}
