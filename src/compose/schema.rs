//! What a service may say, as far as a plan is concerned: the compose specification's schema for
//! `services.*.{image,build,environment,env_file}` and `secrets`.

use std::collections::HashSet;

use super::fault;
use super::keys::Keys;
use super::yaml::{Map, Node, Yaml};
use crate::diag::{Diagnostic, similar};

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
enum Rule {
    Text,
    /// A boolean, or text that stands for one.
    Switch,
    Integer,
    Number,
    /// A boolean, text or a mapping.
    External,
    Texts,
    /// A list of text without repeats, or a mapping to scalars.
    Pairs,
    Hosts,
    Options,
    Ulimits,
    Mounts,
    EnvFiles,
    /// Text, or a list of text without repeats.
    TextOrTexts,
    Build,
}

type Fields = &'static [(&'static str, Rule)];

const SERVICE: Fields = &[
    ("build", Rule::Build),
    ("env_file", Rule::EnvFiles),
    ("environment", Rule::Pairs),
    ("image", Rule::Text),
];

const BUILD: Fields = &[
    ("additional_contexts", Rule::Pairs),
    ("args", Rule::Pairs),
    ("cache_from", Rule::Texts),
    ("cache_to", Rule::Texts),
    ("context", Rule::Text),
    ("dockerfile", Rule::Text),
    ("dockerfile_inline", Rule::Text),
    ("entitlements", Rule::Texts),
    ("extra_hosts", Rule::Hosts),
    ("isolation", Rule::Text),
    ("labels", Rule::Pairs),
    ("network", Rule::Text),
    ("no_cache", Rule::Switch),
    ("no_cache_filter", Rule::TextOrTexts),
    ("platforms", Rule::Texts),
    ("privileged", Rule::Switch),
    ("provenance", Rule::Switch),
    ("pull", Rule::Switch),
    ("sbom", Rule::Switch),
    ("secrets", Rule::Mounts),
    ("shm_size", Rule::Integer),
    ("ssh", Rule::Pairs),
    ("tags", Rule::Texts),
    ("target", Rule::Text),
    ("ulimits", Rule::Ulimits),
];

const MOUNT: Fields = &[
    ("gid", Rule::Text),
    ("mode", Rule::Number),
    ("source", Rule::Text),
    ("target", Rule::Text),
    ("uid", Rule::Text),
];

const ENV_FILE: Fields =
    &[("format", Rule::Text), ("path", Rule::Text), ("required", Rule::Switch)];

const ULIMIT: Fields = &[("hard", Rule::Integer), ("soft", Rule::Integer)];

const SECRET: Fields = &[
    ("driver", Rule::Text),
    ("driver_opts", Rule::Options),
    ("environment", Rule::Text),
    ("external", Rule::External),
    ("file", Rule::Text),
    ("labels", Rule::Pairs),
    ("name", Rule::Text),
    ("template_driver", Rule::Text),
];

/// Checks the services and secrets of a model.
///
/// # Errors
/// All places that the schema refuses.
pub(super) fn check(
    services: Option<&Node>,
    secrets: Option<&Node>,
) -> Result<(), Vec<Diagnostic>> {
    let mut check = Check { errors: Vec::new() };
    for (node, name, fields) in [(services, "services", SERVICE), (secrets, "secrets", SECRET)] {
        if let Some(node) = node {
            check.named(node, &Keys::TOP.then(name), fields);
        }
    }
    if check.errors.is_empty() { Ok(()) } else { Err(check.errors) }
}

struct Check {
    errors: Vec<Diagnostic>,
}

impl Check {
    fn refuse(&mut self, node: &Node, keys: &Keys<'_>, wanted: &str) {
        let message = format!("`{keys}` must be {wanted}, and this is {}", node.kind());
        self.errors.push(Diagnostic::error(message, node.span));
    }

    fn map<'n>(&mut self, node: &'n Node, keys: &Keys<'_>) -> Option<&'n Map> {
        if node.as_map().is_none() {
            self.refuse(node, keys, "a mapping");
        }
        node.as_map()
    }

    fn list<'n>(&mut self, node: &'n Node, keys: &Keys<'_>) -> Option<&'n [Node]> {
        if node.as_list().is_none() {
            self.refuse(node, keys, "a list");
        }
        node.as_list()
    }

    /// Services or secrets: things with names, each with the same fields.
    fn named(&mut self, node: &Node, keys: &Keys<'_>, fields: Fields) {
        let Some(map) = self.map(node, keys) else { return };
        for (name, inner) in map {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            if name.is_empty() || !name.chars().all(plain) {
                let message = format!("`{name}` is not a valid name in `{keys}`");
                let error = Diagnostic::error(message, inner.key);
                let hint = "a name is made of letters, digits, `.`, `_` and `-`";
                self.errors.push(error.hint(hint));
            } else {
                self.fields(inner, &keys.then(name), fields);
            }
        }
    }

    /// A mapping with known fields; those that start with `x-` are nobody's business.
    fn fields(&mut self, node: &Node, keys: &Keys<'_>, fields: Fields) {
        let Some(map) = self.map(node, keys) else { return };
        for (name, inner) in map {
            if let Some(&(_, rule)) = fields.iter().find(|(known, _)| known == name) {
                self.rule(inner, &keys.then(name), rule);
            } else if !name.starts_with("x-") {
                self.unknown(name, inner, keys, fields);
            } else if let Some(node) = endless(inner) {
                self.refuse(node, &keys.then(name), "finite");
            }
        }
    }

    fn unknown(&mut self, name: &str, node: &Node, keys: &Keys<'_>, fields: Fields) {
        let error = Diagnostic::error(format!("`{keys}` has no field `{name}`"), node.key);
        let known = fields.iter().map(|&(known, _)| known);
        self.errors.push(error.maybe_hint(similar::did_you_mean(name, known)));
    }

    fn rule(&mut self, node: &Node, keys: &Keys<'_>, rule: Rule) {
        if let Some(wanted) = scalar_mismatch(rule, node) {
            return self.refuse(node, keys, wanted);
        }
        match rule {
            Rule::Build => self.fields(node, keys, BUILD),
            Rule::Texts => self.texts(node, keys, false),
            Rule::TextOrTexts if is_text(node) => {}
            Rule::TextOrTexts => self.texts(node, keys, true),
            Rule::Pairs => self.pairs(node, keys),
            Rule::Hosts => self.hosts(node, keys),
            Rule::Mounts => self.each(node, keys, MOUNT),
            Rule::EnvFiles => self.env_files(node, keys),
            Rule::Ulimits => self.ulimits(node, keys),
            Rule::Options => self.options(node, keys),
            Rule::Text | Rule::Switch | Rule::Integer | Rule::Number | Rule::External => {}
        }
    }

    fn texts(&mut self, node: &Node, keys: &Keys<'_>, distinct: bool) {
        let Some(items) = self.list(node, keys) else { return };
        let mut earlier = HashSet::new();
        for item in items {
            let is_new = !distinct || earlier.insert(item.spoken());
            if !is_text(item) {
                self.refuse(item, &keys.item(), "a string");
            } else if !is_new {
                let message = format!("`{}` is in `{keys}` twice", item.spoken());
                self.errors.push(Diagnostic::error(message, item.span));
            }
        }
    }

    fn pairs(&mut self, node: &Node, keys: &Keys<'_>) {
        let Some(map) = node.as_map() else { return self.texts(node, keys, true) };
        for (name, value) in map {
            if name.is_empty() {
                self.errors.extend(fault(value.key, format!("a name in `{keys}` is empty")));
            }
            match &value.value {
                Yaml::List(_) | Yaml::Map(_) => self.refuse(value, &keys.then(name), "a scalar"),
                _ if endless(value).is_some() => self.refuse(value, &keys.then(name), "finite"),
                _ => {}
            }
        }
    }

    fn hosts(&mut self, node: &Node, keys: &Keys<'_>) {
        let Some(map) = node.as_map() else { return self.texts(node, keys, true) };
        for (name, value) in map {
            if name.is_empty() {
                self.errors.extend(fault(value.key, format!("a name in `{keys}` is empty")));
            }
            if !is_text(value) {
                self.texts(value, &keys.then(name), false);
            }
        }
    }

    fn each(&mut self, node: &Node, keys: &Keys<'_>, fields: Fields) {
        for item in self.list(node, keys).unwrap_or_default() {
            if !is_text(item) {
                self.fields(item, &keys.item(), fields);
            }
        }
    }

    fn env_files(&mut self, node: &Node, keys: &Keys<'_>) {
        if is_text(node) {
            return;
        }
        self.each(node, keys, ENV_FILE);
        for item in node.as_list().unwrap_or_default() {
            let Some(map) = item.as_map() else { continue };
            if !map.contains_key("path") {
                self.errors.extend(fault(item.span, "an environment file needs a `path`"));
            }
            if let Some(extra) = map.iter().find(|(name, _)| name.starts_with("x-")) {
                self.unknown(extra.0, extra.1, keys, ENV_FILE);
            }
        }
    }

    fn ulimits(&mut self, node: &Node, keys: &Keys<'_>) {
        let Some(map) = self.map(node, keys) else { return };
        for (name, limit) in map {
            let Some(parts) = limit.as_map() else { continue };
            let keys = keys.then(name);
            self.fields(limit, &keys, ULIMIT);
            if !(parts.contains_key("soft") && parts.contains_key("hard")) {
                self.errors
                    .extend(fault(limit.span, format!("`{keys}` needs both `soft` and `hard`")));
            }
        }
    }

    fn options(&mut self, node: &Node, keys: &Keys<'_>) {
        let Some(map) = self.map(node, keys) else { return };
        for (name, value) in map {
            let fits = is_text(value)
                || matches!(value.value, Yaml::Int(_) | Yaml::Unsigned(_) | Yaml::Float(_));
            if !fits {
                self.refuse(value, &keys.then(name), "a string or a number");
            }
        }
    }
}

/// A date goes through the schema as text.
fn is_text(node: &Node) -> bool {
    matches!(node.value, Yaml::Text(_) | Yaml::Time { .. })
}

/// What a scalar field wants, where the node is not that.
fn scalar_mismatch(rule: Rule, node: &Node) -> Option<&'static str> {
    let text = is_text(node);
    let (fits, wanted) = match rule {
        Rule::Text => (text, "a string"),
        Rule::Switch => (text || matches!(node.value, Yaml::Bool(_)), "a boolean or a string"),
        Rule::Integer => (text || is_integer(node), "an integer or a string"),
        Rule::Number => (text || is_number(node), "a number or a string"),
        Rule::External => {
            (text || matches!(node.value, Yaml::Bool(_) | Yaml::Map(_)), "a boolean or a mapping")
        }
        _ => return None,
    };
    (!fits).then_some(wanted)
}

fn is_number(node: &Node) -> bool {
    match node.value {
        Yaml::Float(value) => value.is_finite(),
        Yaml::Int(_) | Yaml::Unsigned(_) => true,
        _ => false,
    }
}

fn is_integer(node: &Node) -> bool {
    match node.value {
        Yaml::Float(value) => value.fract() == 0.0,
        _ => is_number(node),
    }
}

/// The first infinity or NaN in a value: JSON, which the reference goes through, has none.
fn endless(node: &Node) -> Option<&Node> {
    match &node.value {
        Yaml::Float(value) => (!value.is_finite()).then_some(node),
        Yaml::List(items) => items.iter().find_map(endless),
        Yaml::Map(map) => map.values().find_map(endless),
        _ => None,
    }
}
