//! `--policy`: settings for the policies of all targets.

use crate::diag::Problem;
use crate::target::policy;

/// What the flags ask for, all of them together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policies {
    /// Each flag adds to the policies of every target.
    Added,
    /// No target has any.
    Disabled,
}

/// Checks the values of the flags, in order; the number of the one to blame comes with a problem.
///
/// # Errors
/// For what is no policy, and for what only the definitions may say.
pub fn check(values: &[String]) -> Result<Policies, (usize, Problem)> {
    for (number, value) in values.iter().enumerate() {
        let found = policy::parse(value).map_err(|problem| (number, problem))?;
        let wrong = |text: &str| Err((number, Problem::new(text)));
        if !found.files.is_empty() {
            return wrong("`--policy` takes no files: name them in the bake file");
        }
        if found.reset {
            return wrong("`--policy` takes no `reset`: put it into the bake file");
        }
        if found.disabled {
            if found.strict.is_some() || found.log_level.is_some() || values.len() > 1 {
                return wrong("policies that are disabled cannot be given other settings");
            }
            return Ok(Policies::Disabled);
        }
    }
    Ok(Policies::Added)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(values: &[&str]) -> Result<Policies, (usize, String)> {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        check(&values).map_err(|(number, problem)| (number, problem.message))
    }

    #[test]
    fn policies_are_added_or_switched_off() {
        assert_eq!(checked(&[]), Ok(Policies::Added));
        assert_eq!(checked(&["strict=true", "log-level=warn"]), Ok(Policies::Added));
        assert_eq!(checked(&["disabled=true"]), Ok(Policies::Disabled));
        assert_eq!(checked(&["disabled=false,strict=1"]), Ok(Policies::Added));
    }

    #[test]
    fn what_only_a_file_may_say_is_refused() {
        for wrong in ["filename=a.rego", "reset=true", "a", "strict=maybe", "log-level=loud", ""] {
            assert_eq!(checked(&["strict=true", wrong]).unwrap_err().0, 1, "{wrong}");
        }
        assert!(checked(&["disabled=true", "strict=true"]).is_err());
        assert!(checked(&["disabled=true,strict=true"]).is_err());
    }
}
