//! `--set target.attribute=value`, taken apart.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, Problem, similar};
use crate::source::Host;
use crate::span::{Span, Spanned};
use crate::target::{Definitions, Place, Places, environment};
use crate::text::Text;

use super::apply;
use super::pattern::Pattern;

/// Overrides in the order they were given.
#[derive(Default, Debug)]
pub(super) struct Overrides {
    all: Vec<Override>,
}

/// One override: which targets it is for, and what it says.
#[derive(Debug)]
struct Override {
    targets: Targets,
    key: Key,
    value: Option<Text>,
    append: bool,
    place: Span,
}

#[derive(Debug)]
enum Targets {
    Named(Text),
    Fitting(Pattern),
}

/// What an override sets: `args.VERSION` is the attribute `args` and the name `VERSION`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Key {
    pub(super) attribute: Text,
    pub(super) name: Option<Text>,
}

/// All that the overrides say of one key of one target.
#[derive(Clone, Default, Debug)]
pub(super) struct Setting {
    /// The value, where there can be only one: the last.
    pub(super) value: Text,
    /// The values, where there can be several: all of them.
    pub(super) values: Vec<Text>,
    /// Whether the values are added to what is there. The last override decides for all.
    pub(super) append: bool,
    /// Where the last of them stands.
    pub(super) place: Option<Span>,
}

/// The keys of which several overrides add up. bake has no others: a single value for `ulimits`
/// or `no-cache-filter` is lost, and so is the one for `network`, which is here but is no list.
const LISTS: [&str; 12] = [
    "annotations",
    "attest",
    "cache-from",
    "cache-to",
    "entitlements",
    "network",
    "output",
    "platform",
    "policy",
    "secrets",
    "ssh",
    "tags",
];

impl Overrides {
    /// Takes the words apart and makes sure that each is for some target.
    pub(super) fn read(
        definitions: &Definitions,
        words: &[Spanned<String>],
        host: &dyn Host,
        diags: &mut Diagnostics,
    ) -> Self {
        let mut all = Vec::new();
        for word in words {
            match read(definitions, word, host) {
                Ok(found) => {
                    diags.extend(found.iter().filter_map(lost_value));
                    all.extend(found);
                }
                Err(problem) => diags.push(problem.into_error(word.span)),
            }
        }
        Self { all }
    }

    /// What they say of a target, by key, in the order in which the keys come up. Single secrets
    /// come last: they change what the others have put there.
    pub(super) fn of(&self, target: &str) -> Vec<(Key, Setting)> {
        let mut places: BTreeMap<&Key, usize> = BTreeMap::new();
        let mut settings: Vec<(Key, Setting)> = Vec::new();
        for it in self.all.iter().filter(|it| it.targets.contain(target)) {
            let place = *places.entry(&it.key).or_insert_with(|| {
                settings.push((it.key.clone(), Setting::default()));
                settings.len() - 1
            });
            if let Some((_, setting)) = settings.get_mut(place) {
                it.add_to(setting);
            }
        }
        settings.sort_by_key(|(key, _)| &*key.attribute == "secret");
        settings
    }

    /// Whether one of these attributes, by their names on the command line, is set in a way that
    /// may show in the lists of other targets. What is set for all targets shows in the same way in
    /// all; but what is added to `cache-from` makes room behind it, and of secrets with one id a
    /// target changes the first, and its heir the last, which is what is left.
    pub(super) fn show_elsewhere(&self, attributes: &[&str]) -> bool {
        let shows = |it: &Override| {
            let attribute = &*it.key.attribute;
            !it.targets.are_all()
                || attribute == "secret"
                || (attribute == "cache-from" && it.append)
        };
        self.all.iter().any(|it| attributes.contains(&&*it.key.attribute) && shows(it))
    }

    /// Where the last override of a target's attribute stands.
    pub(super) fn place_of(&self, target: &str, attribute: &str) -> Option<Span> {
        self.last(target, |key| set_by(&key.attribute) == attribute)
    }

    /// Where the last override of an entry of a target's attribute stands.
    pub(super) fn place_of_entry(&self, target: &str, attribute: &str, name: &str) -> Option<Span> {
        self.last(target, |key| &*key.attribute == attribute && key.name.as_deref() == Some(name))
    }

    /// Where a target's attributes are said, once those that are set are said on the command line.
    pub(super) fn placed(&self, target: &str, places: &Arc<Places>) -> Arc<Places> {
        let mut result = places.clone();
        for it in self.all.iter().filter(|it| it.targets.contain(target)) {
            let attributes = &mut Arc::make_mut(&mut result).attributes;
            let name = set_by(&it.key.attribute);
            let known = attributes.get(name).cloned();
            let place = match (&it.key.name, known) {
                (Some(entry), known) => {
                    let mut place = known.unwrap_or_else(|| Place::of(it.place));
                    place.entries.insert(entry.clone(), it.place);
                    place
                }
                (None, Some(mut place)) if it.append => {
                    place.elements.push(it.place);
                    place
                }
                // What is inherited may be wrong as well as what is added.
                (None, None) if it.append => continue,
                (None, _) => Place::of(it.place),
            };
            attributes.insert(name.into(), place);
        }
        result
    }

    fn last(&self, target: &str, wanted: impl Fn(&Key) -> bool) -> Option<Span> {
        let mut backwards = self.all.iter().rev().filter(|it| wanted(&it.key));
        backwards.find(|it| it.targets.contain(target)).map(|it| it.place)
    }
}

/// The attribute that a key sets: some have other names on the command line.
fn set_by(key: &str) -> &str {
    match key {
        "platform" => "platforms",
        "secrets" => "secret",
        "push" | "load" => "output",
        same => same,
    }
}

impl Targets {
    fn are_all(&self) -> bool {
        matches!(self, Self::Fitting(pattern) if pattern.fits_all())
    }

    fn contain(&self, target: &str) -> bool {
        match self {
            Self::Named(name) => &**name == target,
            Self::Fitting(pattern) => pattern.matches(target),
        }
    }
}

impl Override {
    fn add_to(&self, setting: &mut Setting) {
        setting.place = Some(self.place);
        let Some(value) = &self.value else { return };
        if LISTS.contains(&&*self.key.attribute) {
            setting.append = self.append;
            setting.values.push(value.clone());
        } else {
            setting.value = value.clone();
        }
    }
}

/// The overrides that are for some target. Nothing is said of the others.
pub fn fitting(
    definitions: &Definitions,
    words: &[Spanned<String>],
    host: &dyn Host,
) -> Vec<Spanned<String>> {
    words.iter().filter(|word| read(definitions, word, host).is_ok()).cloned().collect()
}

/// An override from its word; nothing for `args.NAME` alone if the environment has no `NAME`.
fn read(
    definitions: &Definitions,
    word: &Spanned<String>,
    host: &dyn Host,
) -> Result<Option<Override>, Problem> {
    let (key, value) = match word.value.split_once('=') {
        Some((key, value)) => (key, Some(Text::from(value))),
        None => (&*word.value, None),
    };
    let (key, append) = key.strip_suffix('+').map_or((key, false), |key| (key, true));
    let mut parts = key.splitn(3, '.');
    let pattern = parts.next().unwrap_or_default();
    let attribute = parts.next().ok_or_else(|| malformed(&word.value))?;
    let key = Key { attribute: attribute.into(), name: parts.next().map(Text::from) };
    if value.is_none() && attribute != "args" {
        return Err(malformed(&word.value));
    }
    let targets = targets(definitions, pattern)?;
    check(&key, append)?;
    let value = match (value, &key.name) {
        (None, Some(name)) if environment::may_be_looked_up(host) => {
            let Some(value) = host.variable(name) else { return Ok(None) };
            Some(value.into())
        }
        (value, _) => value,
    };
    Ok(Some(Override { targets, key, value, append, place: word.span }))
}

fn malformed(word: &str) -> Problem {
    let problem =
        Problem::new(format!("override `{word}` is not of the form `target.attribute=value`"));
    match word.split_once('=') {
        None if word.contains('.') => problem.hint(format!("write `{word}=VALUE`")),
        Some((key, _)) if apply::NAMES.contains(&key.trim_end_matches('+')) => {
            problem.hint(format!("to set it in all targets, write `'*.{word}'`"))
        }
        _ => problem,
    }
}

fn check(key: &Key, append: bool) -> Result<(), Problem> {
    let attribute = &key.attribute;
    match &**attribute {
        "args" | "contexts" | "resources" | "secret" if key.name.is_none() => {
            Err(Problem::new(format!("`{attribute}` cannot be set as a whole"))
                .hint(format!("write `{attribute}.NAME=value`")))
        }
        "resources" | "secret" if append => {
            Err(Problem::new(format!("nothing can be added to `{attribute}`"))
                .hint("write `=` instead of `+=`"))
        }
        _ => Ok(()),
    }
}

fn targets(definitions: &Definitions, text: &str) -> Result<Targets, Problem> {
    if definitions.target(text).is_some() {
        return Ok(Targets::Named(text.into()));
    }
    let pattern = Pattern::read(text)?;
    if definitions.targets().iter().any(|target| pattern.matches(&target.name)) {
        return Ok(Targets::Fitting(pattern));
    }
    let mut problem = Problem::new(format!("no target fits `{text}`"));
    if definitions.group(text).is_some() {
        return Err(problem.hint(format!("`{text}` is a group, and only targets can be set")));
    }
    let known = definitions.targets().iter().map(|target| &*target.name);
    problem.hints.extend(similar::did_you_mean(text, known));
    Err(problem)
}

/// The warning that bake, and so we, lose the value.
fn lost_value(it: &Override) -> Option<Diagnostic> {
    let attribute = &*it.key.attribute;
    let outcome = match attribute {
        "network" => "sets it to the empty text",
        "no-cache-filter" | "ulimits" => "empties it",
        _ => return None,
    };
    let message = format!("`--set` of `{attribute}` {outcome}, whatever the value");
    Some(
        Diagnostic::warning(message, it.place)
            .hint("bake does so too; set it in the file, by way of a variable"),
    )
}
