//! Bytes that are to be text.

/// What a text is written in that is not UTF-8.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-16 with a byte order mark.
    Utf16,
    /// Nothing that is known: U+FFFD stands at these places for bytes that are no text, in order.
    Unknown(Vec<usize>),
}

/// A text that is not UTF-8, and what it is written in.
pub fn other(bytes: &[u8]) -> (String, Encoding) {
    if let Some(text) = utf16(bytes) {
        return (text, Encoding::Utf16);
    }
    let (text, places) = lossy_with_places(bytes);
    (text, Encoding::Unknown(places))
}

/// The text in UTF-8, as Go decodes it: each byte that is none becomes U+FFFD, where Rust would use
/// one for a whole broken sequence.
pub fn lossy(bytes: &[u8]) -> String {
    lossy_with_places(bytes).0
}

/// The same, and where bytes were replaced in it.
fn lossy_with_places(bytes: &[u8]) -> (String, Vec<usize>) {
    let (mut text, mut places) = (String::with_capacity(bytes.len()), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            places.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, places)
}

/// The text in UTF-16, if a byte order mark says that it is that. The mark stays.
pub fn utf16(bytes: &[u8]) -> Option<String> {
    let unit = match bytes.get(..2)? {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let (units, rest) = bytes.as_chunks();
    let units: Vec<u16> = units.iter().copied().map(unit).collect();
    String::from_utf16(&units).ok().filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{lossy_with_places, utf16};

    #[test]
    fn every_byte_that_is_no_text_is_replaced() {
        assert_eq!(lossy_with_places("aü".as_bytes()), ("aü".to_owned(), vec![]));
        let (text, places) = lossy_with_places(b"a\xe2\x82b\xff");
        assert_eq!((&*text, places), ("a\u{fffd}\u{fffd}b\u{fffd}", vec![1, 4, 8]));
    }

    #[test]
    fn a_mark_tells_which_byte_of_two_comes_first() {
        assert_eq!(utf16(b"\xff\xfea\0\x3d\xd8\0\xde").as_deref(), Some("\u{feff}a😀"));
        assert_eq!(utf16(b"\xfe\xff\0a").as_deref(), Some("\u{feff}a"));
        for wrong in [&b"a\0"[..], b"", b"\xff", b"\xff\xfea", b"\xff\xfe\0\xd8a\0"] {
            assert_eq!(utf16(wrong), None);
        }
    }
}
