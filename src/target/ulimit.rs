//! Limits of processes: `name=soft[:hard]`.

use crate::diag::{Problem, similar};

const NAMES: [&str; 15] = [
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
];

/// Checks a limit. `-1` means "no limit".
///
/// # Errors
/// For an unknown name, for what is no whole number, and where the soft limit is above the hard.
pub fn check(text: &str) -> Result<(), Problem> {
    let Some((name, limits)) = text.split_once('=') else {
        return Err(Problem::new(format!("ulimit `{text}` is not of the form `name=soft[:hard]`")));
    };
    if !NAMES.contains(&name) {
        let problem = Problem::new(format!("there is no ulimit `{name}`"));
        return Err(problem.hint(similar::one_of(name, &NAMES)));
    }
    let (soft, hard) = limits.split_once(':').unwrap_or((limits, limits));
    let (soft, hard) = (number(soft)?, number(hard)?);
    if hard != -1 && (soft == -1 || soft > hard) {
        return Err(Problem::new(format!(
            "the soft limit of ulimit `{text}` is above the hard one"
        )));
    }
    Ok(())
}

/// The limit with both of its numbers: of one that has only one, both are the same.
pub fn in_full(text: &str) -> String {
    let (name, limits) = text.split_once('=').unwrap_or((text, ""));
    let (soft, hard) = limits.split_once(':').unwrap_or((limits, limits));
    match (number(soft), number(hard)) {
        (Ok(soft), Ok(hard)) => format!("{name}={soft}:{hard}"),
        _ => text.to_owned(),
    }
}

fn number(text: &str) -> Result<i64, Problem> {
    text.parse().map_err(|_| Problem::new(format!("`{text}` is not a whole number")))
}

#[cfg(test)]
mod tests {
    use super::{check, in_full};

    #[test]
    fn limits_are_checked_as_docker_checks_them() {
        for text in ["nofile=1024", "nofile=1024:2048", "nproc=-1", "core=5:-1", "cpu=+1"] {
            assert!(check(text).is_ok(), "{text:?}");
        }
        let bad = ["nofile", "nofiles=1", "nofile=a", "nofile=5:1", "nofile=-1:5", "nofile=1:2:3"];
        for text in bad {
            assert!(check(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_limit_has_two_numbers() {
        assert_eq!(in_full("nofile=+1024"), "nofile=1024:1024");
        assert_eq!(in_full("nofile=1:-1"), "nofile=1:-1");
        assert_eq!(in_full("nofile=x"), "nofile=x");
    }
}
