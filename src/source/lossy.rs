//! Bytes that are to be text, as Go decodes them: each one that is not UTF-8 becomes U+FFFD, where
//! Rust would use one for a whole broken sequence.

/// The text.
pub fn text(bytes: &[u8]) -> String {
    with_places(bytes).0
}

/// The text, and where bytes were replaced in it.
pub fn with_places(bytes: &[u8]) -> (String, Vec<usize>) {
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

#[cfg(test)]
mod tests {
    use super::with_places;

    #[test]
    fn every_byte_that_is_no_text_is_replaced() {
        assert_eq!(with_places("aü".as_bytes()), ("aü".to_owned(), vec![]));
        let (text, places) = with_places(b"a\xe2\x82b\xff");
        assert_eq!((&*text, places), ("a\u{fffd}\u{fffd}b\u{fffd}", vec![1, 4, 8]));
    }
}
