//! `--allow`: what a build may use.

use crate::diag::{Problem, similar};
use crate::target::csv;

/// What can be allowed as a word, and what takes a value.
const KNOWN: [&str; 11] = [
    "network.host",
    "security.insecure",
    "ssh",
    "buildx.local.delete",
    "device",
    "fs.read",
    "fs.write",
    "fs",
    "image.push",
    "image.load",
    "image",
];

/// The first of [`KNOWN`] are words.
const WORDS: usize = 4;

/// Checks what `--allow` was given, as bake does before it reads anything.
///
/// # Errors
/// For what bake does not know.
pub fn check(text: &str) -> Result<(), Problem> {
    if KNOWN.iter().take(WORDS).any(|word| *word == text) {
        return Ok(());
    }
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    match key {
        "device" if value.is_empty() => Ok(()),
        "device" => csv::fields(value).map(|_| ()).map_err(|wrong| wrong.within("device")),
        "buildx.local.delete" => Err(Problem::new("`buildx.local.delete` takes no value")),
        _ if KNOWN.iter().skip(WORDS).any(|known| *known == key) => Ok(()),
        _ => Err(unknown(key)),
    }
}

fn unknown(key: &str) -> Problem {
    Problem::new(format!("there is nothing called `{key}` to allow"))
        .hint(similar::one_of(key, &KNOWN))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_bake_knows_is_allowed() {
        for text in ["ssh", "fs.read", "fs=*", "fs.write=/x", "device", "device=a", "image.push=x"]
        {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in ["", "foo", "ssh=x", "device=a\"b", "buildx.local.delete=1", "network.host="] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
