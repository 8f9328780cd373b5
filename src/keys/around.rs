//! What counts of the world around targets, asked for once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::source::Host;
use crate::text::Text;

use super::Input;

/// What counts of the world around targets.
#[derive(Debug)]
pub(super) struct Around<'a> {
    host: &'a dyn Host,
    /// The policy that the environment names.
    pub(super) policy: Option<String>,
    /// Whether the environment has the revision written into images, in its words.
    pub(super) git_labels: Option<Input>,
    /// Whether the environment wants no attestations but those that are asked for, in its words.
    pub(super) no_attestations: Option<Input>,
    policies: Mutex<HashMap<String, Option<Policy>>>,
}

/// A file with a policy: its text, or why it cannot be read.
pub(super) type Policy = Result<Text, String>;

impl<'a> Around<'a> {
    /// What a host tells.
    pub(super) fn of(host: &'a dyn Host) -> Self {
        let truth = |name: &str| {
            let value = host.variable(name).filter(|value| is_true(value))?;
            Some(Input::text(name, name, value))
        };
        Self {
            host,
            policy: host.variable("EXPERIMENTAL_BUILDKIT_SOURCE_POLICY"),
            git_labels: truth("BUILDX_GIT_LABELS"),
            no_attestations: truth("BUILDX_NO_DEFAULT_ATTESTATIONS"),
            policies: Mutex::default(),
        }
    }

    /// The policy in a file, if there is such a file.
    pub(super) fn policy(&self, file: &str) -> Option<Policy> {
        let mut policies = self.policies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = policies.get(file) {
            return known.clone();
        }
        let policy = self.read(file);
        policies.insert(file.to_owned(), policy.clone());
        policy
    }

    fn read(&self, file: &str) -> Option<Policy> {
        let path = Path::new(file);
        let Ok(Some(_)) = self.host.kind(path) else { return None };
        let text = self.host.read(path).map(|bytes| String::from_utf8_lossy(&bytes).into());
        Some(text.map_err(|error| error.to_string()))
    }
}

/// Whether a variable of the environment is neither empty nor a word for "no".
fn is_true(value: &str) -> bool {
    !matches!(value.to_ascii_lowercase().as_str(), "" | "0" | "f" | "false")
}
