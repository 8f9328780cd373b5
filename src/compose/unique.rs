//! The last of each name wins, in the place of the first.

use std::collections::BTreeMap;

use super::keys::Keys;
use super::short_form;
use super::yaml::{Node, Yaml};
use super::{Checked, fault};

/// Removes what is written twice from the lists that compose reads as sets.
///
/// # Errors
/// For an item that has no name.
pub(super) fn unique(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &mut node.value {
        Yaml::Map(map) => {
            for (key, inner) in map {
                unique(inner, &keys.then(key))?;
            }
        }
        Yaml::List(list) => {
            if let Some(name) = naming(keys) {
                *list = last_of_each(std::mem::take(list), name)?;
            }
        }
        _ => {}
    }
    Ok(())
}

type Name = fn(&Node) -> Checked<String>;

/// Lists of `NAME` or `NAME=value`.
const PAIRS: &[&str] = &[
    "networks.*.labels",
    "networks.*.ipam.options",
    "services.*.annotations",
    "services.*.build.args",
    "services.*.build.additional_contexts",
    "services.*.build.platform",
    "services.*.build.tags",
    "services.*.build.labels",
    "services.*.cap_add",
    "services.*.cap_drop",
    "services.*.deploy.labels",
    "services.*.dns",
    "services.*.dns_opt",
    "services.*.dns_search",
    "services.*.environment",
    "services.*.labels",
    "services.*.links",
    "services.*.networks.*.aliases",
    "services.*.networks.*.link_local_ips",
    "services.*.profiles",
    "services.*.sysctls",
    "services.*.tmpfs",
];

fn naming(keys: &Keys<'_>) -> Option<Name> {
    if keys.are_any(PAIRS) {
        Some(pair_name)
    } else if keys.are("services.*.env_file") {
        Some(|node| field_or_text(node, "path"))
    } else if keys.are("services.*.volumes") {
        Some(volume_name)
    } else if keys.are("services.*.devices") {
        Some(|node| field_or_text(node, "target"))
    } else if keys.are("services.*.expose") {
        Some(expose_name)
    } else {
        None
    }
}

fn last_of_each(items: Vec<Node>, name: Name) -> Checked<Vec<Node>> {
    let mut kept: Vec<Node> = Vec::with_capacity(items.len());
    let mut places = BTreeMap::new();
    for item in items {
        let place = *places.entry(name(&item)?).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(before) => *before = item,
            None => kept.push(item),
        }
    }
    Ok(kept)
}

fn pair_name(node: &Node) -> Checked<String> {
    let text = node.as_text().ok_or_else(|| {
        fault(
            node.span,
            format!("an item of this list must be a string, and this is {}", node.kind()),
        )
    })?;
    Ok(text.split('=').next().unwrap_or(text).to_owned())
}

/// The field of a mapping that names it; a string is its own name, and what is neither has none.
fn field_or_text(node: &Node, field: &str) -> Checked<String> {
    let Some(map) = node.as_map() else { return Ok(node.as_text().unwrap_or_default().to_owned()) };
    let name = map.get(field).and_then(Node::as_text);
    name.map(str::to_owned).ok_or_else(|| fault(node.span, format!("this needs a `{field}`")))
}

fn volume_name(node: &Node) -> Checked<String> {
    match node.as_text() {
        Some(text) => {
            short_form::volume_target(text).map_err(|problem| vec![problem.into_error(node.span)])
        }
        None => field_or_text(node, "target"),
    }
}

fn expose_name(node: &Node) -> Checked<String> {
    match &node.value {
        Yaml::Text(_) | Yaml::Int(_) => Ok(node.spoken()),
        _ => Err(fault(
            node.span,
            format!("a port must be a number or a string, and this is {}", node.kind()),
        )),
    }
}
