//! Names of contexts, as `--build-context` reads them.

use crate::diag::Problem;
use crate::target::reference::Reference;

/// Checks that `docker buildx build` hands a context on by the name it has in the plan.
///
/// bake hands names on as they are. `docker buildx build` reads them as image references and hands
/// on the short form, and refuses what is no reference.
///
/// # Errors
/// Where the name would be another one, or none.
pub(super) fn check(name: &str) -> Result<(), Problem> {
    match Reference::parse(name).map(|reference| reference.context_name()) {
        Ok(short) if short == name => Ok(()),
        Ok(short) => Err(refused(name, &format!("would make `{short}` of it"))
            .hint(format!("call the context `{short}`"))),
        Err(_) => Err(refused(name, "takes names of images only")
            .hint("use a name of small letters, digits and `-`")),
    }
}

fn refused(name: &str, why: &str) -> Problem {
    Problem::new(format!("no flag can name the context `{name}`: `--build-context` {why}"))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_name_that_would_change_is_refused_with_the_one_to_use() {
        let problem = check("docker.io/library/debian:12").unwrap_err();
        assert_eq!(
            problem.message,
            "no flag can name the context `docker.io/library/debian:12`: `--build-context` would \
             make `debian:12` of it"
        );
        assert_eq!(problem.hints, ["call the context `debian:12`"]);
        for name in ["debian:12", "base", "example.org:5000/a__b/c--d:V1"] {
            assert!(check(name).is_ok(), "{name:?}");
        }
        for name in ["Base", "base:latest", "library/a", "a::linux/amd64", ""] {
            assert!(check(name).is_err(), "{name:?}");
        }
    }
}
