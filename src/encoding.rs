//! Bytes written as text, as Go reads them: base64 and PEM (`encoding/base64`, `encoding/pem`).

use base64::Engine;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

/// Base64 with padding; the bits that the last character has to spare may be anything.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
        .with_decode_allow_trailing_bits(true),
);

/// The base64 of some bytes.
pub fn to_base64(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

/// The bytes that a base64 text stands for. Line breaks do not count.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut text = text.to_owned();
    text.retain(|c| !matches!(c, '\r' | '\n'));
    BASE64.decode(text).ok()
}

/// What begins a block of PEM, and what ends it.
const BEGIN: &str = "-----BEGIN ";
const END: &str = "\n-----END ";

/// A block of PEM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What is in it, such as `RSA PRIVATE KEY`.
    pub label: String,
    /// What is said of it, in the order of the text.
    pub headers: Vec<(String, String)>,
    /// What it stands for.
    pub content: Vec<u8>,
}

impl Block {
    /// The value of a header, the last one of several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().rfind(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The first whole block of PEM in a text. A block goes from the last beginning before an end to that
/// end; what is around it does not matter.
pub fn from_pem(text: &str) -> Option<Block> {
    let mut rest = text;
    while let Some((framed, after)) = rest.split_once(END) {
        if let Some(block) = block(framed, after) {
            return Some(block);
        }
        rest = after;
    }
    None
}

/// The block in what stands before its end, which goes on with `after`.
fn block(framed: &str, after: &str) -> Option<Block> {
    let (before, begun) = framed.rsplit_once(BEGIN)?;
    let (first, mut rest) = line_of(begun);
    let label = first.strip_suffix("-----")?;
    let ended = after.strip_prefix(label)?.strip_prefix("-----")?;
    if !(before.is_empty() || before.ends_with('\n')) || !line_of(ended).0.is_empty() {
        return None;
    }
    let mut headers = Vec::new();
    while let Some((line, next)) = rest.map(line_of)
        && let Some((name, value)) = line.split_once(':')
    {
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
        rest = next;
    }
    let content = rest.or(headers.is_empty().then_some(""))?.replace([' ', '\t'], "");
    Some(Block { label: label.to_owned(), headers, content: from_base64(&content)? })
}

/// The first line, without white space after it, and the lines after it, if there are any.
fn line_of(text: &str) -> (&str, Option<&str>) {
    let (line, rest) = match text.split_once('\n') {
        Some((line, rest)) => (line.strip_suffix('\r').unwrap_or(line), Some(rest)),
        None => (text, None),
    };
    (line.trim_end_matches([' ', '\t']), rest)
}

#[cfg(test)]
mod tests {
    use super::from_pem;

    /// The label, the headers and the content of the first block.
    fn shown(text: &str) -> String {
        let Some(block) = from_pem(text) else { return "none".to_owned() };
        let headers = block.headers.iter().map(|(name, value)| format!("{name}={value} "));
        let content = String::from_utf8_lossy(&block.content);
        format!("{}: {}{content}", block.label, headers.collect::<String>())
    }

    #[test]
    fn a_block_stands_on_lines_of_its_own() {
        let cases = [
            ("-----BEGIN A B-----\nYWJj\n-----END A B-----", "A B: abc"),
            ("x\n-----BEGIN A-----  \r\n YW\tJj\r\n-----END A----- \r\nx", "A: abc"),
            ("-----BEGIN A-----\n-----END A-----\n", "A: "),
            ("-----BEGIN A-----\nYWI\n=\n-----END A-----", "A: ab"),
            ("-----BEGIN A-----\nYWJ=\n-----END A-----", "A: ab"),
            ("x -----BEGIN A-----\nYWJj\n-----END A-----", "none"),
            ("-----BEGIN A-----\nYWJj\n-----END A----- x", "none"),
            ("-----BEGIN A-----\nYWJj\n-----END B-----", "none"),
            ("-----BEGIN A-----\nYWJ\n-----END A-----", "none"),
            ("-----BEGIN A-----YWJj\n-----END A-----", "none"),
            ("-----BEGIN A-----\nYWJj -----END A-----", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_header_is_a_line_with_a_colon() {
        let cases = [
            ("-----BEGIN A-----\nK: v:w \nX:\n\nYWJj\n-----END A-----", "A: K=v:w X= abc"),
            ("-----BEGIN A-----\nK: v\nYWJj\n-----END A-----", "A: K=v abc"),
            ("-----BEGIN A-----\nK: v\n-----END A-----", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_broken_is_passed_over() {
        let good = "-----BEGIN A-----\nYWJj\n-----END A-----\n";
        for broken in [
            "-----BEGIN B-----\n",
            "-----BEGIN B-----\n!\n-----END B-----\n",
            "\n-----END B-----\n",
        ] {
            assert_eq!(shown(&format!("{broken}{good}")), "A: abc", "{broken:?}");
        }
    }
}
