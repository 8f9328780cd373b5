//! `x-bake`: what bake knows and compose does not.

use super::yaml::{Map, Node, Yaml};
use super::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::Span;

/// A text and where it stands.
pub(super) type Placed = (String, Span);

/// The extension of a `build` section.
#[derive(Default, Debug)]
pub(super) struct Bake {
    pub(super) tags: Vec<Placed>,
    pub(super) cache_from: Vec<Placed>,
    pub(super) cache_to: Vec<Placed>,
    pub(super) secret: Vec<Placed>,
    pub(super) ssh: Vec<Placed>,
    pub(super) platforms: Vec<Placed>,
    pub(super) output: Vec<Placed>,
    pub(super) pull: Option<bool>,
    pub(super) no_cache: Option<bool>,
    pub(super) no_cache_filter: Vec<Placed>,
    pub(super) contexts: Vec<(String, String)>,
    /// Where each field stands.
    pub(super) fields: Map,
}

/// Reads the extension; what it does not know, it leaves alone.
///
/// # Errors
/// Everything that is of the wrong kind.
pub(super) fn bake(node: &Node) -> Checked<Bake> {
    let Some(fields) = node.as_map() else {
        return Err(fault(
            node.span,
            format!("`x-bake` must be a mapping, and this is {}", node.kind()),
        ));
    };
    let mut errors = Vec::new();
    let mut texts = |name: &str| {
        fields.get(name).map_or(Ok(Vec::new()), |node| texts(name, node)).unwrap_or_else(
            |mut found| {
                errors.append(&mut found);
                Vec::new()
            },
        )
    };
    let found = Bake {
        tags: texts("tags"),
        cache_from: texts("cache-from"),
        cache_to: texts("cache-to"),
        secret: texts("secret"),
        ssh: texts("ssh"),
        platforms: texts("platforms"),
        output: texts("output"),
        no_cache_filter: texts("no-cache-filter"),
        pull: truth(fields, "pull")?,
        no_cache: truth(fields, "no-cache")?,
        contexts: contexts(fields)?,
        fields: fields.clone(),
    };
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// A list, or one text that is taken apart at white space. Nulls in a list do not count.
fn texts(name: &str, node: &Node) -> Checked<Vec<Placed>> {
    match &node.value {
        Yaml::Null => Ok(Vec::new()),
        Yaml::List(items) => {
            let items = items.iter().filter(|item| !item.is_null());
            items.map(|item| Ok((scalar(name, item)?, item.span))).collect()
        }
        _ => {
            let text = scalar(name, node)?;
            Ok(text.split_whitespace().map(|word| (word.to_owned(), node.span)).collect())
        }
    }
}

/// A scalar as YAML would write it.
fn scalar(name: &str, node: &Node) -> Checked<String> {
    match &node.value {
        Yaml::List(_) | Yaml::Map(_) => {
            Err(fault(node.span, format!("`{name}` takes strings, and this is {}", node.kind())))
        }
        Yaml::Time { written, .. } => Ok(written.clone()),
        Yaml::Null => Ok(String::new()),
        _ => Ok(node.spoken()),
    }
}

/// A boolean. As text only the words that YAML 1.1 had for it count, and not `true`.
fn truth(fields: &Map, name: &str) -> Checked<Option<bool>> {
    let Some(node) = fields.get(name) else { return Ok(None) };
    match &node.value {
        Yaml::Null => Ok(None),
        Yaml::Bool(value) => Ok(Some(*value)),
        Yaml::Text(text) => match text.as_str() {
            "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Ok(Some(true)),
            "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Ok(Some(false)),
            _ => Err(not_a_boolean(name, node)),
        },
        _ => Err(not_a_boolean(name, node)),
    }
}

fn not_a_boolean(name: &str, node: &Node) -> Vec<Diagnostic> {
    fault(node.span, format!("`{name}` must be `true` or `false`, and this is {}", node.kind()))
}

fn contexts(fields: &Map) -> Checked<Vec<(String, String)>> {
    let Some(node) = fields.get("contexts").filter(|node| !node.is_null()) else {
        return Ok(Vec::new());
    };
    let Some(map) = node.as_map() else {
        return Err(fault(
            node.span,
            format!("`contexts` must be a mapping, and this is {}", node.kind()),
        ));
    };
    map.iter().map(|(name, node)| Ok((name.clone(), scalar("contexts", node)?))).collect()
}
