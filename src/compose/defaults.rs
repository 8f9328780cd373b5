//! What stands in a model though nobody says it.

use super::keys::Keys;
use super::yaml::{Node, Yaml};
use super::{Checked, fault};

/// Says what a plan shows: a `build` without a context has the working directory for one.
///
/// # Errors
/// Where there is no mapping to say something in, also of what no plan shows.
pub(super) fn fill(model: &mut Node) -> Checked<()> {
    let services =
        model.as_map_mut().and_then(|map| map.get_mut("services")).and_then(Node::as_map_mut);
    for service in services.into_iter().flat_map(|services| services.values_mut()) {
        let build = service.as_map_mut().and_then(|service| service.get_mut("build"));
        let Some(build) = build else { continue };
        let context = build.text(".");
        if let Some(build) = build.as_map_mut() {
            build.entry("context".to_owned()).or_insert(context);
        }
    }
    check(model, &Keys::TOP)
}

/// What gets defaults that no plan shows.
const MAPPINGS: &[&str] =
    &["services.*.deploy.resources.reservations.devices.*", "services.*.volumes.*.bind"];

fn check(node: &Node, keys: &Keys<'_>) -> Checked<()> {
    if keys.are_any(MAPPINGS) && node.as_map().is_none() {
        let message = format!("`{keys}` must be a mapping, and this is {}", node.kind());
        return Err(fault(node.span, message));
    }
    match &node.value {
        Yaml::Map(map) => map.iter().try_for_each(|(key, inner)| check(inner, &keys.then(key))),
        Yaml::List(list) => list.iter().try_for_each(|item| check(item, &keys.item())),
        _ => Ok(()),
    }
}
