//! What stands between words: white space and comments.
//!
//! libyaml looks ahead for comments to keep them. We drop them, but tabs are allowed where it has
//! looked, and only there.

use super::cursor::Cursor;
use super::scanner::Scanner;

/// How many bytes libyaml looks ahead for the next comment.
const WINDOW: usize = 512;

/// Moves to the next word.
pub(super) fn skip_to_word(scanner: &mut Scanner<'_>) {
    loop {
        skip_indentation(scanner);
        if scanner.cursor.byte(0) == b'#' {
            skip_comments(&mut scanner.cursor);
        }
        if scanner.cursor.next_line().is_none() {
            return;
        }
        if !scanner.in_brackets() {
            scanner.key_allowed = true;
        }
    }
}

/// A tab is white space where no key can start.
fn skip_indentation(scanner: &mut Scanner<'_>) {
    let tabs = scanner.in_brackets() || !scanner.key_allowed;
    while scanner.cursor.byte(0) == b' ' || (tabs && scanner.cursor.byte(0) == b'\t') {
        scanner.cursor.next();
    }
}

/// Moves past a comment and those that follow it.
fn skip_comments(cursor: &mut Cursor<'_>) {
    cursor.skip_to_line_end();
    while let Some(length) = distance_to_comment(cursor) {
        let end = cursor.mark().at + length;
        while cursor.mark().at < end {
            if cursor.next_line().is_none() {
                cursor.next();
            }
        }
        cursor.skip_to_line_end();
    }
}

/// How many bytes of white space stand between the end of a comment and the next one. Line breaks
/// that are no ASCII end the search.
fn distance_to_comment(cursor: &Cursor<'_>) -> Option<usize> {
    let white =
        |&ahead: &usize| cursor.is_blank(ahead) || matches!(cursor.byte(ahead), b'\r' | b'\n');
    let ahead = (0..WINDOW).find(|ahead| !white(ahead))?;
    (ahead > 0 && cursor.byte(ahead) == b'#').then_some(ahead)
}

/// Moves past a comment that stands behind a word in the same line, even right behind it.
pub(super) fn skip_behind_word(cursor: &mut Cursor<'_>) {
    let Some(ahead) = (0..WINDOW).find(|&ahead| !cursor.is_blank(ahead)) else { return };
    if !cursor.begins_line() && cursor.byte(ahead) == b'#' {
        cursor.skip_to_line_end();
    }
}
