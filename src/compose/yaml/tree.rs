//! What is written: the words as a tree, with places.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::entries::Entries;
use super::raw::{Kind, Raw};
use super::scanner::Scanner;
use super::tags::{NODES, too_many};
use super::token::Token;
use crate::compose::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// How deep collections may nest: libyaml's limit for brackets, and also for indentation.
pub(super) const DEPTH: usize = 10_000;

/// The root nodes of all documents of a text.
pub(super) fn documents(file: FileId, text: &str) -> Checked<Vec<Rc<Raw>>> {
    let scanner = Scanner::new(file, text)?;
    let mut reader = Reader {
        scanner,
        handles: BTreeMap::new(),
        anchors: BTreeMap::new(),
        slots: Vec::new(),
        nodes: 0,
    };
    let mut roots = Vec::new();
    while let Some(root) = reader.document(roots.is_empty())? {
        roots.push(root);
    }
    Ok(roots)
}

struct Reader<'t> {
    scanner: Scanner<'t>,
    /// What stands for the handles of tags in this document.
    handles: BTreeMap<String, String>,
    /// Which slot a name stands for. Names are good for the documents that follow as well.
    anchors: BTreeMap<String, usize>,
    /// The nodes with names, once they are complete.
    slots: Vec<Option<Rc<Raw>>>,
    /// How many keys and values the document has so far.
    nodes: usize,
}

/// What stands before a node, and where all that begins.
struct Properties {
    anchor: Option<String>,
    tag: String,
    start: Span,
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In brackets.
    Flow,
    /// Below a dash, or at the top.
    Block,
    /// Below a key, where the dashes of a list need no indentation.
    Value,
}

impl Reader<'_> {
    /// The next document. Only the first needs no dashes before it.
    fn document(&mut self, first: bool) -> Checked<Option<Rc<Raw>>> {
        self.nodes = 0;
        while !first && self.skip_if(&Token::DocumentEnd)? {}
        if self.is(&Token::StreamEnd)? {
            return Ok(None);
        }
        let directives = self.directives()?;
        let dashes = self.skip_if(&Token::DocumentStart)?;
        if !dashes && (directives || !first) {
            return Err(self.wrong("a document begins with `---`"));
        }
        let root = if dashes && self.ends_document()? {
            let span = self.scanner.peek()?.1.head();
            self.empty(span)?
        } else {
            self.node(Place::Block, 0)?
        };
        self.skip_if(&Token::DocumentEnd)?;
        Ok(Some(root))
    }

    fn ends_document(&mut self) -> Checked<bool> {
        let (next, _) = self.scanner.peek()?;
        Ok(matches!(
            next,
            Token::Version { .. }
                | Token::Handle { .. }
                | Token::DocumentStart
                | Token::DocumentEnd
                | Token::StreamEnd
        ))
    }

    /// Reads the directives of a document; answers whether there are any.
    fn directives(&mut self) -> Checked<bool> {
        self.handles.clear();
        let mut version = false;
        loop {
            match self.scanner.peek()? {
                (Token::Version { major: 1, minor: 1 }, _) if !version => version = true,
                (Token::Version { .. }, span) if version => {
                    return Err(fault(*span, "the version of YAML is written twice"));
                }
                (Token::Version { .. }, span) => {
                    return Err(fault(*span, "a compose file is YAML 1.1"));
                }
                (Token::Handle { handle, prefix }, span) => {
                    let (handle, prefix) = (handle.clone(), prefix.clone());
                    if self.handles.insert(handle, prefix).is_some() {
                        return Err(fault(*span, "this handle is explained twice"));
                    }
                }
                _ => break,
            }
            self.scanner.next()?;
        }
        let some = version || !self.handles.is_empty();
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            self.handles.entry(handle.to_owned()).or_insert_with(|| prefix.to_owned());
        }
        Ok(some)
    }

    fn is(&mut self, token: &Token) -> Checked<bool> {
        Ok(self.scanner.peek()?.0 == *token)
    }

    fn is_any(&mut self, tokens: &[Token]) -> Checked<bool> {
        Ok(tokens.contains(&self.scanner.peek()?.0))
    }

    fn skip_if(&mut self, token: &Token) -> Checked<bool> {
        let found = self.is(token)?;
        if found {
            self.scanner.next()?;
        }
        Ok(found)
    }

    /// What is wrong with the next word.
    fn wrong(&mut self, why: &str) -> Vec<Diagnostic> {
        match self.scanner.peek() {
            Ok((_, span)) => fault(*span, format!("this is not YAML: {why}")),
            Err(errors) => errors,
        }
    }

    fn node(&mut self, place: Place, depth: usize) -> Checked<Rc<Raw>> {
        if let (Token::Alias(name), span) = self.scanner.peek()? {
            let (name, span) = (name.clone(), *span);
            self.scanner.next()?;
            self.count(span, depth)?;
            return self.alias(&name, span);
        }
        let properties = self.properties()?;
        self.count(properties.start, depth)?;
        let slot = properties.anchor.as_ref().map(|name| self.open(name));
        let (kind, span) = self.content(&properties, place, depth)?;
        let raw = Rc::new(Raw { kind, tag: properties.tag, span });
        if let Some(slot) = slot.and_then(|slot| self.slots.get_mut(slot)) {
            *slot = Some(Rc::clone(&raw));
        }
        Ok(raw)
    }

    /// A node that is not there.
    fn empty(&mut self, span: Span) -> Checked<Rc<Raw>> {
        self.count(span, 0)?;
        Ok(Rc::new(Raw { kind: Kind::nothing(), tag: String::new(), span }))
    }

    /// What there is too much of is told later; here it is kept out of the memory.
    fn count(&mut self, span: Span, depth: usize) -> Checked<()> {
        if depth > DEPTH {
            return Err(fault(span, "this is nested too deeply"));
        }
        self.nodes += 1;
        if self.nodes > 4 * NODES { Err(too_many(span)) } else { Ok(()) }
    }

    fn open(&mut self, name: &str) -> usize {
        self.anchors.insert(name.to_owned(), self.slots.len());
        self.slots.push(None);
        self.slots.len() - 1
    }

    fn alias(&self, name: &str, span: Span) -> Checked<Rc<Raw>> {
        let Some(&slot) = self.anchors.get(name) else {
            return Err(fault(span, format!("there is no anchor `{name}` before this")));
        };
        let Some(target) = self.slots.get(slot).and_then(Option::as_ref) else {
            return Err(fault(span, "an anchor cannot stand inside its own value"));
        };
        let kind = Kind::Alias(Rc::clone(target));
        Ok(Rc::new(Raw { kind, tag: String::new(), span }))
    }

    /// Reads an anchor and a tag, in any order.
    fn properties(&mut self) -> Checked<Properties> {
        let start = self.scanner.peek()?.1;
        let mut properties = Properties { anchor: None, tag: String::new(), start };
        loop {
            match self.scanner.peek()? {
                (Token::Anchor(name), _) if properties.anchor.is_none() => {
                    properties.anchor = Some(name.clone());
                }
                (Token::Tag { handle, suffix }, span) if properties.tag.is_empty() => {
                    properties.tag = full_tag(&self.handles, handle, suffix, *span)?;
                }
                _ => return Ok(properties),
            }
            self.scanner.next()?;
        }
    }

    fn content(
        &mut self,
        before: &Properties,
        place: Place,
        depth: usize,
    ) -> Checked<(Kind, Span)> {
        let start = self.scanner.peek()?.1;
        let block = place != Place::Flow;
        match self.scanner.peek()?.0 {
            Token::Scalar { .. } => self.scalar(),
            Token::OpenList => self.flow_list(depth).map(|items| Kind::list(items, start)),
            Token::OpenMap => self.flow_map(depth).map(|entries| Kind::map(entries, start)),
            Token::ListStart if block => {
                self.block_list(depth).map(|items| Kind::list(items, start))
            }
            Token::MapStart if block => {
                self.block_map(depth).map(|entries| Kind::map(entries, start))
            }
            Token::Dash if place == Place::Value => {
                self.dashes(depth).map(|items| Kind::list(items, start))
            }
            _ if before.anchor.is_some() || !before.tag.is_empty() => {
                Ok((Kind::nothing(), before.start))
            }
            _ => Err(self.wrong("a value is missing")),
        }
    }

    fn scalar(&mut self) -> Checked<(Kind, Span)> {
        match self.scanner.next()? {
            (Token::Scalar { text, quoted }, span) => Ok((Kind::Scalar { text, quoted }, span)),
            (_, span) => Ok((Kind::nothing(), span)),
        }
    }

    fn block_list(&mut self, depth: usize) -> Checked<Vec<Rc<Raw>>> {
        self.scanner.next()?;
        let mut items = Vec::new();
        while !self.skip_if(&Token::BlockEnd)? {
            if !self.is(&Token::Dash)? {
                return Err(self.wrong("an item of a list begins with `-`"));
            }
            items.push(self.behind(&[Token::Dash, Token::BlockEnd], Place::Block, depth)?);
        }
        Ok(items)
    }

    /// A list that is not indented.
    fn dashes(&mut self, depth: usize) -> Checked<Vec<Rc<Raw>>> {
        const ENDS: &[Token] = &[Token::Dash, Token::Key, Token::Value, Token::BlockEnd];
        let mut items = Vec::new();
        while self.is(&Token::Dash)? {
            items.push(self.behind(ENDS, Place::Block, depth)?);
        }
        Ok(items)
    }

    /// Reads a sign and the node behind it, which is empty if one of these words follows.
    fn behind(&mut self, ends: &[Token], place: Place, depth: usize) -> Checked<Rc<Raw>> {
        let (_, sign) = self.scanner.next()?;
        if self.is_any(ends)? { self.empty(sign.tail()) } else { self.node(place, depth + 1) }
    }

    fn block_map(&mut self, depth: usize) -> Checked<Entries> {
        const ENDS: &[Token] = &[Token::Key, Token::Value, Token::BlockEnd];
        self.scanner.next()?;
        let mut entries = Entries::new();
        while !self.skip_if(&Token::BlockEnd)? {
            if !self.is(&Token::Key)? {
                return Err(self.wrong("a key is missing, or is indented differently"));
            }
            let key = self.behind(ENDS, Place::Value, depth)?;
            let value = if self.is(&Token::Value)? {
                self.behind(ENDS, Place::Value, depth)?
            } else {
                self.empty(key.span.tail())?
            };
            entries.push((key, value));
        }
        Ok(entries)
    }

    fn flow_list(&mut self, depth: usize) -> Checked<Vec<Rc<Raw>>> {
        self.scanner.next()?;
        let mut items = Vec::new();
        while !self.skip_if(&Token::CloseList)? {
            if !items.is_empty() && !self.skip_if(&Token::Comma)? {
                return Err(self.wrong("a `,` or `]` is missing"));
            }
            if self.is(&Token::Key)? {
                items.push(self.pair(depth + 1)?);
            } else if !self.is(&Token::CloseList)? {
                items.push(self.node(Place::Flow, depth + 1)?);
            }
        }
        Ok(items)
    }

    /// A mapping of one key among the items of a list in brackets.
    fn pair(&mut self, depth: usize) -> Checked<Rc<Raw>> {
        const ENDS: &[Token] = &[Token::Comma, Token::CloseList];
        let (_, start) = self.scanner.next()?;
        self.count(start, depth)?;
        let key = if self.is(&Token::Value)? || self.is_any(ENDS)? {
            // libyaml drops that word.
            let (_, span) = self.scanner.next()?;
            self.empty(span)?
        } else {
            self.node(Place::Flow, depth + 1)?
        };
        let value = self.flow_value(ENDS, depth)?;
        let (kind, span) = Kind::map(vec![(key, value)], start);
        Ok(Rc::new(Raw { kind, tag: String::new(), span }))
    }

    fn flow_value(&mut self, ends: &[Token], depth: usize) -> Checked<Rc<Raw>> {
        if self.is(&Token::Value)? {
            return self.behind(ends, Place::Flow, depth);
        }
        let span = self.scanner.peek()?.1.head();
        self.empty(span)
    }

    fn flow_map(&mut self, depth: usize) -> Checked<Entries> {
        const ENDS: &[Token] = &[Token::Comma, Token::CloseMap];
        const KEY_ENDS: &[Token] = &[Token::Value, Token::Comma, Token::CloseMap];
        self.scanner.next()?;
        let mut entries = Entries::new();
        while !self.skip_if(&Token::CloseMap)? {
            if !entries.is_empty() && !self.skip_if(&Token::Comma)? {
                return Err(self.wrong("a `,` or `}` is missing"));
            }
            if self.is(&Token::Key)? {
                let key = self.behind(KEY_ENDS, Place::Flow, depth)?;
                let value = self.flow_value(ENDS, depth)?;
                entries.push((key, value));
            } else if !self.is(&Token::CloseMap)? {
                let key = self.node(Place::Flow, depth + 1)?;
                let value = self.empty(key.span.tail())?;
                entries.push((key, value));
            }
        }
        Ok(entries)
    }
}

/// The full name of a tag; those of YAML itself are shortened again, to `!!name`.
fn full_tag(
    handles: &BTreeMap<String, String>,
    handle: &str,
    suffix: &str,
    span: Span,
) -> Checked<String> {
    let prefix = if handle.is_empty() { Some("") } else { handles.get(handle).map(String::as_str) };
    let Some(prefix) = prefix else {
        return Err(fault(span, format!("no `%TAG` says what `{handle}` stands for")));
    };
    let tag = format!("{prefix}{suffix}");
    Ok(match tag.strip_prefix("tag:yaml.org,2002:") {
        Some(name) => format!("!!{name}"),
        None => tag,
    })
}
