//! A service as a plan sees it: what of it is known once the schema has been met.

use std::collections::BTreeMap;

use super::interpolate::{boolean, decimal};
use super::yaml::{Map, Node, Yaml};
use super::{Checked, fault, size};
use crate::diag::{At, Diagnostic, Problem};
use crate::span::Span;

/// Names with values; `None` is a name alone, whose value comes from elsewhere.
pub(super) type Names = BTreeMap<String, Option<String>>;

/// A service.
#[derive(Debug)]
pub(super) struct Service {
    /// Its name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) span: Span,
    /// Its image; empty for none.
    pub(super) image: String,
    /// Where its image stands.
    pub(super) image_place: Option<Span>,
    /// What it says of its environment.
    pub(super) environment: Names,
    /// The files that add to its environment.
    pub(super) env_files: Vec<EnvFile>,
    /// How its image is built.
    pub(super) build: Option<Build>,
}

/// A file with variables.
#[derive(Debug)]
pub(super) struct EnvFile {
    /// Its path.
    pub(super) path: String,
    /// Whether it must exist.
    pub(super) required: bool,
    /// Its format; only empty is known.
    pub(super) format: String,
    /// Where it is named.
    pub(super) span: Span,
}

/// A `build` section. Texts are empty where nothing is said.
#[derive(Debug)]
pub(super) struct Build {
    /// Where each field stands.
    pub(super) fields: Map,
    /// Where all of it stands.
    pub(super) span: Span,
    pub(super) context: String,
    pub(super) dockerfile: String,
    pub(super) dockerfile_inline: String,
    pub(super) target: String,
    pub(super) network: String,
    pub(super) provenance: String,
    pub(super) sbom: String,
    pub(super) args: Names,
    pub(super) contexts: BTreeMap<String, String>,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) cache_from: Vec<Node>,
    pub(super) cache_to: Vec<Node>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) platforms: Option<Vec<String>>,
    pub(super) no_cache: bool,
    pub(super) pull: bool,
    pub(super) shm_size: i64,
    /// Soft and hard limits by name.
    pub(super) ulimits: BTreeMap<String, (i64, i64)>,
    pub(super) extra_hosts: BTreeMap<String, Vec<String>>,
    /// The names of secrets, and where they are used.
    pub(super) secrets: Vec<(String, Span)>,
    /// Paths by the id of the key.
    pub(super) ssh: BTreeMap<String, Option<String>>,
    /// The extension for bake.
    pub(super) bake: Option<Node>,
}

impl Build {
    /// Where a field stands.
    pub(super) fn place(&self, name: &str) -> Span {
        self.fields.get(name).map_or(self.span, |node| node.span)
    }
}

/// Reads a service that the schema has accepted.
pub(super) fn service(name: &str, node: &Node) -> Checked<Service> {
    let empty = Map::new();
    let fields = node.as_map().unwrap_or(&empty);
    Ok(Service {
        name: name.to_owned(),
        span: node.key,
        image: text(fields, "image")?,
        image_place: fields.get("image").map(|node| node.span),
        environment: fields.get("environment").map_or(Ok(Names::new()), names)?,
        env_files: items(fields, "env_file").iter().map(env_file).collect::<Checked<_>>()?,
        build: fields.get("build").map(build).transpose()?,
    })
}

fn build(node: &Node) -> Checked<Build> {
    let empty = Map::new();
    let fields = node.as_map().unwrap_or(&empty);
    check_unshown(fields)?;
    Ok(Build {
        fields: fields.clone(),
        span: node.span,
        context: text(fields, "context")?,
        dockerfile: text(fields, "dockerfile")?,
        dockerfile_inline: text(fields, "dockerfile_inline")?,
        target: text(fields, "target")?,
        network: text(fields, "network")?,
        provenance: text(fields, "provenance")?,
        sbom: text(fields, "sbom")?,
        args: fields.get("args").map_or(Ok(Names::new()), names)?,
        contexts: values(fields, "additional_contexts"),
        labels: values(fields, "labels"),
        cache_from: items(fields, "cache_from").to_vec(),
        cache_to: items(fields, "cache_to").to_vec(),
        tags: texts(fields, "tags")?,
        platforms: texts(fields, "platforms")?,
        no_cache: switch(fields, "no_cache")?,
        pull: switch(fields, "pull")?,
        shm_size: shm_size(fields)?,
        ulimits: ulimits(fields)?,
        extra_hosts: fields.get("extra_hosts").map_or(Ok(BTreeMap::new()), hosts)?,
        secrets: items(fields, "secrets").iter().map(secret).collect::<Checked<_>>()?,
        ssh: ssh(fields),
        bake: fields.get("x-bake").filter(|node| !node.is_null()).cloned(),
    })
}

/// What no plan shows is read for its mistakes; so are dates in lists of texts.
fn check_unshown(fields: &Map) -> Checked<()> {
    switch(fields, "privileged")?;
    text(fields, "isolation")?;
    texts(fields, "entitlements")?;
    for name in ["cache_from", "cache_to", "no_cache_filter"] {
        match fields.get(name) {
            Some(node) if node.as_list().is_some() => drop(texts(fields, name)?),
            Some(node) if !node.is_null() => drop(own_text(node)?),
            _ => {}
        }
    }
    Ok(())
}

fn items<'n>(fields: &'n Map, name: &str) -> &'n [Node] {
    fields.get(name).and_then(Node::as_list).unwrap_or_default()
}

/// The text of a field. The schema lets dates pass for text; reading them as such fails.
fn text(fields: &Map, name: &str) -> Checked<String> {
    match fields.get(name) {
        Some(node) => own_text(node).map(str::to_owned),
        None => Ok(String::new()),
    }
}

fn own_text(node: &Node) -> Checked<&str> {
    node.as_text().ok_or_else(|| {
        fault(
            node.span,
            format!("this must be a string, and it is {}: put it in quotes", node.kind()),
        )
    })
}

fn texts(fields: &Map, name: &str) -> Checked<Option<Vec<String>>> {
    let Some(list) = fields.get(name).and_then(Node::as_list) else { return Ok(None) };
    list.iter().map(|item| own_text(item).map(str::to_owned)).collect::<Checked<_>>().map(Some)
}

fn switch(fields: &Map, name: &str) -> Checked<bool> {
    match fields.get(name).map(|node| (&node.value, node)) {
        Some((Yaml::Bool(value), _)) => Ok(*value),
        Some((_, node)) => boolean(own_text(node)?).at(node.span).map_err(|error| vec![error]),
        None => Ok(false),
    }
}

/// `NAME: VALUE` or a list of `NAME[=VALUE]`.
fn names(node: &Node) -> Checked<Names> {
    if let Some(map) = node.as_map() {
        let value = |node: &Node| (!node.is_null()).then(|| node.spoken());
        return Ok(map.iter().map(|(name, node)| (name.clone(), value(node))).collect());
    }
    let mut names = Names::new();
    for item in node.as_list().unwrap_or_default() {
        let text = item.spoken();
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (text.as_str(), None),
        };
        if name.ends_with(|c: char| c.is_ascii() && c.is_whitespace()) {
            return Err(fault(item.span, format!("the name `{name}` ends with a space")));
        }
        names.insert(name.to_owned(), value);
    }
    Ok(names)
}

/// The same where a name alone is as good as an empty value.
fn values(fields: &Map, name: &str) -> BTreeMap<String, String> {
    let Some(node) = fields.get(name) else { return BTreeMap::new() };
    if let Some(map) = node.as_map() {
        let value = |node: &Node| if node.is_null() { String::new() } else { node.spoken() };
        return map.iter().map(|(name, node)| (name.clone(), value(node))).collect();
    }
    let pair = |item: &Node| {
        let text = item.spoken();
        let (name, value) = text.split_once('=').unwrap_or((&text, ""));
        (name.to_owned(), value.to_owned())
    };
    node.as_list().unwrap_or_default().iter().map(pair).collect()
}

fn env_file(node: &Node) -> Checked<EnvFile> {
    let empty = Map::new();
    let fields = node.as_map().unwrap_or(&empty);
    Ok(EnvFile {
        path: text(fields, "path")?,
        required: if fields.contains_key("required") { switch(fields, "required")? } else { true },
        format: text(fields, "format")?,
        span: node.span,
    })
}

fn shm_size(fields: &Map) -> Checked<i64> {
    let Some(node) = fields.get("shm_size") else { return Ok(0) };
    match &node.value {
        Yaml::Int(bytes) => Ok(*bytes),
        Yaml::Text(text) => {
            decimal(text).or_else(|_| size::bytes(text)).at(node.span).map_err(|error| vec![error])
        }
        // What is neither an integer nor text is silently nothing there.
        _ => Ok(0),
    }
}

/// A single number is read, and then forgotten: bake shows `0:0` for it.
fn ulimits(fields: &Map) -> Checked<BTreeMap<String, (i64, i64)>> {
    let Some(map) = fields.get("ulimits").and_then(Node::as_map) else {
        return Ok(BTreeMap::new());
    };
    map.iter()
        .map(|(name, node)| match node.as_map() {
            Some(limit) => Ok((name.clone(), (limit_of(limit, "soft")?, limit_of(limit, "hard")?))),
            None => Ok((name.clone(), (0, 0))),
        })
        .collect()
}

fn limit_of(limit: &Map, name: &str) -> Checked<i64> {
    match limit.get(name).map(|node| (&node.value, node)) {
        Some((Yaml::Int(value), _)) => Ok(*value),
        Some((_, node)) => Err(fault(
            node.span,
            format!("a limit must be an integer, and this is {}", node.kind()),
        )),
        None => Ok(0),
    }
}

fn hosts(node: &Node) -> Checked<BTreeMap<String, Vec<String>>> {
    let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if let Some(map) = node.as_map() {
        for (name, node) in map {
            let ips = match node.as_list() {
                Some(items) => items.iter().map(Node::spoken).collect(),
                None => vec![own_text(node)?.to_owned()],
            };
            hosts.insert(host(name, node)?, ips);
        }
    } else {
        for item in node.as_list().unwrap_or_default() {
            let text = item.spoken();
            let pair = text.split_once('=').or_else(|| text.split_once(':'));
            let Some((name, ips)) = pair else {
                return Err(fault(item.span, format!("the host `{text}` has no address")));
            };
            hosts.entry(host(name, item)?).or_default().extend(ips.split(',').map(str::to_owned));
        }
    }
    hosts.values_mut().flatten().for_each(without_brackets);
    Ok(hosts)
}

fn host(name: &str, node: &Node) -> Checked<String> {
    if name.is_empty() || name.contains([':', '=']) {
        return Err(fault(node.span, format!("`{name}` is not a host name")));
    }
    Ok(name.to_owned())
}

/// `[::1]` is `::1`.
fn without_brackets(ip: &mut String) {
    let bare = ip.strip_prefix('[').and_then(|ip| ip.strip_suffix(']')).filter(|ip| !ip.is_empty());
    if let Some(bare) = bare.map(str::to_owned) {
        *ip = bare;
    }
}

fn secret(node: &Node) -> Checked<(String, Span)> {
    let empty = Map::new();
    let fields = node.as_map().unwrap_or(&empty);
    for name in ["target", "uid", "gid"] {
        text(fields, name)?;
    }
    if let Some(mode) = fields.get("mode") {
        check_mode(mode).map_err(|error| vec![error])?;
    }
    Ok((text(fields, "source")?, node.span))
}

fn check_mode(node: &Node) -> Result<(), Diagnostic> {
    let fits = match &node.value {
        Yaml::Int(_) => true,
        Yaml::Text(text) => i64::from_str_radix(text, 8).is_ok(),
        _ => false,
    };
    let problem = || Problem::new(format!("`{}` is not an octal file mode", node.spoken()));
    if fits { Ok(()) } else { Err(problem()).at(node.span) }
}

fn ssh(fields: &Map) -> BTreeMap<String, Option<String>> {
    let map = fields.get("ssh").and_then(Node::as_map).into_iter().flatten();
    map.map(|(id, path)| (id.clone(), (!path.is_null()).then(|| path.spoken()))).collect()
}

/// A secret at the top of a model.
#[derive(Debug)]
pub(super) struct Secret {
    /// The file it is in; empty for none.
    pub(super) file: String,
    /// The variable it is in; empty for none.
    pub(super) variable: String,
    /// Whether it is kept elsewhere.
    pub(super) external: bool,
    /// Where it stands.
    pub(super) span: Span,
}

/// Reads the secrets that the schema has accepted.
pub(super) fn secrets(node: Option<&Node>) -> Checked<BTreeMap<String, Secret>> {
    let map = node.and_then(Node::as_map).into_iter().flatten();
    map.map(|(name, node)| {
        let empty = Map::new();
        let fields = node.as_map().unwrap_or(&empty);
        let secret = Secret {
            file: text(fields, "file")?,
            variable: text(fields, "environment")?,
            external: switch(fields, "external")?,
            span: node.key,
        };
        Ok((name.clone(), secret))
    })
    .collect()
}
