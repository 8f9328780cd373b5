//! What overrides do to a target.
//!
//! In bake, where a target inherits a secret or an output, an override `secret.ID` or `push` also
//! changes the one it inherits from, and others that do, because all hold the same Go pointer. Here
//! an override is for whom it names; what others get of it is added by [`shared`](super::shared).

use crate::diag::{Diagnostics, Problem, similar};
use crate::target::merge::grow_keyed;
use crate::target::{Attributes, Cache, List, Output, Secret};
use crate::target::{attest, cache, csv, output, policy, room, secret, ssh};
use crate::text::Text;

use super::overrides::{Key, Setting};

/// The attributes that can be set, by the names they have on the command line.
pub(super) const NAMES: [&str; 29] = [
    "annotations",
    "args",
    "attest",
    "cache-from",
    "cache-to",
    "call",
    "context",
    "contexts",
    "dockerfile",
    "entitlements",
    "extra-hosts",
    "labels",
    "load",
    "network",
    "no-cache",
    "no-cache-filter",
    "output",
    "platform",
    "policy",
    "pull",
    "push",
    "resources",
    "secret",
    "secrets",
    "shm-size",
    "ssh",
    "tags",
    "target",
    "ulimits",
];

/// Applies overrides to the attributes of their target, in order.
pub(super) fn apply(
    attributes: &mut Attributes,
    settings: &[(Key, Setting)],
    diags: &mut Diagnostics,
) {
    for (key, setting) in settings {
        let place = setting.place;
        if let (Err(problem), Some(place)) = (set(attributes, key, setting), place) {
            diags.push(problem.into_error(place));
        }
    }
}

fn set(attributes: &mut Attributes, key: &Key, setting: &Setting) -> Result<(), Problem> {
    let value = setting.value.clone();
    match &*key.attribute {
        "context" => attributes.context = Some(value),
        "dockerfile" => attributes.dockerfile = Some(value),
        "args" => {
            attributes.args.get_or_insert_default().insert(name_of(key)?, Some(value));
        }
        "contexts" => {
            attributes.contexts.get_or_insert_default().insert(name_of(key)?, value);
        }
        "labels" => {
            attributes.labels.get_or_insert_default().insert(name_of(key)?, Some(value));
        }
        "extra-hosts" => {
            attributes.extra_hosts.get_or_insert_default().insert(name_of(key)?, Some(value));
        }
        "target" => attributes.target = Some(value),
        "call" => attributes.call = Some(value.into()),
        "shm-size" => attributes.shm_size = Some(value.into()),
        "network" => attributes.network = Some(value.into()),
        "no-cache" => attributes.no_cache = Some(csv::truth(&value)?),
        "pull" => attributes.pull = Some(csv::truth(&value)?),
        "push" => set_push(&mut attributes.output, csv::truth(&value)?),
        "load" => set_load(&mut attributes.output, csv::truth(&value)?),
        "resources" => {
            attributes.resources.get_or_insert_default().put(&name_of(key)?, &value)?;
        }
        "secret" => set_secret(attributes, &name_of(key)?, &value)?,
        _ => set_list(attributes, key, setting)?,
    }
    Ok(())
}

fn set_list(attributes: &mut Attributes, key: &Key, setting: &Setting) -> Result<(), Problem> {
    let Setting { values, append, .. } = setting;
    let append = *append;
    match &*key.attribute {
        "tags" => put(&mut attributes.tags, values.clone().into(), append),
        "platform" => put(&mut attributes.platforms, values.clone().into(), append),
        "annotations" => put(&mut attributes.annotations, values.clone().into(), true),
        "entitlements" => put(&mut attributes.entitlements, values.clone().into(), true),
        // bake has no values for these two, and takes what is there away.
        "no-cache-filter" => attributes.no_cache_filter = None,
        "ulimits" => attributes.ulimits = None,
        "policy" => put(&mut attributes.policy, parsed(values, policy::parse)?, append),
        "cache-from" => put(&mut attributes.cache_from, caches(values)?, append),
        "cache-to" => put(&mut attributes.cache_to, caches(values)?, append),
        "output" => put(&mut attributes.output, each(values, output::parse)?, append),
        "attest" => {
            let added = each(values, attest::parse)?;
            grow_keyed(&mut attributes.attest, Some(&added), |attest| attest.kind.clone());
        }
        "secrets" => {
            let secrets = each(values, secret::parse)?;
            put_keyed(&mut attributes.secret, secrets, append, |secret| secret.id.clone());
        }
        "ssh" => {
            let agents = each(values, |text| Ok(ssh::parse(text)))?;
            put_keyed(&mut attributes.ssh, agents, append, |agent| agent.id.clone());
        }
        unknown => return Err(unknown_key(unknown)),
    }
    Ok(())
}

fn put<T: Clone>(mine: &mut Option<List<T>>, values: List<T>, append: bool) {
    match mine {
        Some(mine) if append => mine.extend(values),
        _ => *mine = Some(values),
    }
}

fn put_keyed<T: Clone, K: Ord>(
    mine: &mut Option<List<T>>,
    values: List<T>,
    append: bool,
    key: impl Fn(&T) -> K,
) {
    if append {
        grow_keyed(mine, Some(&values), key);
    } else {
        *mine = Some(values);
    }
}

fn parsed<T>(
    values: &[Text],
    parse: impl Fn(&str) -> Result<T, Problem>,
) -> Result<List<T>, Problem> {
    values.iter().map(|text| parse(text)).collect()
}

/// Reads the values that are not empty.
pub(super) fn each<T>(
    values: &[Text],
    parse: impl Fn(&str) -> Result<T, Problem>,
) -> Result<List<T>, Problem> {
    let given = values.iter().filter(|text| !text.is_empty());
    let read = given.map(|text| parse(text)).collect::<Result<_, _>>()?;
    Ok(List::with_room(read, values.len()))
}

pub(super) fn caches(values: &[Text]) -> Result<List<Cache>, Problem> {
    let mut caches = List::with_room(Vec::new(), values.len());
    for text in values {
        caches.append(&cache::parse(text)?, room::POINTER);
    }
    Ok(caches)
}

fn name_of(key: &Key) -> Result<Text, Problem> {
    let attribute = &key.attribute;
    key.name.clone().ok_or_else(|| {
        Problem::new(format!("`{attribute}` cannot be set as a whole"))
            .hint(format!("write `{attribute}.NAME=value`"))
    })
}

fn unknown_key(name: &str) -> Problem {
    let mut problem = Problem::new(format!("`{name}` cannot be set from the command line"));
    problem.hints.extend(similar::did_you_mean(name, NAMES));
    problem
}

/// Changes where a secret comes from; its id stays.
fn set_secret(attributes: &mut Attributes, id: &str, value: &str) -> Result<(), Problem> {
    let declared = attributes.secret.iter_mut().flatten().find(|secret| &*secret.id == id);
    let Some(declared) = declared.filter(|_| !id.is_empty()) else {
        return Err(Problem::new(format!("there is no secret `{id}` to be set"))
            .hint("a secret has to be declared before it can be set"));
    };
    let Secret { id: other, src, env } = secret::parse(value)?;
    if !other.is_empty() && &*other != id {
        return Err(Problem::new(format!("secret `{id}` cannot become secret `{other}`")));
    }
    (declared.src, declared.env) = (src, env);
    Ok(())
}

/// Makes sure that images are pushed, or that they are not.
///
/// With only `docker` outputs, or none, a pushed image is added. Without pushing, `registry`
/// outputs go; the last output moves where one was, as in bake.
fn set_push(outputs: &mut Option<List<Output>>, push: bool) {
    let list = outputs.get_or_insert_default();
    if !push {
        while let Some(place) = list.iter().position(is_registry) {
            list.edit().swap_remove(place);
        }
    }
    let added = pushed(list.iter()).filter(|_| push);
    list.iter_mut().for_each(|output| mark(output, push));
    list.extend(added);
}

pub(super) fn is_registry(output: &Output) -> bool {
    &*output.kind == "registry"
}

/// Says of an image whether it is pushed.
pub(super) fn mark(output: &mut Output, push: bool) {
    if &*output.kind == "image" {
        output.attrs.insert("push".into(), push.to_string().into());
    }
}

/// What is added to outputs so that an image is pushed.
pub(super) fn pushed<'a>(mut outputs: impl Iterator<Item = &'a Output>) -> Option<Output> {
    let attrs = [("push".into(), "true".into())].into();
    let image = Output { attrs, ..Output::of_kind("image") };
    outputs.all(|output| &*output.kind == "docker").then_some(image)
}

/// Makes sure that the image is loaded, unless the outputs have another purpose.
fn set_load(outputs: &mut Option<List<Output>>, load: bool) {
    if load {
        let list = outputs.get_or_insert_default();
        let added = loaded(list.iter());
        list.extend(added);
    }
}

/// What is added to outputs so that the image is loaded.
pub(super) fn loaded<'a>(outputs: impl Iterator<Item = &'a Output>) -> Option<Output> {
    for output in outputs {
        match &*output.kind {
            "docker" if output.dest.is_empty() => return None,
            "docker" | "image" | "registry" | "oci" => {}
            _ => return None,
        }
    }
    Some(Output::of_kind("docker"))
}
