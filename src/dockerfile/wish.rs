//! What is wanted of a Dockerfile.

use std::collections::{BTreeMap, BTreeSet};

use super::platform::Platform;
use crate::source::Host;
use crate::span::Spanned;
use crate::target::{Attributes, Places, Texts};
use crate::text::Text;

/// What is wanted of a Dockerfile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// The stage, if not the last.
    pub target: Option<Spanned<Text>>,
    /// The build args that are given.
    pub args: BTreeMap<Text, Text>,
    /// The platforms; none is that of the machine.
    pub platforms: Vec<Platform>,
    /// The platform of the machine that builds: of this one, as far as anybody can know.
    pub local: Platform,
    /// The names of the named contexts, as they are given.
    pub contexts: BTreeSet<Text>,
}

impl Wish {
    /// What a target wants. Its platforms have been [checked](Attributes::finish).
    pub fn of(attributes: &Attributes, places: &Places, host: &dyn Host) -> Self {
        let local = Platform::of_host(&host.platform());
        let target = attributes.target.as_ref().filter(|name| !name.is_empty());
        let args = attributes.args.iter().flatten();
        let given = args.filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
        Self {
            target: target.map(|name| Spanned::new(name.clone(), places.attribute("target"))),
            args: given.collect(),
            platforms: platforms(attributes, &local),
            contexts: attributes.contexts.iter().flat_map(Texts::keys).cloned().collect(),
            local,
        }
    }
}

/// The platforms of a target, each once, as buildx takes them.
fn platforms(attributes: &Attributes, local: &Platform) -> Vec<Platform> {
    let mut found: Vec<Platform> = Vec::new();
    let words = attributes.platforms.iter().flatten().flat_map(|words| words.split(','));
    for platform in words.filter_map(|word| Platform::parse(word, local).ok()) {
        if !found.contains(&platform) {
            found.push(platform);
        }
    }
    found
}
