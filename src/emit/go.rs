//! JSON laid out as Go's `MarshalIndent` lays it out: two spaces a level, and no character that
//! means something in HTML or ends a line in JavaScript.

use std::io;
use std::mem;

use serde::Serialize;
use serde_json::ser::Formatter;

/// A value as text that stands `depth` levels deep in a document.
pub(super) fn json(value: &impl Serialize, depth: usize) -> String {
    let mut text = String::new();
    add_json(&mut text, value, depth);
    text
}

/// Adds the same to a text.
pub(super) fn add_json(text: &mut String, value: &impl Serialize, depth: usize) {
    let mut bytes = mem::take(text).into_bytes();
    let formatter = GoFormatter { depth, is_empty: true };
    let written =
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter));
    debug_assert!(written.is_ok(), "texts and numbers always go into memory");
    *text = String::from_utf8(bytes).unwrap_or_default();
}

/// How deep most documents go.
const DEEP: usize = 8;

/// A line break and the white space for [`DEEP`] levels, to be written in one go.
const LINE: &[u8; 1 + 2 * DEEP] = b"\n                ";

/// Where in the document the writing is.
struct GoFormatter {
    depth: usize,
    /// Whether nothing has been written in the innermost array or object.
    is_empty: bool,
}

impl GoFormatter {
    fn begin<W: ?Sized + io::Write>(&mut self, writer: &mut W, brace: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        writer.write_all(brace)
    }

    fn end<W: ?Sized + io::Write>(&mut self, writer: &mut W, brace: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if !self.is_empty {
            self.start_line(writer)?;
        }
        self.is_empty = false;
        writer.write_all(brace)
    }

    fn start_element<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.is_empty = false;
        self.start_line(writer)
    }

    fn start_line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        let levels = self.depth.min(DEEP);
        writer.write_all(LINE.get(..1 + 2 * levels).unwrap_or_default())?;
        (levels..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for GoFormatter {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = special(rest) {
            let (before, found) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut chars = found.chars();
            if let Some(special) = chars.next() {
                write!(writer, "\\u{:04x}", u32::from(special))?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.start_element(writer, first)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.start_element(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// Where the first character stands that Go escapes. Most texts have none, and bytes tell: all
/// are looked at, many at a time.
fn special(text: &str) -> Option<usize> {
    let suspicious = |byte: u8| matches!(byte, b'<' | b'>' | b'&' | 0xe2);
    if !text.bytes().fold(false, |found, byte| found | suspicious(byte)) {
        return None;
    }
    text.find(['<', '>', '&', '\u{2028}', '\u{2029}'])
}
