//! Annotations: `[type[platform],…:]key=value`.

use crate::diag::{Problem, similar};
use crate::target::platform;

/// What an annotation may be put on.
const KINDS: [&str; 4] = ["index", "index-descriptor", "manifest", "manifest-descriptor"];

/// Checks an annotation.
///
/// # Errors
/// Where it has no `=`, or its part before the colon is none of the known kinds.
pub fn check(text: &str) -> Result<(), Problem> {
    let Some((key, _)) = text.split_once('=') else {
        return Err(Problem::new(format!("annotation `{text}` is not of the form `key=value`")));
    };
    match key.split_once(':') {
        Some((kinds, _)) => kinds.split(',').try_for_each(check_kind),
        None => Ok(()),
    }
}

fn check_kind(text: &str) -> Result<(), Problem> {
    let (kind, platform) = match text.strip_suffix(']').and_then(|open| open.split_once('[')) {
        Some((kind, platform)) => (kind, Some(platform)),
        None => (text, None),
    };
    if !KINDS.contains(&kind) {
        let problem = Problem::new(format!("there is no annotation type `{kind}`"));
        return Err(problem.hint(similar::one_of(kind, &KINDS)));
    }
    match platform {
        Some(platform) if !is_plain(platform) => {
            Err(Problem::new(format!("`{platform}` is not a platform")))
        }
        Some(platform) => platform::check(platform),
        None => Ok(()),
    }
}

fn is_plain(platform: &str) -> bool {
    platform.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_/-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn annotations_name_what_they_are_put_on() {
        let good = [
            "a=b",
            "a=b:c",
            "=",
            "index:a=b",
            "manifest[linux/amd64]:a=b",
            "index,manifest-descriptor[arm64]:a=b",
        ];
        for text in good {
            assert!(check(text).is_ok(), "{text:?}");
        }
        let bad = [
            "a",
            "foo:a=b",
            ":a=b",
            "index,:a=b",
            "manifest[]:a=b",
            "manifest[linux.x]:a=b",
            "manifest[nosuch]:a=b",
            "manifest[linux/amd64:a=b",
        ];
        for text in bad {
            assert!(check(text).is_err(), "{text:?}");
        }
    }
}
