//! What is not the same in two keys, by name.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

use crate::context::{Picked, PickedFile, PickedKind};
use crate::digest::Digest;
use crate::text::Text;

use super::{Input, InputValue, Keyed};

/// What has changed in a node, and in the nodes that changed it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Difference {
    /// The nodes with what has changed in them: first the one that was asked for, then each before
    /// those that it is changed by. A node comes once.
    pub nodes: Vec<(Text, Vec<Change>)>,
}

/// A labelled thing that is not what it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What it is called, now if it is there now.
    pub label: Text,
    /// What has changed.
    pub what: What,
}

/// How something has changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// It was not there. What it says, where that is one text.
    Added(Option<Text>),
    /// It is not there any more. What it said, where that is one text.
    Removed(Option<Text>),
    /// It says something else.
    Said {
        /// What it said.
        before: Text,
        /// What it says.
        after: Text,
    },
    /// Files have changed.
    Files(Vec<FileChange>),
    /// The same files come from another path, or from a folder with another mode.
    Moved,
    /// Another node has changed; how, is told with [that](Difference::nodes).
    Node(Text),
    /// Parts of it have changed.
    Parts(Vec<Change>),
    /// The same parts come in another order.
    Order,
    /// It is not the same, and that is all that can be told.
    Otherwise,
}

/// A file that is not what it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileChange {
    /// Its path where it arrives.
    pub path: Text,
    /// What has changed.
    pub how: FileHow,
}

/// How a file has changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileHow {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// There is something else in it.
    Content,
    /// It has other permissions.
    Mode {
        /// What they were.
        before: Option<u32>,
        /// What they are.
        after: Option<u32>,
    },
    /// It has other extended attributes.
    Attributes,
    /// It is something else: a link in the place of a folder, a link that says another path.
    Kind,
}

/// What has changed in a node from one time to another, and in the nodes that changed it; nothing
/// where its key is the same. A node that is not there at one of the times is not followed.
pub fn difference(
    name: &Text,
    before: &BTreeMap<Text, Keyed>,
    after: &BTreeMap<Text, Keyed>,
) -> Difference {
    let mut difference = Difference::default();
    let mut seen = BTreeSet::from([name.clone()]);
    let mut waiting = VecDeque::from([name.clone()]);
    while let Some(name) = waiting.pop_front() {
        let (Some(then), Some(now)) = (before.get(&name), after.get(&name)) else { continue };
        if then.key == now.key {
            continue;
        }
        let changes = node(then, now);
        let mut others = Vec::new();
        mentioned(&changes, &mut others);
        waiting.extend(others.into_iter().filter(|other| seen.insert(other.clone())));
        difference.nodes.push((name, changes));
    }
    difference
}

/// What has changed in a node by itself. Where nothing tells why its key has changed, it is made by
/// another rule, or of the same things in another order.
pub fn node(before: &Keyed, after: &Keyed) -> Vec<Change> {
    let mut changes = lists(&before.inputs, &after.inputs);
    let mut seen = BTreeSet::new();
    drop_repeats(&mut changes, &mut seen);
    if changes.iter().any(is_telling) {
        keep_telling(&mut changes);
    }
    changes
}

/// Whether a change says more than that something is not the same.
fn is_telling(change: &Change) -> bool {
    match &change.what {
        What::Otherwise => false,
        What::Parts(parts) => parts.iter().any(is_telling),
        _ => true,
    }
}

/// Drops what only follows from something else: a stage that starts from one that has changed.
fn keep_telling(changes: &mut Vec<Change>) {
    changes.retain(is_telling);
    for change in changes {
        if let What::Parts(parts) = &mut change.what {
            keep_telling(parts);
        }
    }
}

/// Drops each other node but the first time.
fn drop_repeats(changes: &mut Vec<Change>, seen: &mut BTreeSet<Text>) {
    changes.retain_mut(|change| match &mut change.what {
        What::Node(name) => seen.insert(name.clone()),
        What::Parts(parts) => {
            drop_repeats(parts, seen);
            !parts.is_empty()
        }
        _ => true,
    });
}

/// The nodes that changes name.
fn mentioned(changes: &[Change], names: &mut Vec<Text>) {
    for change in changes {
        match &change.what {
            What::Node(name) => names.push(name.clone()),
            What::Parts(parts) => mentioned(parts, names),
            _ => {}
        }
    }
}

/// What has changed from one list of things to another.
fn lists(before: &[Input], after: &[Input]) -> Vec<Change> {
    let pairs = Pairs::of(before, after);
    let mut changes = Vec::new();
    for pair in &pairs.all {
        match *pair {
            (Some(then), Some(now)) if then.digest == now.digest => {}
            (Some(then), Some(now)) => changes.push(one(then, now)),
            (None, Some(now)) => {
                changes.push(Change { label: now.label.clone(), what: What::Added(said(now)) });
            }
            (Some(then), None) => {
                changes.push(Change { label: then.label.clone(), what: What::Removed(said(then)) });
            }
            (None, None) => {}
        }
    }
    if changes.is_empty() && !pairs.in_order {
        changes.extend(
            after.first().map(|first| Change { label: first.label.clone(), what: What::Order }),
        );
    }
    changes
}

/// What has changed in one thing.
fn one(before: &Input, after: &Input) -> Change {
    let what = match (&before.value, &after.value) {
        (InputValue::Files(then), InputValue::Files(now)) => match files(then, now) {
            none if none.is_empty() => What::Moved,
            files => What::Files(files),
        },
        (InputValue::Node(then), InputValue::Node(now)) if then == now => What::Node(now.clone()),
        (InputValue::Group(then), InputValue::Group(now)) => match lists(then, now) {
            parts if parts.is_empty() => What::Otherwise,
            parts => What::Parts(parts),
        },
        (InputValue::Image { .. }, InputValue::Image { .. }) => image(before, after),
        _ => match (said(before), said(after)) {
            (Some(then), Some(now)) if then != now => What::Said { before: then, after: now },
            _ if before.label != after.label => {
                What::Said { before: before.label.clone(), after: after.label.clone() }
            }
            _ => What::Otherwise,
        },
    };
    Change { label: after.label.clone(), what }
}

/// What has changed in an image: its name, else its digest, else the platform it is taken for.
fn image(before: &Input, after: &Input) -> What {
    let said =
        |before: &Text, after: &Text| What::Said { before: before.clone(), after: after.clone() };
    let (
        InputValue::Image { name, platform, pinned },
        InputValue::Image { name: other, platform: now, pinned: to },
    ) = (&before.value, &after.value)
    else {
        return What::Otherwise;
    };
    let floating: Text = "by name".into();
    if name != other {
        said(&before.label, &after.label)
    } else if pinned != to {
        said(pinned.as_ref().unwrap_or(&floating), to.as_ref().unwrap_or(&floating))
    } else if platform != now {
        said(platform, now)
    } else {
        What::Otherwise
    }
}

/// What something says, where that is one text.
fn said(input: &Input) -> Option<Text> {
    match &input.value {
        InputValue::Text(text) => Some(text.clone()),
        InputValue::Image { pinned: Some(pinned), .. } => Some(pinned.clone()),
        InputValue::Image { name, platform, pinned: None } => {
            Some(format!("{name} for {platform}").into())
        }
        InputValue::Node(name) => Some(format!("target {name}").into()),
        InputValue::Files(_) | InputValue::Group(_) => None,
    }
}

/// Things of two lists that belong together.
struct Pairs<'a> {
    all: Vec<(Option<&'a Input>, Option<&'a Input>)>,
    /// Whether those that are in both lists come in the same order.
    in_order: bool,
}

impl<'a> Pairs<'a> {
    /// What has the same label belongs together; of the rest, what is of the same kind: an
    /// instruction that says something else is still the same instruction.
    fn of(before: &'a [Input], after: &'a [Input]) -> Self {
        let mut partners = vec![None; after.len()];
        let mut left: Vec<usize> = (0..before.len()).collect();
        left = matched(before, after, left, &mut partners, |it| Some((&*it.label, it.digest)));
        left = matched(before, after, left, &mut partners, whole);
        left = matched(before, after, left, &mut partners, |it| Some(&*it.label));
        left = matched(before, after, left, &mut partners, |it| kind(&it.label));
        let found: Vec<usize> = partners.iter().flatten().copied().collect();
        let in_order = found.is_sorted();
        let mut all: Vec<_> = Vec::with_capacity(after.len() + left.len());
        let mut gone = left.into_iter().peekable();
        for (now, partner) in after.iter().zip(&partners) {
            if let Some(partner) = partner {
                while let Some(earlier) = gone.next_if(|earlier| earlier < partner) {
                    all.push((before.get(earlier), None));
                }
            }
            all.push((partner.and_then(|partner| before.get(partner)), Some(now)));
        }
        all.extend(gone.map(|earlier| (before.get(earlier), None)));
        Self { all, in_order }
    }
}

/// Gives those of `after` that have no partner yet the first of `left` with the same key, and gives
/// back those that are left.
fn matched<'a, K: Hash + Eq>(
    before: &'a [Input],
    after: &'a [Input],
    left: Vec<usize>,
    partners: &mut [Option<usize>],
    key: impl Fn(&'a Input) -> Option<K>,
) -> Vec<usize> {
    let mut known: HashMap<K, VecDeque<usize>> = HashMap::new();
    for &index in &left {
        if let Some(key) = before.get(index).and_then(&key) {
            known.entry(key).or_default().push_back(index);
        }
    }
    let mut used = BTreeSet::new();
    for (now, partner) in after.iter().zip(partners) {
        if partner.is_none() {
            *partner = key(now).and_then(|key| known.get_mut(&key)?.pop_front());
            used.extend(*partner);
        }
    }
    left.into_iter().filter(|index| !used.contains(index)).collect()
}

/// Something with parts goes by what is in it before it goes by its name: a stage may be called
/// otherwise, or stand elsewhere.
fn whole(input: &Input) -> Option<Digest> {
    matches!(input.value, InputValue::Group(_)).then_some(input.digest)
}

/// The instruction that a label begins with. Other things go by their names.
fn kind(label: &str) -> Option<&str> {
    let word = label.split(' ').next()?;
    word.bytes().all(|byte| byte.is_ascii_uppercase()).then_some(word)
}

/// What has changed among files, by path.
fn files(before: &Picked, after: &Picked) -> Vec<FileChange> {
    let by_path = |picked: &'_ Picked| -> BTreeMap<Text, PickedFile> {
        picked.files().iter().map(|file| (file.path.clone(), file.clone())).collect()
    };
    let (then, now) = (by_path(before), by_path(after));
    let paths: BTreeSet<&Text> = then.keys().chain(now.keys()).collect();
    let change = |path: &Text| {
        let how = match (then.get(path), now.get(path)) {
            (None, _) => FileHow::Added,
            (_, None) => FileHow::Removed,
            (Some(then), Some(now)) => file(then, now)?,
        };
        Some(FileChange { path: path.clone(), how })
    };
    paths.into_iter().filter_map(change).collect()
}

/// Whether there is the same in two files. How long they are follows from that, and is not always
/// known.
fn is_same(before: &PickedKind, after: &PickedKind) -> bool {
    match (before, after) {
        (PickedKind::File { content: then, .. }, PickedKind::File { content: now, .. }) => {
            then == now
        }
        (then, now) => then == now,
    }
}

fn file(before: &PickedFile, after: &PickedFile) -> Option<FileHow> {
    let is_file = |file: &PickedFile| matches!(file.kind, PickedKind::File { .. });
    if !is_same(&before.kind, &after.kind) {
        let both = is_file(before) && is_file(after);
        return Some(if both { FileHow::Content } else { FileHow::Kind });
    }
    let (then, now) = (before.mode, after.mode);
    if then != now {
        return Some(FileHow::Mode { before: then, after: now });
    }
    (before.attributes != after.attributes).then_some(FileHow::Attributes)
}

#[cfg(test)]
mod tests;
