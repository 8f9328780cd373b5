//! What Dockerfiles take from elsewhere.

use std::collections::BTreeMap;

use crate::text::Text;

use super::{Use, Uses};

/// What is known of the Dockerfiles of targets, by the names of the targets. Of those that are not
/// in here nobody has looked.
pub type Readings = BTreeMap<Text, Reading>;

/// What is known of the Dockerfile of one target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Nothing: it is elsewhere, or in another language, or broken.
    Opaque,
    /// Everything that the stages take that are built.
    Read(Taken),
}

/// What a Dockerfile takes from elsewhere, and all the places where it does, in order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Taken {
    /// From contexts of the target, by their names there.
    pub contexts: BTreeMap<Text, Vec<Use>>,
    /// From images, by their references as they are written, variables expanded.
    pub images: BTreeMap<Text, Vec<Use>>,
}

impl Reading {
    /// What a Dockerfile does with a context.
    pub(super) fn uses_of(&self, context: &str) -> Uses {
        match self {
            Self::Opaque => Uses::Unknown,
            Self::Read(taken) => {
                Uses::Known(taken.contexts.get(context).cloned().unwrap_or_default())
            }
        }
    }
}
