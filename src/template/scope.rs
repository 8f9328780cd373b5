//! What a template can name.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value as Seen;
use minijinja::value::{Enumerator, Object};

use super::values::seen_fields;
use crate::diag::Meant;
use crate::diag::similar::Layer;
use crate::text::Text;
use crate::value::{Fields, Value};

/// The names that stand for the target: the five words at the start of every expression.
#[derive(Clone, Default, Debug)]
pub(super) struct Scope {
    words: BTreeMap<&'static str, Arc<Fields>>,
}

impl Scope {
    /// A scope of these objects.
    pub(super) fn new<const N: usize>(words: [(&'static str, Arc<Fields>); N]) -> Self {
        Self { words: words.into() }
    }

    /// The same as the engine looks at it.
    pub(super) fn seen(&self) -> Seen {
        Seen::from_object(self.clone())
    }

    /// What may be meant by a dotted name that is not defined, and what to do about it.
    pub(super) fn unknown(&self, dotted: &str) -> Unknown {
        let mut parts = dotted.split('.').map(str::trim);
        let first = parts.next().unwrap_or_default();
        let Some(fields) = self.words.get(first) else { return self.unknown_word(first) };
        let mut level = Some(fields.as_ref());
        for part in parts {
            let Some(fields) = level else { break };
            let Some(value) = fields.get(part) else {
                let known: Layer = fields.keys().cloned().collect();
                return Unknown { meant: Some(Meant::new(part, vec![known])), hint: None };
            };
            level = value.as_fields();
        }
        Unknown { meant: None, hint: None }
    }

    fn unknown_word(&self, word: &str) -> Unknown {
        let homes = ["matrix", "vars", "var", "args"];
        let home = homes
            .into_iter()
            .find(|home| self.words.get(home).is_some_and(|fields| fields.contains_key(word)));
        let known: Layer = self.words.keys().map(|&word| word.into()).collect();
        Unknown {
            meant: home.is_none().then(|| Meant::new(word, vec![known])),
            hint: home.map(|home| format!("write `{home}.{word}`")),
        }
    }
}

/// What there is to say of a name that is not defined.
#[derive(Debug)]
pub(super) struct Unknown {
    /// The names among which one may have been meant.
    pub(super) meant: Option<Meant>,
    /// Where the name is to be found.
    pub(super) hint: Option<String>,
}

impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Seen) -> Option<Seen> {
        self.words.get(key.as_str()?).map(seen_fields)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.words.keys().map(|&word| Seen::from(word)).collect())
    }
}

/// A field for each of the pairs.
pub(super) fn fields<K: Into<Text>>(pairs: impl IntoIterator<Item = (K, Value)>) -> Arc<Fields> {
    Arc::new(pairs.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
