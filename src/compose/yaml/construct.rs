//! From what is written to what it says: aliases followed, `<<` merged, scalars resolved.

use super::entries::{Entries, refuse_repeats};
use super::raw::{Kind, Raw};
use super::tree::DEPTH;
use super::{Map, Node, Yaml, scalar};
use crate::compose::{Checked, fault};
use crate::diag::{At, Diagnostic};
use crate::span::Span;

/// The value of a document.
pub(super) fn construct(root: &Raw) -> Checked<Node> {
    Constructor::default().node(root, 0)
}

/// Counts the work, so that a few aliases of aliases cannot become a million values. The numbers
/// are go-yaml's.
#[derive(Default)]
struct Constructor {
    steps: u64,
    aliased: u64,
    inside_aliases: u32,
}

impl Constructor {
    fn node(&mut self, raw: &Raw, depth: usize) -> Checked<Node> {
        self.count(raw.span, depth)?;
        let value = match &raw.kind {
            Kind::Scalar { text, quoted } => scalar::resolve(&raw.tag, *quoted, text)
                .at(raw.span)
                .map_err(|error| vec![error])?,
            Kind::List(items) => {
                let items = items.iter().map(|item| self.node(item, depth + 1));
                Yaml::List(items.collect::<Checked<_>>()?)
            }
            Kind::Map(entries) => Yaml::Map(self.map(entries, depth)?),
            Kind::Alias(target) => {
                self.inside_aliases += 1;
                let found = self.node(target, depth);
                self.inside_aliases -= 1;
                found?.value
            }
        };
        Ok(Node::new(value, raw.span))
    }

    fn count(&mut self, span: Span, depth: usize) -> Checked<()> {
        self.steps += 1;
        self.aliased += u64::from(self.inside_aliases > 0);
        if depth > DEPTH {
            return Err(fault(span, "this is nested too deeply"));
        }
        if self.aliased > 100 && self.steps > 1000 && self.aliased > allowed(self.steps) {
            return Err(fault(span, "aliases make this document far too large"));
        }
        Ok(())
    }

    fn map(&mut self, entries: &Entries, depth: usize) -> Checked<Map> {
        refuse_repeats(entries)?;
        let mut map = Map::new();
        let mut merged = None;
        for (key, value) in entries {
            if is_merge(key) {
                merged = Some(value);
                continue;
            }
            let name = self.key(key, depth)?;
            let mut node = self.node(value, depth + 1)?;
            node.key = key.span;
            map.insert(name, node);
        }
        if let Some(merged) = merged {
            self.merge(merged, &mut map, depth)?;
        }
        Ok(map)
    }

    fn key(&mut self, raw: &Raw, depth: usize) -> Checked<String> {
        let key = self.node(raw, depth + 1)?;
        if let Yaml::Text(text) = key.value {
            return Ok(text);
        }
        let message = format!("a key must be a string, and this is {}", key.kind());
        let mut error = Diagnostic::error(message, raw.span);
        if let Kind::Scalar { text, .. } = &raw.kind {
            error.hints.push(format!("put it in quotes: `\"{text}\"`"));
        }
        Err(vec![error])
    }

    /// `<<`: a mapping or several, of which the first has the last word.
    fn merge(&mut self, raw: &Raw, map: &mut Map, depth: usize) -> Checked<()> {
        match &target(raw).kind {
            Kind::Map(_) => self.merge_one(raw, map, depth),
            Kind::List(items) => {
                for item in items {
                    if !matches!(target(item).kind, Kind::Map(_)) {
                        return Err(unmergeable(item.span));
                    }
                    self.merge_one(item, map, depth)?;
                }
                Ok(())
            }
            _ => Err(unmergeable(raw.span)),
        }
    }

    fn merge_one(&mut self, raw: &Raw, map: &mut Map, depth: usize) -> Checked<()> {
        if let Yaml::Map(more) = self.node(raw, depth + 1)?.value {
            for (name, node) in more {
                map.entry(name).or_insert(node);
            }
        }
        Ok(())
    }
}

fn target(raw: &Raw) -> &Raw {
    if let Kind::Alias(target) = &raw.kind { target } else { raw }
}

fn is_merge(key: &Raw) -> bool {
    match &key.kind {
        Kind::Scalar { text, quoted } => {
            key.tag == "!!merge"
                || (text == "<<" && !quoted && matches!(key.tag.as_str(), "" | "!"))
        }
        _ => false,
    }
}

fn unmergeable(span: Span) -> Vec<Diagnostic> {
    fault(span, "`<<` takes a mapping or a list of mappings")
}

/// How much of the work may come from aliases: 99 % of a small document, 10 % of a huge one.
fn allowed(steps: u64) -> u64 {
    const LOW: u64 = 400_000;
    const HIGH: u64 = 4_000_000;
    let percent = match steps {
        ..=LOW => 99,
        HIGH.. => 10,
        _ => 99 - 89 * (steps - LOW) / (HIGH - LOW),
    };
    steps * percent / 100
}
