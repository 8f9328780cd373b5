//! How the image of a target gets to those that need it.
//!
//! Inside one `docker buildx bake` BuildKit hands results from target to target. Builds that are
//! called one by one hand them on in one of two ways. A target that is pushed is taken from its
//! registry, and one that is exported as an OCI layout from there. Any other is exported once more,
//! as an OCI layout into a folder of the store.
//!
//! A layer that a child starts from is not touched again by the child's exporter, while in bake
//! it is the child's own. So what the outputs of the children (and theirs) say of layers, the
//! export says too.
//!
//! In bake a target that is built for one platform, or for none in particular, gives what it has to
//! children of any. So does a layout of one image. In a registry, and wherever attestations stand
//! beside the image, it is looked for by its platform; so there such an image goes another way.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;
use crate::select::{Selected, Selection};
use crate::target::{Attributes, Output, csv};
use crate::text::Text;

use super::call::{Argument, Piece};

/// The attributes of an output that change the bytes of layers.
const OF_LAYERS: [&str; 4] =
    ["compression", "compression-level", "force-compression", "rewrite-timestamp"];

/// What is done with the image of one target beside its own outputs.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Delivery {
    /// The attributes of the export into the store, if there is one.
    pub(super) store: Option<BTreeMap<Text, Text>>,
    /// Whether the digest of its only output has to be known.
    pub(super) digest: bool,
    /// Whether it is loaded for a task although it says no output.
    pub(super) load: bool,
    /// Whether it stands for platforms that it may not be of, so that it must be alone.
    pub(super) alone: bool,
}

/// Attributes of layers, with all the values that somebody wants.
type Wanted = BTreeMap<Text, BTreeSet<Text>>;

/// The deliveries of all targets that have one.
pub(super) fn plan(selection: &Selection, graph: &Graph) -> BTreeMap<Text, Delivery> {
    let mut deliveries: BTreeMap<Text, Delivery> = BTreeMap::new();
    let strangers = across_platforms(selection);
    for (name, wanted) in parents(selection, graph) {
        let Some(target) = selection.targets.get(&name) else { continue };
        let wanted = settled(wanted);
        let alone = strangers.contains(&name);
        let delivery = deliveries.entry(name).or_default();
        delivery.alone = alone;
        let fits = |output: &&Output| of_layers(output).eq(wanted.iter());
        let pushed = only_push(&target.attributes).filter(|_| !alone);
        let taken = pushed.or(only_layout(&target.attributes));
        match taken.filter(fits) {
            Some(_) => delivery.digest = true,
            None => delivery.store = Some(wanted),
        }
    }
    let promoted = selection.promotions.values().map(|it| &it.target);
    let tried = selection.tasks.values().filter_map(|it| it.image.as_ref());
    for (name, is_tried) in promoted.map(|it| (it, false)).chain(tried.map(|it| (it, true))) {
        let Some(target) = selection.targets.get(name) else { continue };
        let delivery = deliveries.entry(name.clone()).or_default();
        let pushed = only_push(&target.attributes).is_some() && delivery.store.is_none();
        delivery.digest |= pushed;
        delivery.load |= is_tried && !pushed && !leaves_something(&target.attributes);
    }
    deliveries
}

/// The targets that are contexts of others, with what those want of the layers.
fn parents(selection: &Selection, graph: &Graph) -> BTreeMap<Text, Wanted> {
    let mut wishes: BTreeMap<Text, Wanted> = BTreeMap::new();
    for id in graph.ids().rev() {
        let name = &graph.node(id).name;
        let Some(target) = selection.targets.get(name) else { continue };
        let mut mine = wishes.get(name).cloned().unwrap_or_default();
        let outputs = target.attributes.output.iter().flatten();
        for (key, value) in outputs.filter(|output| is_image(output)).flat_map(of_layers) {
            mine.entry(key.clone()).or_default().insert(value.clone());
        }
        for (_, parent) in target.links() {
            let theirs = wishes.entry(parent.into()).or_default();
            for (key, values) in &mine {
                theirs.entry(key.clone()).or_default().extend(values.iter().cloned());
            }
        }
    }
    wishes
}

/// The targets of one image that others start from for platforms that may be other ones.
fn across_platforms(selection: &Selection) -> BTreeSet<Text> {
    let platforms = |target: &Selected| target.attributes.platforms.clone().unwrap_or_default();
    let mut found = BTreeSet::new();
    for child in selection.targets.values() {
        for (_, parent) in child.links() {
            let Some(target) = selection.targets.get(parent) else { continue };
            let offered = platforms(target);
            if offered.len() < 2 && offered != platforms(child) {
                found.insert(parent.into());
            }
        }
    }
    found
}

/// What all agree on who say anything.
fn settled(wanted: Wanted) -> BTreeMap<Text, Text> {
    let only = |values: BTreeSet<Text>| values.into_iter().next();
    let agreed = wanted.into_iter().filter(|(_, values)| values.len() == 1);
    agreed.filter_map(|(key, values)| Some((key, only(values)?))).collect()
}

fn of_layers(output: &Output) -> impl Iterator<Item = (&Text, &Text)> {
    output.attrs.iter().filter(|(key, _)| OF_LAYERS.contains(&&***key))
}

fn is_image(output: &Output) -> bool {
    matches!(&*output.kind, "image" | "registry" | "oci" | "docker")
}

/// Whether a build leaves anything but its cache.
pub(super) fn leaves_something(attributes: &Attributes) -> bool {
    attributes.output.iter().flatten().any(|output| &*output.kind != "cacheonly")
}

/// The only output of a target, if it is a push that others can pull from. With several, nobody
/// could tell whose digest it is that docker reports.
pub(super) fn only_push(attributes: &Attributes) -> Option<&Output> {
    let [output] = attributes.output.as_deref()? else { return None };
    let is_pull_simple = !output.attrs.contains_key("registry.insecure");
    (is_pull_simple && is_push(output) && image_name(attributes).is_some()).then_some(output)
}

/// The only output of a target, if it is an OCI layout in a folder.
pub(super) fn only_layout(attributes: &Attributes) -> Option<&Output> {
    let [output] = attributes.output.as_deref()? else { return None };
    is_layout(output).then_some(output)
}

/// Whether an output is an OCI layout in a folder. A build can write one of them.
pub(super) fn is_layout(output: &Output) -> bool {
    let unpacked = || output.attrs.get("tar").is_some_and(|tar| csv::truth(tar) == Ok(false));
    matches!(&*output.kind, "oci" | "docker") && unpacked()
}

/// Whether an output goes to a registry.
pub(super) fn is_push(output: &Output) -> bool {
    let push = || output.attrs.get("push").is_some_and(|push| csv::truth(push) == Ok(true));
    match &*output.kind {
        "registry" => true,
        "image" => push(),
        _ => false,
    }
}

/// The first name of a target's image: of its tags, or else of an output.
pub(super) fn image_name(attributes: &Attributes) -> Option<&str> {
    let tag = attributes.tags.iter().flatten().next();
    let named = || attributes.output.iter().flatten().find_map(|output| output.attrs.get("name"));
    let name = tag.or_else(named)?.split(',').next()?;
    Some(name).filter(|name| !name.is_empty())
}

/// An image by its digest, which becomes known when it has been built: `REPOSITORY@DIGEST`.
pub(super) fn by_digest(image: &str, target: &Text) -> Argument {
    let image = image.split('@').next().unwrap_or_default();
    let last = image.rfind('/').map_or(0, |at| at + 1);
    let tag = image.get(last..).and_then(|last| last.find(':')).map(|at| last + at);
    let repository = tag.and_then(|end| image.get(..end)).unwrap_or(image);
    Argument::text(format!("{repository}@")).then(Piece::Digest(target.clone()))
}

#[cfg(test)]
mod tests {
    use super::by_digest;

    #[test]
    fn a_tag_gives_way_to_the_digest() {
        let cases = [
            ("app", "app@D"),
            ("h:5000/a/b:1", "h:5000/a/b@D"),
            ("h:5000/a/b", "h:5000/a/b@D"),
            ("app:1@sha256:0", "app@D"),
        ];
        for (image, expected) in cases {
            let argument = by_digest(image, &"app".into());
            assert_eq!(argument.filled("", |_| "D".to_owned()), expected);
        }
    }
}
