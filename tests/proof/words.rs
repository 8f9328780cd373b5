//! Words of a line: bare ones, and texts in the form of JSON.

/// The words of a line.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = first(rest);
        words.push(word);
        rest = after.trim_start();
    }
    words
}

fn first(rest: &str) -> (String, &str) {
    if !rest.starts_with('"') {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        return (rest[..end].to_owned(), &rest[end..]);
    }
    let mut texts = serde_json::Deserializer::from_str(rest).into_iter::<String>();
    let text = texts.next().and_then(Result::ok).unwrap_or_else(|| panic!("a text: {rest}"));
    (text, &rest[texts.byte_offset()..])
}

#[test]
fn words_are_bare_or_quoted() {
    let found = words(r#" replace a.txt "two words\n"  "" "#);
    assert_eq!(found, ["replace", "a.txt", "two words\n", ""]);
}
