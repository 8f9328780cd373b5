//! From services to targets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bake::{self, Bake, Placed};
use super::service::{Build, Secret, Service};
use super::template::Environment;
use super::yaml::{Map, Node};
use super::{Checked, fault, size};
use crate::diag::{At, Diagnostic, Problem};
use crate::span::Span;
use crate::target::merge::{grow_caches, grow_keyed};
use crate::target::normalize::repeats_to_the_back;
use crate::target::{
    Attributes, Cache, Definition, List, NullableTexts, Output, Place, Places,
    Secret as TargetSecret, Ssh, Texts, attest, cache, csv, output, room, secret, ssh, ulimit,
};
use crate::text::Text;

/// The name of the target for a service. A dot, which a service may have in its name, becomes an
/// underscore.
pub(super) fn target_name(service: &str) -> String {
    service.replace('.', "_")
}

/// The target of a service that is built.
///
/// # Errors
/// All attributes that bake would not take.
pub(super) fn definition(
    service: &Service,
    build: &Build,
    secrets: &BTreeMap<String, Secret>,
    environment: &Environment,
) -> Checked<Definition> {
    let mut maker = Maker { errors: Vec::new(), attributes: Attributes::default() };
    maker.texts(build);
    maker.maps(service, build, environment);
    maker.lists(build, secrets);
    let mut places = places(build);
    if let Some(node) = &build.bake {
        match bake::bake(node) {
            Ok(bake) => {
                maker.extend(&bake);
                add_places(&mut places, &bake.fields, BAKE_NAMES);
            }
            Err(mut errors) => maker.errors.append(&mut errors),
        }
    }
    let Maker { errors, mut attributes } = maker;
    if attributes.tags.as_ref().is_none_or(|tags| tags.is_empty()) && !service.image.is_empty() {
        attributes.tags = Some([service.image.as_str().into()].into());
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let places = places.into_iter().collect();
    let places = Arc::new(Places { head: service.span, attributes: places });
    let (name, attributes) = (Text::from(target_name(&service.name)), Arc::new(attributes));
    Ok(Definition { block: name.clone(), name, attributes, cell: Arc::default(), places })
}

struct Maker {
    errors: Vec<Diagnostic>,
    attributes: Attributes,
}

fn given(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| text.into())
}

fn shared(texts: &[String]) -> List<Text> {
    texts.iter().map(|text| text.as_str().into()).collect()
}

fn some<T>(list: Vec<T>) -> Option<List<T>> {
    (!list.is_empty()).then(|| list.into())
}

impl Maker {
    fn try_to<T>(&mut self, span: Span, result: Result<T, Problem>) -> Option<T> {
        match result.at(span) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn texts(&mut self, build: &Build) {
        let attributes = &mut self.attributes;
        attributes.context = given(&build.context);
        attributes.dockerfile = given(&build.dockerfile);
        attributes.dockerfile_inline = given(&build.dockerfile_inline).map(Box::new);
        attributes.target = given(&build.target);
        attributes.network = given(&build.network).map(Box::new);
        let shm_size = (build.shm_size > 0).then(|| size::human(build.shm_size));
        attributes.shm_size = shm_size.map(|size| Text::from(size).into());
        attributes.no_cache = build.no_cache.then_some(true);
        attributes.pull = build.pull.then_some(true);
        attributes.tags = build.tags.as_deref().map(shared);
        attributes.platforms = build.platforms.as_deref().map(shared);
    }

    fn maps(&mut self, service: &Service, build: &Build, environment: &Environment) {
        let outer = |name: &str| {
            let own = service.environment.get(name).and_then(Option::as_ref);
            own.or_else(|| environment.get(name)).map(|value| Text::from(value.as_str()))
        };
        let args = build.args.iter().filter_map(|(name, value)| {
            let value = value.as_deref().map(Text::from).or_else(|| outer(name))?;
            Some((Text::from(name.as_str()), Some(value)))
        });
        let args: NullableTexts = args.collect();
        self.attributes.args = (!args.is_empty()).then_some(args);
        let label =
            |(name, value): (&String, &String)| (name.as_str().into(), Some(value.as_str().into()));
        let labels: NullableTexts = build.labels.iter().map(label).collect();
        self.attributes.labels = (!labels.is_empty()).then_some(labels);
        let host = |(name, ips): (&String, &Vec<String>)| {
            (name.as_str().into(), Some(ips.join(",").into()))
        };
        let hosts: NullableTexts = build.extra_hosts.iter().map(host).collect();
        self.attributes.extra_hosts = (!hosts.is_empty()).then_some(hosts);
        let contexts: Texts = build
            .contexts
            .iter()
            .map(|(name, place)| (name.as_str().into(), context(place)))
            .collect();
        self.attributes.contexts = (!contexts.is_empty()).then_some(contexts);
    }

    fn lists(&mut self, build: &Build, secrets: &BTreeMap<String, Secret>) {
        let placed = |nodes: &[Node]| -> Vec<Placed> {
            nodes.iter().map(|node| (node.spoken(), node.span)).collect()
        };
        let given = |list: List<Cache>| (!list.is_empty()).then_some(list);
        self.attributes.cache_from = given(self.caches(&placed(&build.cache_from)));
        self.attributes.cache_to = given(self.caches(&placed(&build.cache_to)));
        self.attests(build);
        self.secrets(build, secrets);
        self.ulimits(build);
        let keys = build.ssh.iter().map(|(id, path)| Ssh {
            id: id.as_str().into(),
            paths: path
                .iter()
                .filter(|path| !path.is_empty())
                .map(|path| path.as_str().into())
                .collect(),
        });
        self.attributes.ssh = some(keys.collect());
    }

    fn caches(&mut self, texts: &[Placed]) -> List<Cache> {
        let mut caches = List::with_room(Vec::new(), texts.len());
        for (text, span) in texts {
            let parsed = self.try_to(*span, cache::parse(text)).unwrap_or_default();
            caches.append(&parsed, room::POINTER);
        }
        caches
    }

    fn attests(&mut self, build: &Build) {
        let mut attests = Vec::new();
        for (kind, text) in [("sbom", &build.sbom), ("provenance", &build.provenance)] {
            if text.is_empty() {
                continue;
            }
            let written = match csv::truth(text) {
                Ok(wanted) => format!("type={kind},disabled={}", !wanted),
                Err(_) => format!("type={kind},{text}"),
            };
            attests.extend(self.try_to(build.place(kind), attest::parse(&written)));
        }
        self.attributes.attest = some(attests);
    }

    fn secrets(&mut self, build: &Build, secrets: &BTreeMap<String, Secret>) {
        let mut found = Vec::new();
        for (name, span) in &build.secrets {
            let Some(secret) = secrets.get(name) else { continue };
            if secret.external {
                let message = format!("the secret `{name}` is external, which a build cannot use");
                self.errors.extend(fault(*span, message));
            }
            found.push(TargetSecret {
                id: name.as_str().into(),
                src: secret.file.as_str().into(),
                env: secret.variable.as_str().into(),
            });
        }
        self.attributes.secret = some(found);
    }

    fn ulimits(&mut self, build: &Build) {
        let mut ulimits = Vec::new();
        for (name, (soft, hard)) in &build.ulimits {
            let text = format!("{name}={soft}:{hard}");
            self.try_to(build.place("ulimits"), ulimit::check(&text));
            ulimits.push(text.into());
        }
        self.attributes.ulimits = some(ulimits);
    }

    /// What `x-bake` adds. Unlike anywhere else, nothing is replaced but `pull` and `no-cache`.
    fn extend(&mut self, bake: &Bake) {
        add_new(&mut self.attributes.tags, &bake.tags);
        add_new(&mut self.attributes.platforms, &bake.platforms);
        add_new(&mut self.attributes.no_cache_filter, &bake.no_cache_filter);
        if !bake.cache_from.is_empty() {
            let more = self.caches(&bake.cache_from);
            grow_caches(&mut self.attributes.cache_from, &more);
        }
        if !bake.cache_to.is_empty() {
            let more = self.caches(&bake.cache_to);
            grow_caches(&mut self.attributes.cache_to, &more);
        }
        self.extend_secrets(bake);
        let mut outputs = self.each(&bake.output, output::parse);
        // bake orders them so that repeats come last, and drops these only where it is asked.
        repeats_to_the_back(&mut outputs, Output::clone);
        let room = bake.output.len();
        self.attributes.output = (room > 0).then(|| List::with_room(outputs, room));
        self.attributes.pull = bake.pull.or(self.attributes.pull);
        self.attributes.no_cache = bake.no_cache.or(self.attributes.no_cache);
        for (name, place) in &bake.contexts {
            let contexts = self.attributes.contexts.get_or_insert_default();
            contexts.insert_if_missing(name, || context(place));
        }
    }

    fn extend_secrets(&mut self, bake: &Bake) {
        let more = some(self.each(&bake.secret, secret::parse));
        grow_keyed(&mut self.attributes.secret, more.as_ref(), |secret| secret.id.clone());
        let more = some(self.each(&bake.ssh, |text| Ok(ssh::parse(text))));
        grow_keyed(&mut self.attributes.ssh, more.as_ref(), |ssh| ssh.id.clone());
        if let Some(ssh) = self.attributes.ssh.as_mut().filter(|_| more.is_some()) {
            ssh.sort_by(|a, b| (&a.id, &a.paths).cmp(&(&b.id, &b.paths)));
        }
    }

    /// The things that texts stand for; empty texts stand for nothing.
    fn each<T>(&mut self, texts: &[Placed], parse: fn(&str) -> Result<T, Problem>) -> Vec<T> {
        let texts = texts.iter().filter(|(text, _)| !text.is_empty());
        texts.filter_map(|(text, span)| self.try_to(*span, parse(text))).collect()
    }
}

/// A context; the ones of other services become those of their targets.
fn context(place: &str) -> Text {
    match place.strip_prefix("service:").or_else(|| place.strip_prefix("target:")) {
        Some(other) => format!("target:{}", target_name(other)).into(),
        None => place.into(),
    }
}

/// Adds texts that are not there yet, and drops what is there twice.
fn add_new(list: &mut Option<List<Text>>, more: &[Placed]) {
    if more.is_empty() {
        return;
    }
    let known = list.take().into_iter().flatten();
    let mut seen = BTreeSet::new();
    let all = known.chain(more.iter().map(|(text, _)| Text::from(text.as_str())));
    let all: Vec<Text> = all.filter(|text| seen.insert(text.clone())).collect();
    let room = room::one_by_one(all.len(), room::TEXT);
    *list = Some(List::with_room(all, room));
}

/// Fields of `build` and the attributes they become.
pub(super) const BUILD_NAMES: &[(&str, &str)] = &[
    ("additional_contexts", "contexts"),
    ("args", "args"),
    ("cache_from", "cache-from"),
    ("cache_to", "cache-to"),
    ("context", "context"),
    ("dockerfile", "dockerfile"),
    ("dockerfile_inline", "dockerfile-inline"),
    ("extra_hosts", "extra-hosts"),
    ("labels", "labels"),
    ("network", "network"),
    ("no_cache", "no-cache"),
    ("platforms", "platforms"),
    ("provenance", "attest"),
    ("pull", "pull"),
    ("sbom", "attest"),
    ("secrets", "secret"),
    ("shm_size", "shm-size"),
    ("ssh", "ssh"),
    ("tags", "tags"),
    ("target", "target"),
    ("ulimits", "ulimits"),
];

/// Fields of `x-bake`, which are called as the attributes are.
pub(super) const BAKE_NAMES: &[(&str, &str)] = &[
    ("cache-from", "cache-from"),
    ("cache-to", "cache-to"),
    ("contexts", "contexts"),
    ("no-cache", "no-cache"),
    ("no-cache-filter", "no-cache-filter"),
    ("output", "output"),
    ("platforms", "platforms"),
    ("pull", "pull"),
    ("secret", "secret"),
    ("ssh", "ssh"),
    ("tags", "tags"),
];

fn places(build: &Build) -> BTreeMap<Text, Place> {
    let mut places = BTreeMap::new();
    add_places(&mut places, &build.fields, BUILD_NAMES);
    places
}

/// Notes where attributes stand. The elements of a list follow those that are known already.
fn add_places(places: &mut BTreeMap<Text, Place>, fields: &Map, names: &[(&str, &str)]) {
    for (field, attribute) in names {
        let Some(node) = fields.get(*field) else { continue };
        let place = places.entry((*attribute).into()).or_insert_with(|| Place::of(node.span));
        place.elements.extend(node.as_list().unwrap_or_default().iter().map(|item| item.span));
        let entries = node.as_map().into_iter().flatten();
        place.entries.extend(entries.map(|(name, node)| (name.as_str().into(), node.span)));
    }
}
