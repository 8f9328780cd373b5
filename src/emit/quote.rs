//! Words and texts as a POSIX shell reads them.

use std::borrow::Cow;

/// A word that the shell takes as it is: bare where nothing in it means anything to a shell, else
/// in single quotes.
pub fn word(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        text.into()
    } else {
        format!("'{}'", text.replace('\'', r"'\''")).into()
    }
}

/// A text for the standard input of a command: what stands in the line of the command, and what
/// follows that line. `word` ends it, or that with underscores where the text has such a line.
///
/// A here-document ends in a line break, so the text gets one if it has none.
pub fn here_document(text: &str, word: &str) -> (String, String) {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut end = word.to_owned();
    while text.split('\n').any(|line| line == end) {
        end.push('_');
    }
    (format!("<<'{end}'"), format!("{text}\n{end}\n"))
}

#[cfg(test)]
mod tests {
    use super::{here_document, word};

    #[test]
    fn words_are_quoted_where_they_have_to_be() {
        let cases = [
            ("--file=a/b.c", "--file=a/b.c"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME `id` \\ \"", "'$HOME `id` \\ \"'"),
            ("a\nb", "'a\nb'"),
            ("~", "'~'"),
            ("é", "'é'"),
        ];
        for (text, expected) in cases {
            assert_eq!(word(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_end_of_a_text_is_no_line_of_it() {
        let shown = |text: &str| {
            let (redirection, body) = here_document(text, "END");
            format!("{redirection}|{body}")
        };
        assert_eq!(shown("a\nEND\n"), "<<'END_'|a\nEND\nEND_\n");
        assert_eq!(shown("a"), "<<'END'|a\nEND\n");
        assert_eq!(shown("a\n\n"), "<<'END'|a\n\nEND\n");
        assert_eq!(shown("END\r"), "<<'END'|END\r\nEND\n");
    }
}
