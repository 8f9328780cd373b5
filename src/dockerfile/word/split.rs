//! A text being split into words.

/// The words so far. The one that is being read lies with the lexer, since a substitution inside
/// it takes it away.
#[derive(Default)]
pub(super) struct Words {
    done: Vec<String>,
    inside: bool,
}

impl Words {
    /// A letter: white space ends the word.
    pub(super) fn push(&mut self, word: &mut String, c: char) {
        if !c.is_whitespace() {
            self.push_raw(word, c);
        } else if self.inside && !word.is_empty() {
            self.done.push(std::mem::take(word));
            self.inside = false;
        }
    }

    /// A letter that belongs to the word whatever it is.
    pub(super) fn push_raw(&mut self, word: &mut String, c: char) {
        word.push(c);
        self.inside = true;
    }

    /// A text whose white space ends words.
    pub(super) fn push_split(&mut self, word: &mut String, text: &str) {
        for c in text.chars() {
            self.push(word, c);
        }
    }

    /// A text that belongs to the word whatever it is.
    pub(super) fn push_whole(&mut self, word: &mut String, text: &str) {
        word.push_str(text);
        self.inside = true;
    }

    /// All words.
    pub(super) fn finish(mut self, word: &mut String) -> Vec<String> {
        if !word.is_empty() {
            self.done.push(std::mem::take(word));
        }
        self.done
    }
}
