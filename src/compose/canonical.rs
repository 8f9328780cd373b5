//! Short forms to long ones, so that merging and reading see one shape.

use super::keys::Keys;
use super::yaml::{Map, Node, Yaml};
use super::{Checked, fault, short_form};

/// Rewrites every short form below a node.
///
/// # Errors
/// For what is neither the short nor the long form.
pub(super) fn canonical(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match rule(keys) {
        Some(rule) => rule(node, keys),
        None => children(node, keys),
    }
}

fn children(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &mut node.value {
        Yaml::Map(map) => {
            map.iter_mut().try_for_each(|(key, inner)| canonical(inner, &keys.then(key)))
        }
        Yaml::List(list) => list.iter_mut().try_for_each(|item| canonical(item, &keys.item())),
        _ => Ok(()),
    }
}

type Rule = fn(&mut Node, &Keys<'_>) -> Checked<()>;

const RULES: &[(&str, Rule)] = &[
    ("services.*.build", build),
    ("services.*.build.additional_contexts", pairs),
    ("services.*.build.provenance", |node, _| {
        spoken(node);
        Ok(())
    }),
    ("services.*.build.sbom", |node, _| {
        spoken(node);
        Ok(())
    }),
    ("services.*.build.secrets.*", mount),
    ("services.*.build.ssh", ssh),
    ("services.*.build.ulimits.*", ulimit),
    ("services.*.configs.*", mount),
    ("services.*.depends_on", depends_on),
    ("services.*.develop.watch.*.ignore", |node, _| {
        listed(node);
        Ok(())
    }),
    ("services.*.develop.watch.*.include", |node, _| {
        listed(node);
        Ok(())
    }),
    ("services.*.devices.*", device),
    ("services.*.dns", |node, _| {
        listed(node);
        Ok(())
    }),
    ("services.*.env_file", env_file),
    ("services.*.extends", extends),
    ("services.*.gpus", gpus),
    ("services.*.label_file", |node, _| {
        listed(node);
        Ok(())
    }),
    ("services.*.models", names),
    ("services.*.networks", names),
    ("services.*.ports", ports),
    ("services.*.secrets.*", mount),
    ("services.*.ulimits.*", ulimit),
    ("services.*.volumes.*", volume),
    ("configs.*", external),
    ("networks.*", external),
    ("secrets.*", external),
    ("volumes.*", external),
];

fn rule(keys: &Keys<'_>) -> Option<Rule> {
    RULES.iter().find(|(pattern, _)| keys.are(pattern)).map(|&(_, rule)| rule)
}

fn unexpected(node: &Node, keys: &Keys<'_>) -> Checked<()> {
    Err(fault(node.span, format!("`{keys}` cannot be {}", node.kind())))
}

/// A mapping with one key in the place of a string.
fn wrapped(node: &Node, key: &str) -> Node {
    node.with(Yaml::Map(Map::from([(key.to_owned(), node.clone())])))
}

fn build(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::Text(_) => *node = wrapped(node, "context"),
        Yaml::Map(_) => children(node, keys)?,
        _ => return unexpected(node, keys),
    }
    Ok(())
}

fn extends(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::Text(_) => *node = wrapped(node, "service"),
        Yaml::Map(_) => {}
        _ => return unexpected(node, keys),
    }
    Ok(())
}

/// Whatever it is becomes text.
fn spoken(node: &mut Node) {
    *node = node.text(node.spoken());
}

fn listed(node: &mut Node) {
    if node.as_text().is_some() {
        *node = node.with(Yaml::List(vec![node.clone()]));
    }
}

fn pairs(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    let Some(items) = node.as_list() else {
        return if node.as_map().is_some() { Ok(()) } else { unexpected(node, keys) };
    };
    let mut map = Map::new();
    for item in items {
        let Some((key, value)) = item.as_text().and_then(|text| text.split_once('=')) else {
            return Err(fault(item.span, format!("an item of `{keys}` must be `NAME=value`")));
        };
        map.insert(key.to_owned(), item.text(value));
    }
    *node = node.with(Yaml::Map(map));
    Ok(())
}

fn ssh(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    let Some(items) = node.as_list() else {
        return if node.as_map().is_some() { Ok(()) } else { unexpected(node, keys) };
    };
    let mut map = Map::new();
    for item in items {
        let (id, path) = match item.as_text().map(|text| text.split_once('=').ok_or(text)) {
            Some(Ok((id, path))) => (id, item.text(path)),
            Some(Err("default")) => ("default", item.with(Yaml::Null)),
            _ => return Err(fault(item.span, "an SSH key must be `default` or `ID=PATH`")),
        };
        map.insert(id.to_owned(), path);
    }
    *node = node.with(Yaml::Map(map));
    Ok(())
}

fn mount(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::Text(_) => *node = wrapped(node, "source"),
        Yaml::Map(_) => {}
        _ => return unexpected(node, keys),
    }
    Ok(())
}

fn ulimit(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    if matches!(node.value, Yaml::Map(_) | Yaml::Int(_)) { Ok(()) } else { unexpected(node, keys) }
}

fn env_file(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    listed(node);
    let Yaml::List(items) = &mut node.value else { return unexpected(node, keys) };
    for item in items {
        match &item.value {
            Yaml::Text(_) => *item = wrapped(item, "path"),
            Yaml::Map(_) => {}
            _ => {
                return Err(fault(
                    item.span,
                    format!("an environment file cannot be {}", item.kind()),
                ));
            }
        }
    }
    Ok(())
}

fn names(node: &mut Node, _: &Keys<'_>) -> Checked<()> {
    let strange =
        node.as_list().and_then(|items| items.iter().find(|item| item.as_text().is_none()));
    match strange {
        Some(item) => {
            Err(fault(item.span, format!("a name must be a string, and this is {}", item.kind())))
        }
        None => Ok(()),
    }
}

fn depends_on(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::List(_) => names(node, keys),
        Yaml::Map(map) => match map.values().find(|inner| inner.as_map().is_none()) {
            Some(inner) => unexpected(inner, keys),
            None => Ok(()),
        },
        _ => unexpected(node, keys),
    }
}

fn gpus(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::Text(_) => {
            let all = Map::from([("count".to_owned(), node.text("all"))]);
            *node = node.with(Yaml::List(vec![node.with(Yaml::Map(all))]));
            Ok(())
        }
        Yaml::List(items) => match items.iter().find(|item| item.as_map().is_none()) {
            Some(item) => unexpected(item, keys),
            None => Ok(()),
        },
        _ => unexpected(node, keys),
    }
}

fn device(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::Map(_) => Ok(()),
        Yaml::Text(text) if text.split(':').count() <= 3 => Ok(()),
        _ => unexpected(node, keys),
    }
}

fn volume(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    match &node.value {
        Yaml::Map(map) => match map.get("type").and_then(Node::as_text) {
            Some("bind") if !map.contains_key("source") => {
                Err(fault(node.span, "a bind mount needs a `source`"))
            }
            _ => Ok(()),
        },
        Yaml::Text(text) => {
            short_form::volume_target(text)
                .map_err(|problem| vec![problem.into_error(node.span)])?;
            Ok(())
        }
        _ => unexpected(node, keys),
    }
}

fn ports(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    let Some(items) = node.as_list() else { return unexpected(node, keys) };
    for item in items {
        match &item.value {
            Yaml::Map(map) if !map.contains_key("target") => {
                return Err(fault(item.span, "a port needs a `target`"));
            }
            Yaml::Map(_) => {}
            Yaml::Int(_) | Yaml::Text(_) => {
                short_form::check_port(&item.spoken())
                    .map_err(|problem| vec![problem.into_error(item.span)])?;
            }
            _ => return unexpected(item, keys),
        }
    }
    Ok(())
}

/// `external: {name: …}` is an old way to write `external: true` and `name`.
fn external(node: &mut Node, keys: &Keys<'_>) -> Checked<()> {
    if node.is_null() {
        return Ok(());
    }
    children(node, keys)?;
    if node.as_map().is_none() {
        return unexpected(node, keys);
    }
    let Some(map) = node.as_map_mut() else { return Ok(()) };
    let Some(inner) = map.get("external").filter(|inner| inner.as_map().is_some()).cloned() else {
        return Ok(());
    };
    let outer_name = map.get("name").cloned();
    map.insert("external".to_owned(), inner.with(Yaml::Bool(true)));
    let Some(name) = inner.as_map().and_then(|inner| inner.get("name")) else { return Ok(()) };
    match outer_name {
        Some(outer) if outer.as_text() != name.as_text() => {
            Err(fault(name.span, format!("`{keys}` has another name already")))
        }
        Some(_) => Ok(()),
        None => {
            map.insert("name".to_owned(), name.clone());
            Ok(())
        }
    }
}
