//! What is written: the events of the parser as a tree, with places.

use std::collections::BTreeMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, Tag};

use super::tags::{NODES, too_many};
use super::written::Written;
use crate::compose::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// How deep collections may nest. Chosen by feel: far above what people write, far below what
/// the stack takes.
pub(super) const DEPTH: usize = 128;

/// A node as it is written.
#[derive(Debug)]
pub(super) struct Raw {
    /// What it is.
    pub(super) kind: Kind,
    /// Its tag: `!mine`, `!!str`, or empty.
    pub(super) tag: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// The kinds of nodes.
#[derive(Debug)]
pub(super) enum Kind {
    /// A scalar and whether it is quoted (or a block).
    Scalar {
        /// Its text, with escapes resolved.
        text: String,
        /// Whether it is anything but plain.
        quoted: bool,
    },
    /// A sequence.
    List(Vec<Rc<Raw>>),
    /// A mapping, in the order of writing.
    Map(Vec<(Rc<Raw>, Rc<Raw>)>),
    /// `*name`: the node that bears the anchor.
    Alias(Rc<Raw>),
}

/// How many bytes may be read anew for what is written in a way that only libyaml reads: each
/// such place costs a try.
const EFFORT: usize = 32 << 20;

/// The root nodes of all documents of a text.
pub(super) fn documents(file: FileId, text: &str) -> Checked<Vec<Rc<Raw>>> {
    let mut written = Written::new(file, text);
    written.check()?;
    for _ in 0..=EFFORT / text.len().max(1) {
        match read(&written) {
            Ok(roots) => return Ok(roots),
            Err(Stop::Syntax(error)) if written.repair(&error) => {}
            Err(Stop::Syntax(error)) => return Err(written.syntax_error(&error)),
            Err(Stop::Refused(errors)) => return Err(errors),
        }
    }
    read(&written).map_err(|stop| match stop {
        Stop::Syntax(error) => written.syntax_error(&error),
        Stop::Refused(errors) => errors,
    })
}

/// Why reading ended early.
enum Stop {
    /// The parser did not understand something.
    Syntax(ScanError),
    /// Something else is wrong.
    Refused(Vec<Diagnostic>),
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(errors: Vec<Diagnostic>) -> Self {
        Self::Refused(errors)
    }
}

fn read(written: &Written<'_>) -> Result<Vec<Rc<Raw>>, Stop> {
    let parser = Parser::new_from_str(&written.text);
    let mut reader = Reader { parser, written, anchors: BTreeMap::new(), flow: 0, nodes: 0 };
    let mut roots = Vec::new();
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => return Ok(roots),
            // libyaml takes only the first document without dashes before it.
            (Event::DocumentStart(false), span) if !roots.is_empty() => {
                return Err(fault(span, "this is not YAML: a document begins with `---`").into());
            }
            (Event::DocumentStart(_), _) => {
                reader.nodes = 0;
                let first = reader.next()?;
                roots.push(reader.node(first, 0)?);
            }
            _ => {}
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    written: &'t Written<'t>,
    /// The nodes that are complete, by the number of their anchor.
    anchors: BTreeMap<usize, Rc<Raw>>,
    /// How many `[` and `{` are open.
    flow: usize,
    /// How many keys and values the document has so far.
    nodes: usize,
}

type Step<'t> = (Event<'t>, Span);

type Read<T> = Result<T, Stop>;

impl<'t> Reader<'t> {
    fn next(&mut self) -> Read<Step<'t>> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.written.span(span))),
            Some(Err(error)) => Err(Stop::Syntax(error)),
            None => Ok((Event::StreamEnd, self.written.end())),
        }
    }

    fn node(&mut self, (event, span): Step<'t>, depth: usize) -> Read<Rc<Raw>> {
        if depth > DEPTH {
            return Err(fault(span, "this is nested too deeply").into());
        }
        // What there is too much of is told later; here it is kept out of the memory.
        self.nodes += 1;
        if self.nodes > 4 * NODES {
            return Err(too_many(span).into());
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_modern(style, span)?;
                let quoted = style != ScalarStyle::Plain;
                let kind = Kind::Scalar { text: text.into_owned(), quoted };
                Ok(self.anchored(anchor, Raw { kind, tag: tag_text(tag.as_deref()), span }))
            }
            Event::SequenceStart(anchor, tag) => {
                let tag = tag_text(tag.as_deref());
                let items = self.within(span, |reader| reader.items(depth))?;
                let span = items.last().map_or(span, |last| span.to(last.span));
                Ok(self.anchored(anchor, Raw { kind: Kind::List(items), tag, span }))
            }
            Event::MappingStart(anchor, tag) => {
                let tag = tag_text(tag.as_deref());
                let entries = self.within(span, |reader| reader.entries(depth))?;
                let span = entries.last().map_or(span, |(_, last)| span.to(last.span));
                Ok(self.anchored(anchor, Raw { kind: Kind::Map(entries), tag, span }))
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            _ => Err(fault(span, "this is not YAML: a value is missing").into()),
        }
    }

    /// Reads the inside of a collection, which is written in brackets or by indentation.
    fn within<T>(&mut self, start: Span, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let flow = usize::from(self.written.slice(start).starts_with(['[', '{']));
        self.flow += flow;
        let found = read(self);
        self.flow -= flow;
        found
    }

    /// What YAML 1.2 allows and libyaml does not: `:word`, `|` and `>` in brackets, and `\/` in
    /// quotes.
    fn refuse_modern(&self, style: ScalarStyle, span: Span) -> Read<()> {
        let written = self.written.slice(span);
        let refused = match style {
            ScalarStyle::Plain if self.flow > 0 => {
                written.chars().next().filter(|c| matches!(c, ':' | '|' | '>')).map(|c| {
                    format!("this is not YAML: a value in brackets cannot start with `{c}`")
                })
            }
            ScalarStyle::DoubleQuoted if written.replace("\\\\", "").contains("\\/") => {
                Some("this is not YAML: there is no escape `\\/`".to_owned())
            }
            _ => None,
        };
        refused.map_or(Ok(()), |message| Err(fault(span, message).into()))
    }

    fn items(&mut self, depth: usize) -> Read<Vec<Rc<Raw>>> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                step => items.push(self.node(step, depth + 1)?),
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Read<Vec<(Rc<Raw>, Rc<Raw>)>> {
        let mut entries = Vec::new();
        let mut keys = BTreeMap::new();
        loop {
            let step = self.next()?;
            if matches!(step.0, Event::MappingEnd) {
                return Ok(entries);
            }
            let key = self.node(step, depth + 1)?;
            if let Kind::Scalar { text, .. } = &key.kind
                && let Some(first) = keys.insert(text.clone(), key.span)
            {
                return Err(vec![twice(text, first, key.span)].into());
            }
            let step = self.next()?;
            let value = self.node(step, depth + 1)?;
            entries.push((key, value));
        }
    }

    fn alias(&self, anchor: usize, span: Span) -> Read<Rc<Raw>> {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(fault(span, "an anchor cannot stand inside its own value").into());
        };
        let kind = Kind::Alias(Rc::clone(target));
        Ok(Rc::new(Raw { kind, tag: String::new(), span }))
    }

    fn anchored(&mut self, anchor: usize, raw: Raw) -> Rc<Raw> {
        let raw = Rc::new(raw);
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&raw));
        }
        raw
    }
}

fn twice(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(format!("the key `{name}` is written twice"), second)
        .labelled("again here")
        .also(first, "first here")
}

fn tag_text(tag: Option<&Tag>) -> String {
    let text = tag.map(|tag| format!("{}{}", tag.handle, tag.suffix)).unwrap_or_default();
    match text.strip_prefix("tag:yaml.org,2002:") {
        Some(core) => format!("!!{core}"),
        None => text,
    }
}
