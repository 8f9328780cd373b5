//! Links that Dockerfiles imply and the bake file does not say.
//!
//! A Dockerfile that takes something from an image whose name is a tag of another target means, as
//! a rule, what that target builds, and gets what somebody has pushed under that name. References
//! are compared [in their normal form](Reference), so `app` and `docker.io/library/app:latest` are
//! the same.
//!
//! No link is implied where the target itself has that tag: it starts from its own last image.
//! Nor where several targets have it: which of them is meant, nobody can say but the author.

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Diagnostic, words};
use crate::target::Attributes;
use crate::target::reference::Reference;
use crate::text::Text;

use super::Use;
use super::reading::Reading;

/// The targets by their tags.
#[derive(Clone, Default, Debug)]
pub struct Tagged {
    targets: HashMap<Reference, Vec<Text>>,
}

/// A link that a Dockerfile implies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Implied {
    /// The target that is taken from.
    pub target: Text,
    /// The tag that the Dockerfile names.
    pub reference: Reference,
    /// Where it does; never nowhere.
    pub uses: Vec<Use>,
}

impl Tagged {
    /// The tags of these targets.
    pub fn new<'a>(targets: impl IntoIterator<Item = (&'a Text, &'a Attributes)>) -> Self {
        let mut tagged = Self::default();
        for (name, attributes) in targets {
            let tags = attributes.tags.iter().flatten();
            for reference in tags.filter_map(|tag| by_tag(tag)) {
                let names = tagged.targets.entry(reference).or_default();
                if names.last() != Some(name) {
                    names.push(name.clone());
                }
            }
        }
        tagged
    }

    /// The links that the Dockerfile of a target implies, and warnings for images of which it
    /// cannot be said which target is meant.
    pub fn implied(&self, user: &Text, reading: &Reading) -> (Vec<Implied>, Vec<Diagnostic>) {
        let mut links: BTreeMap<Reference, Implied> = BTreeMap::new();
        let mut warnings = Vec::new();
        let Reading::Read(taken) = reading else { return (Vec::new(), warnings) };
        for (image, uses) in &taken.images {
            let Some(reference) = by_tag(image) else { continue };
            match self.targets.get(&reference).map(Vec::as_slice) {
                None | Some([]) => {}
                Some(several) if several.contains(user) => {}
                Some([target]) => {
                    let target = target.clone();
                    let link = Implied { target, reference: reference.clone(), uses: Vec::new() };
                    links.entry(reference).or_insert(link).uses.extend(uses.iter().cloned());
                }
                Some(several) => {
                    warnings.extend(uses.first().map(|it| ambiguous(&reference, several, it)));
                }
            }
        }
        (links.into_values().collect(), warnings)
    }
}

/// The normal form of a reference by name and tag. One with a digest means a certain image, whoever
/// builds another one under its name.
fn by_tag(text: &str) -> Option<Reference> {
    let reference = Reference::parse(text).ok()?;
    reference.digest.is_none().then(|| reference.with_default_tag())
}

fn ambiguous(reference: &Reference, targets: &[Text], by: &Use) -> Diagnostic {
    let message =
        format!("`{}` is a tag of {}: no link is implied", reference.familiar(), shown(targets));
    let name = reference.context_name();
    let first = targets.first().map_or("", |name| name);
    Diagnostic::warning(message, by.span)
        .hint(format!("say which one is meant: `contexts = {{ \"{name}\" = \"target:{first}\" }}`"))
}

/// Names in words: a few of them, if they are many.
fn shown(names: &[Text]) -> String {
    const MOST: usize = 4;
    if names.len() <= MOST {
        return words::list(names);
    }
    let few: Vec<String> = names.iter().take(MOST - 1).map(|name| format!("`{name}`")).collect();
    format!("{} and {} more", few.join(", "), names.len() - few.len())
}
