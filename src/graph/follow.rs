//! From some names to all that they need, Dockerfiles read on the way.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::select::Everything;
use crate::text::Text;

use super::implied::{Implied, Tagged};
use super::reading::Readings;

/// What was found on the way.
#[derive(Clone, Default, Debug)]
pub struct Followed {
    /// The targets, tasks and promotions that were met.
    pub names: BTreeSet<Text>,
    /// What their Dockerfiles take.
    pub readings: Readings,
    /// The links that they imply, by the targets whose Dockerfiles they are.
    pub implied: BTreeMap<Text, Vec<Implied>>,
    /// Warnings for images of which it cannot be said which target is meant, likewise.
    pub doubts: BTreeMap<Text, Vec<Diagnostic>>,
}

/// Goes from names to what they need, and to what their Dockerfiles imply that they need, and so
/// on. `read` reads the Dockerfiles of several targets; each is read once.
pub fn follow(
    everything: &Everything,
    starts: impl IntoIterator<Item = Text>,
    read: &mut dyn FnMut(&[Text]) -> Readings,
) -> Followed {
    let targets = &everything.selection.targets;
    let tagged = Tagged::new(targets.iter().map(|(name, it)| (name, &*it.attributes)));
    let mut followed = Followed::default();
    let mut next: BTreeSet<Text> = starts.into_iter().collect();
    while !next.is_empty() {
        let here: Vec<Text> = std::mem::take(&mut next).into_iter().collect();
        let readings = read(&here);
        followed.names.extend(here.iter().cloned());
        for name in here {
            let (implied, doubts) =
                readings.get(&name).map(|it| tagged.implied(&name, it)).unwrap_or_default();
            let needed = implied.iter().map(|link| &link.target);
            next.extend(needed.chain(everything.needed_by(&name)).cloned());
            if !doubts.is_empty() {
                followed.doubts.insert(name.clone(), doubts);
            }
            if !implied.is_empty() {
                followed.implied.insert(name, implied);
            }
        }
        followed.readings.extend(readings);
        next.retain(|name| !followed.names.contains(name));
    }
    followed
}
