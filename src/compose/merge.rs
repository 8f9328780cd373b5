//! One model on top of another: several files, `extends` and `include`.
//!
//! Mappings are joined, lists are put one after the other, scalars are replaced. Where a list of
//! `NAME=value` stands for a mapping, both sides become such lists first, so that `unique` can
//! keep the last of each name.

use super::keys::Keys;
use super::yaml::{Map, Node, Yaml};
use super::{Checked, fault};

/// `over` on top of `base`; both stand under `keys`.
///
/// # Errors
/// Where the two are of kinds that cannot be joined.
pub(super) fn merge(base: Node, over: Node, keys: &Keys<'_>) -> Checked<Node> {
    if let Some(rule) = special(keys) {
        return rule(base, over, keys);
    }
    if over.is_null() {
        return Ok(base);
    }
    match (&base.value, &over.value) {
        (Yaml::Map(_), Yaml::Map(_)) => merge_maps(base, over, keys),
        (Yaml::List(_), Yaml::List(_)) => Ok(append(base, over)),
        (Yaml::Map(_) | Yaml::List(_), _) => Err(fault(
            over.span,
            format!("`{keys}` was {} before, and {} cannot replace it", base.kind(), over.kind()),
        )),
        _ => Ok(over),
    }
}

type Rule = fn(Node, Node, &Keys<'_>) -> Checked<Node>;

/// Lists of `NAME=value`, or lists that may also be written as a single string.
const SEQUENCES: &[&str] = &[
    "networks.*.labels",
    "volumes.*.labels",
    "services.*.annotations",
    "services.*.build.args",
    "services.*.build.additional_contexts",
    "services.*.build.labels",
    "services.*.deploy.labels",
    "services.*.dns",
    "services.*.dns_opt",
    "services.*.dns_search",
    "services.*.env_file",
    "services.*.label_file",
    "services.*.environment",
    "services.*.labels",
    "services.*.volumes.*.volume.labels",
    "services.*.sysctls",
    "services.*.tmpfs",
];

const REPLACED: &[&str] = &[
    "services.*.command",
    "services.*.entrypoint",
    "services.*.healthcheck.test",
    "services.*.ulimits.*",
    "networks.*.ipam.config",
    "services.*.logging",
];

const NAMED: &[&str] = &["services.*.models", "services.*.networks"];

fn special(keys: &Keys<'_>) -> Option<Rule> {
    if keys.are("services.*.build") {
        Some(merge_build)
    } else if keys.are_any(&["services.*.build.extra_hosts", "services.*.extra_hosts"]) {
        Some(|base, over, _| Ok(merge_hosts(base, over)))
    } else if keys.are_any(SEQUENCES) {
        Some(|base, over, _| Ok(append(as_list(base), as_list(over))))
    } else if keys.are_any(NAMED) {
        Some(|base, over, keys| {
            merge_maps(as_names(base, &Yaml::Null)?, as_names(over, &Yaml::Null)?, keys)
        })
    } else if keys.are("services.*.depends_on") {
        // In the long form each name has conditions, which no plan looks at.
        Some(|base, over, keys| {
            let conditions = Yaml::Map(Map::new());
            merge_maps(as_names(base, &conditions)?, as_names(over, &conditions)?, keys)
        })
    } else if keys.are_any(REPLACED) {
        Some(|_, over, _| Ok(over))
    } else {
        None
    }
}

/// Joins two mappings; what is no mapping counts as an empty one.
fn merge_maps(mut base: Node, over: Node, keys: &Keys<'_>) -> Checked<Node> {
    let mut joined = take_map(&mut base);
    for (key, node) in into_map(over) {
        let node = match joined.remove(&key) {
            Some(before) => merge(before, node, &keys.then(&key))?,
            None => node,
        };
        joined.insert(key, node);
    }
    Ok(base.with(Yaml::Map(joined)))
}

fn take_map(node: &mut Node) -> Map {
    node.as_map_mut().map(std::mem::take).unwrap_or_default()
}

fn into_map(mut node: Node) -> Map {
    take_map(&mut node)
}

fn append(base: Node, over: Node) -> Node {
    let (key, span) = (base.key, base.span);
    let mut items = into_list(base);
    items.extend(into_list(over));
    Node { value: Yaml::List(items), span, key }
}

fn into_list(node: Node) -> Vec<Node> {
    if let Yaml::List(items) = node.value { items } else { Vec::new() }
}

/// `build: DIR` is short for a mapping with a context.
fn merge_build(base: Node, over: Node, keys: &Keys<'_>) -> Checked<Node> {
    let long = |node: Node| match &node.value {
        Yaml::Text(_) => {
            let map = Map::from([("context".to_owned(), node.clone())]);
            node.with(Yaml::Map(map))
        }
        _ => node,
    };
    merge_maps(long(base), long(over), keys)
}

/// Hosts are put one after the other, but for those that are the same.
fn merge_hosts(base: Node, over: Node) -> Node {
    let base = as_list(base);
    let mut over = as_list(over);
    if let (Yaml::List(more), Some(known)) = (&mut over.value, base.as_list()) {
        more.retain(|host| !known.iter().any(|known| known.as_text() == host.as_text()));
    }
    append(base, over)
}

/// A list of `NAME=value` out of a mapping; a list of one out of a string.
fn as_list(node: Node) -> Node {
    let items = match &node.value {
        Yaml::List(_) => return node,
        Yaml::Text(_) => vec![node.clone()],
        Yaml::Map(map) => {
            let mut items: Vec<Node> =
                map.iter().flat_map(|(key, value)| pairs(key, value)).collect();
            items.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
            items
        }
        _ => Vec::new(),
    };
    node.with(Yaml::List(items))
}

fn pairs(key: &str, value: &Node) -> Vec<Node> {
    match &value.value {
        Yaml::Null => vec![value.text(key)],
        Yaml::List(items) => {
            items.iter().map(|item| value.text(format!("{key}={}", item.spoken()))).collect()
        }
        _ => vec![value.text(format!("{key}={}", value.spoken()))],
    }
}

/// A mapping out of a list of names, each with the same value.
fn as_names(node: Node, value: &Yaml) -> Checked<Node> {
    let Some(items) = node.as_list() else { return Ok(node) };
    let mut map = Map::new();
    for item in items {
        let Some(name) = item.as_text() else {
            return Err(fault(
                item.span,
                format!("a name must be a string, and this is {}", item.kind()),
            ));
        };
        map.insert(name.to_owned(), item.with(value.clone()));
    }
    Ok(node.with(Yaml::Map(map)))
}
