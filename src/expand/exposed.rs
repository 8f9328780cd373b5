//! The values of blocks as expressions see them: `target.NAME.ATTRIBUTE`, `group.NAME.targets`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::declare::BlockKind;
use crate::text::Text;
use crate::value::{Fields, Type, Value};

use super::state::Output;

/// All blocks that have been evaluated, wholly or in part, by kind and name.
///
/// What is exposed last under a name is what is seen: a second block of the same name hides the
/// first, although both are merged in the end (buildx keeps one value a name while it evaluates).
#[derive(Default, Debug)]
pub(super) struct Exposed {
    groups: Option<Mutex<Members>>,
    targets: Option<Mutex<Members>>,
}

/// The blocks of one kind. Few files look at another block's attributes, so values are made only
/// when the first one asks, and then kept up to date.
#[derive(Default, Debug)]
struct Members {
    made: Arc<Fields>,
    waiting: BTreeMap<Text, Output>,
}

impl Exposed {
    /// Lets expressions see that there are blocks of this kind, be it none so far.
    pub(super) fn open(&mut self, kind: BlockKind) {
        self.slot(kind).get_or_insert_default();
    }

    /// Lets expressions see a block, in place of what they saw under its name before.
    pub(super) fn expose(&mut self, kind: BlockKind, name: &Text, output: &Output) {
        let members = self.slot(kind).get_or_insert_default();
        let members = members.get_mut().unwrap_or_else(PoisonError::into_inner);
        members.waiting.insert(name.clone(), output.clone());
    }

    /// The value of the word `target` or `group`; none before any block of the kind was touched.
    pub(super) fn object(&self, kind: BlockKind) -> Option<Value> {
        let members = match kind {
            BlockKind::Group => self.groups.as_ref()?,
            BlockKind::Target => self.targets.as_ref()?,
        };
        let mut members = members.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, output) in std::mem::take(&mut members.waiting) {
            let value = output.to_value(&name);
            Arc::make_mut(&mut members.made).insert(name, value);
        }
        Some(if members.made.is_empty() {
            Value::map(Type::String, Fields::new())
        } else {
            Value::Object(members.made.clone())
        })
    }

    fn slot(&mut self, kind: BlockKind) -> &mut Option<Mutex<Members>> {
        match kind {
            BlockKind::Group => &mut self.groups,
            BlockKind::Target => &mut self.targets,
        }
    }
}
