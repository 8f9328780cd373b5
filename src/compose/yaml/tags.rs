//! `!reset` and `!override`: what a file takes back of the files before it.
//!
//! A tagged key is not a value of its own. Its path is noted, and before the file is merged onto
//! what came before, the values at these paths are removed there.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use super::entries::{Entries, refuse_repeats};
use super::raw::{Kind, Raw};
use super::{Map, Node};
use crate::compose::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::Span;

/// How many nodes a document may have; compose-go's limit.
pub(super) const NODES: usize = 100_000;

/// The paths that a document takes back.
#[derive(Clone, Default, Debug)]
pub(in super::super) struct Replaced {
    paths: BTreeSet<Path>,
}

impl Replaced {
    /// Removes the values at these paths from a mapping that stands at the top.
    pub(in super::super) fn apply(&self, model: &mut Map) {
        self.remove(model, &mut Vec::new());
    }

    /// Removes what stands at these paths inside a value that itself stands at `section.name`.
    pub(in super::super) fn within(&self, mut node: Node, section: &str, name: &str) -> Node {
        if let Some(map) = node.as_map_mut() {
            self.remove(map, &mut vec![section.to_owned(), name.to_owned()]);
        }
        node
    }

    fn remove(&self, map: &mut Map, path: &mut Vec<String>) {
        if self.paths.is_empty() {
            return;
        }
        map.retain(|name, node| {
            path.push(name.clone());
            let kept = !self.paths.contains(path);
            if kept && let Some(inner) = node.as_map_mut() {
                self.remove(inner, path);
            }
            path.pop();
            kept
        });
    }
}

/// The document without what is reset, and the paths it takes back.
pub(super) fn resolve(root: &Rc<Raw>) -> Checked<(Rc<Raw>, Replaced)> {
    let mut walk = Walk::default();
    match walk.node(root, &mut Vec::new())? {
        Some(kept) => Ok((kept, Replaced { paths: walk.found.into_iter().collect() })),
        None => Err(fault(root.span, "a file cannot reset itself")),
    }
}

/// The error for more than [`NODES`] values.
pub(super) fn too_many(span: Span) -> Vec<Diagnostic> {
    fault(span, format!("a compose file may have {NODES} values at most"))
}

type Path = Vec<String>;

/// How many names the paths that are taken back may have in all. An alias brings all those inside
/// of it once more.
const NAMES: usize = 3_000_000;

/// A container that was seen before, through its anchor.
struct Seen {
    /// What became of it.
    kept: Rc<Raw>,
    /// Which of the paths found are inside of it.
    inside: Range<usize>,
    /// How many names of these are those of the container itself.
    outer: usize,
}

#[derive(Default)]
struct Walk {
    found: Vec<Path>,
    seen: HashMap<*const Raw, Seen>,
    nodes: usize,
    names: usize,
}

impl Walk {
    fn node(&mut self, raw: &Rc<Raw>, path: &mut Path) -> Checked<Option<Rc<Raw>>> {
        self.nodes += 1;
        if self.nodes > NODES {
            return Err(too_many(raw.span));
        }
        match raw.tag.as_str() {
            "!reset" => {
                self.note(path, raw.span)?;
                return Ok(None);
            }
            "!override" => {
                self.note(path, raw.span)?;
                return Ok(Some(Rc::clone(raw)));
            }
            _ => {}
        }
        match &raw.kind {
            Kind::Scalar { .. } => Ok(Some(Rc::clone(raw))),
            Kind::List(_) | Kind::Map(_) => self.container(raw, path).map(Some),
            Kind::Alias(target) => self.alias(raw, target, path),
        }
    }

    /// Paths through a merge key are the paths of what is merged in.
    fn note(&mut self, path: &[String], span: Span) -> Checked<()> {
        self.names += path.len();
        if self.names > NAMES {
            return Err(fault(span, "this file takes back far too much"));
        }
        self.found.push(path.iter().filter(|name| *name != "<<").cloned().collect());
        Ok(())
    }

    fn alias(
        &mut self,
        raw: &Rc<Raw>,
        target: &Rc<Raw>,
        path: &mut Path,
    ) -> Checked<Option<Rc<Raw>>> {
        let Some(kept) = self.node(target, path)? else { return Ok(None) };
        if Rc::ptr_eq(&kept, target) {
            return Ok(Some(Rc::clone(raw)));
        }
        Ok(Some(Rc::new(Raw { kind: Kind::Alias(kept), tag: raw.tag.clone(), span: raw.span })))
    }

    fn container(&mut self, raw: &Rc<Raw>, path: &mut Path) -> Checked<Rc<Raw>> {
        if let Some(Seen { kept, inside, outer }) = self.seen.get(&Rc::as_ptr(raw)) {
            let (kept, inside, outer) = (Rc::clone(kept), inside.clone(), *outer);
            for at in inside {
                let known = self.found.get(at).and_then(|known| known.get(outer..));
                let again = [path.as_slice(), known.unwrap_or_default()].concat();
                self.note(&again, raw.span)?;
            }
            return Ok(kept);
        }
        let before = self.found.len();
        let kind = match &raw.kind {
            Kind::List(items) => self.list(items, path)?,
            Kind::Map(entries) => self.map(entries, path)?,
            _ => return Ok(Rc::clone(raw)),
        };
        let kept = Rc::new(Raw { kind, tag: raw.tag.clone(), span: raw.span });
        let outer = path.iter().filter(|name| *name != "<<").count();
        let inside = before..self.found.len();
        self.seen.insert(Rc::as_ptr(raw), Seen { kept: Rc::clone(&kept), inside, outer });
        Ok(kept)
    }

    fn list(&mut self, items: &[Rc<Raw>], path: &mut Path) -> Checked<Kind> {
        let mut kept = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(index.to_string());
            kept.extend(self.node(item, path)?);
            path.pop();
        }
        Ok(Kind::List(kept))
    }

    fn map(&mut self, entries: &Entries, path: &mut Path) -> Checked<Kind> {
        let mut kept = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            path.push(if let Kind::Scalar { text, .. } = &key.kind {
                text.clone()
            } else {
                String::new()
            });
            if let Some(value) = self.node(value, path)? {
                kept.push((Rc::clone(key), value));
            }
            path.pop();
        }
        // What is kept is looked at later, but a key that is taken back once is there twice, too.
        if kept.len() < entries.len() {
            refuse_repeats(entries)?;
        }
        Ok(Kind::Map(kept))
    }
}
