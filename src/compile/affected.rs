//! From a request to the keys of what it asks for, now and then.

use std::collections::BTreeMap;

use crate::context::{Modes, Uncached};
use crate::diag::{Diagnostics, Severity, Stopped};
use crate::expand::Expanded;
use crate::keys::{Keyed, Keys};
use crate::lock::Lock;
use crate::select::{self, Links};
use crate::source::{Host, Sources};
use crate::span::{FileId, Span};
use crate::target::Definitions;
use crate::text::Text;

use super::{KeyOptions, Request, WithKeys, Word, define};

/// How often a request is made smaller, at most, to find out what of it is broken.
const MOST_TRIES: usize = 64;

/// What a request asks for, now and then.
#[derive(Debug)]
pub struct Compared {
    /// It now.
    pub now: WithKeys,
    /// What each of its nodes was then.
    pub then: BTreeMap<Text, Then>,
    /// The nodes that the same request asked for then and that are not defined any more, sorted.
    pub gone: Vec<Text>,
    /// Why nothing at all is known of then, if so.
    pub unknown: Option<Text>,
}

/// What a node was then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// It had a key.
    Keyed(Box<Keyed>),
    /// It was not defined.
    Absent,
    /// It cannot be told, for this reason.
    Unknown(Text),
}

impl Then {
    /// Whether a node is not what it was, or may not be.
    pub fn differs(&self, now: &Keyed) -> bool {
        match self {
            // What cannot be known is in the reasons.
            Self::Keyed(then) => then.key != now.key || reasons(then) != reasons(now),
            Self::Absent | Self::Unknown(_) => true,
        }
    }
}

fn reasons(node: &Keyed) -> Vec<&str> {
    let mut reasons: Vec<_> = node.volatile.iter().map(|it| it.reason.as_str()).collect();
    reasons.sort_unstable();
    reasons
}

impl Compared {
    /// The nodes that are not what they were, or may not be, sorted by name.
    pub fn affected(&self) -> impl Iterator<Item = (&Text, &Keyed, &Then)> {
        let nodes = self.now.keys.nodes.iter();
        let both =
            nodes.map(|(name, now)| (name, now, self.then.get(name).unwrap_or(&Then::Absent)));
        both.filter(|(_, now, then)| then.differs(now))
    }
}

/// Compares what a request asks for now with the same on another host. What is wrong there is
/// nobody's error any more: it makes the nodes that it concerns differ.
///
/// # Errors
/// What [`keys`](super::keys()) says of now.
pub fn compare(
    now: &dyn Host,
    then: &dyn Host,
    request: &Request,
    options: &KeyOptions<'_>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Compared, Stopped> {
    let known = sources.clone();
    let now = super::keys(now, request, options, sources, diags)?;
    let mut past = Past { host: then, request, modes: options.modes, sources: known };
    let (then, gone, unknown) = match past.read() {
        Ok((expanded, lock)) => {
            let then = past.nodes(&now.keys, &expanded, &lock);
            (then, past.gone(&now.compiled.expanded.definitions, &expanded), None)
        }
        Err(reason) => {
            let nodes = now.keys.nodes.keys();
            let then = nodes.map(|name| (name.clone(), Then::Unknown(reason.clone()))).collect();
            (then, Vec::new(), Some(reason))
        }
    };
    Ok(Compared { now, then, gone, unknown })
}

/// A request on another host.
struct Past<'a> {
    host: &'a dyn Host,
    request: &'a Request,
    modes: Modes,
    /// The texts that places in the request are in.
    sources: Sources,
}

impl Past<'_> {
    /// All that was defined, and the images that names stood for.
    fn read(&mut self) -> Result<(Expanded, Lock), Text> {
        let (mut sources, mut diags) = (self.sources.clone(), Diagnostics::new());
        let expanded = define(self.host, self.request, &mut sources, &mut diags);
        let both = expanded
            .and_then(|expanded| Ok((expanded, Lock::read(self.host, &mut sources, &mut diags)?)));
        both.map_err(|_| first_error(&diags))
    }

    fn nodes(&self, now: &Keys, expanded: &Expanded, lock: &Lock) -> BTreeMap<Text, Then> {
        let definitions = &expanded.definitions;
        let (known, new): (Vec<_>, Vec<_>) =
            now.nodes.keys().cloned().partition(|name| definitions.node(name).is_some());
        let overrides = select::fitting(definitions, &self.request.overrides, self.host);
        let mut nodes = new.into_iter().map(|name| (name, Then::Absent)).collect();
        let request = Request { overrides, only: Vec::new(), ..self.request.clone() };
        self.search(request, known, lock, &mut nodes);
        nodes
    }

    /// Finds the keys of nodes. Where one is broken, the others have theirs nonetheless.
    fn search(
        &self,
        mut request: Request,
        names: Vec<Text>,
        lock: &Lock,
        nodes: &mut BTreeMap<Text, Then>,
    ) {
        let mut waiting = vec![names];
        let mut tries = 0;
        while let Some(mut names) = waiting.pop().filter(|_| tries < MOST_TRIES) {
            names.retain(|name| !nodes.contains_key(name));
            if names.is_empty() {
                continue;
            }
            tries += 1;
            request.targets = names.iter().map(word).collect();
            match self.keys(&request, lock) {
                Ok(keys) => {
                    let found = keys.nodes.into_iter();
                    nodes.extend(found.map(|(name, it)| (name, Then::Keyed(Box::new(it)))));
                    // A group stands before a target of its name.
                    unknown(names, &"a group had the same name".into(), nodes);
                }
                Err(reason) if names.len() == 1 => unknown(names, &reason, nodes),
                Err(_) => {
                    let second = names.split_off(names.len() / 2);
                    waiting.extend([second, names]);
                }
            }
        }
        let reason = "too much of it was broken".into();
        unknown(waiting.into_iter().flatten(), &reason, nodes);
    }

    fn keys(&self, request: &Request, lock: &Lock) -> Result<Keys, Text> {
        let (mut sources, mut diags) = (self.sources.clone(), Diagnostics::new());
        // Files of then may look like others of now.
        let options = KeyOptions { modes: self.modes, digests: &Uncached, lock };
        let found = super::keys(self.host, request, &options, &mut sources, &mut diags);
        found.map(|it| it.keys).map_err(|_| first_error(&diags))
    }

    fn gone(&self, now: &Definitions, then: &Expanded) -> Vec<Text> {
        let nothing = Links::new();
        let asked = select::asked(&then.definitions, &self.request.wanted(&nothing));
        let gone = |name: &Text| then.definitions.node(name).is_some() && now.node(name).is_none();
        asked.into_iter().filter(gone).collect()
    }
}

/// Takes those of some nodes that are not known yet for unknown.
fn unknown(names: impl IntoIterator<Item = Text>, reason: &Text, nodes: &mut BTreeMap<Text, Then>) {
    for name in names {
        nodes.entry(name).or_insert_with(|| Then::Unknown(reason.clone()));
    }
}

/// A name as a word that nobody typed.
fn word(name: &Text) -> Word {
    Word::new(name.to_string(), Span::new(FileId(0), 0, 0))
}

fn first_error(diags: &Diagnostics) -> Text {
    let error = diags.iter().find(|it| it.severity == Severity::Error);
    error.map_or("it cannot be read", |it| it.message.as_str()).into()
}
