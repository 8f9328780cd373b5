//! `SOURCE_DATE_EPOCH`: the time that reproducible builds pretend it is.

use crate::source::Host;
use crate::text::Text;

use super::Selection;

const NAME: &str = "SOURCE_DATE_EPOCH";

/// Gives every target the time of the environment as a build argument, unless it has one, be it
/// null.
pub(super) fn add(selection: &mut Selection, host: &dyn Host) {
    let Some(time) = host.variable(NAME).filter(|time| !time.is_empty()) else { return };
    let time = Text::from(time);
    for target in selection.targets.values_mut() {
        let args = target.attributes.args.get_or_insert_default();
        args.insert_if_missing(NAME, || Some(time.clone()));
    }
}
