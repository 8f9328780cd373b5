//! Instructions as they count, piece by piece.

use crate::digest::{Digest, Record};
use crate::dockerfile::ast::{Command, Word};
use crate::dockerfile::build::{Declared, Stage};
use crate::dockerfile::mount::{self, Mount};
use crate::text::Text;

/// An instruction that is being written down, once to be hashed and once to be read.
pub(super) struct Written<'a> {
    /// The stage that it is in, which knows what its words say.
    stage: &'a Stage,
    record: Record,
    text: String,
}

/// An instruction that has been written down.
pub(super) struct Done {
    /// Of all that counts of it.
    pub(super) digest: Digest,
    /// The same for people.
    pub(super) text: Text,
}

impl<'a> Written<'a> {
    /// An instruction of which nothing is known but its keyword.
    pub(super) fn new(keyword: &str, stage: &'a Stage) -> Self {
        Self { stage, record: Record::new(keyword), text: keyword.to_owned() }
    }

    /// The digest of it, and its text.
    pub(super) fn done(self) -> Done {
        Done { digest: self.record.done(), text: self.text.into() }
    }

    /// The same with a text that counts as it is.
    pub(super) fn raw(self, label: &str, text: &str) -> Self {
        self.shown(text).counted(label, text)
    }

    /// The same with a text that counts, and is not shown.
    pub(super) fn counted(mut self, label: &str, text: &str) -> Self {
        self.record = self.record.text(label, text);
        self
    }

    /// The same with a text that is shown, and does not count.
    pub(super) fn shown(mut self, text: &str) -> Self {
        self.text.push(' ');
        self.text.push_str(text);
        self
    }

    /// The same with a list of texts.
    pub(super) fn list<'t>(
        mut self,
        label: &str,
        texts: impl Iterator<Item = &'t str> + Clone,
    ) -> Self {
        self.record = self.record.texts(label, texts.clone());
        texts.fold(self, Self::shown)
    }

    /// The same with a flag.
    pub(super) fn flag(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.shown(&format!("--{name}={value}")).counted(name, value),
            None => self,
        }
    }

    /// The same with a flag that is a truth.
    pub(super) fn truth(self, name: &str, value: Option<bool>) -> Self {
        self.flag(name, value.map(|value| if value { "true" } else { "false" }))
    }

    /// The same with a flag that is a truth and does not count.
    pub(super) fn shown_truth(self, name: &str, value: Option<bool>) -> Self {
        match value {
            Some(value) => self.shown(&format!("--{name}={value}")),
            None => self,
        }
    }

    /// The same with a flag whose value is a word. An empty one is as good as none.
    pub(super) fn word_flag(self, name: &str, word: Option<&Word>) -> Self {
        let Some(word) = word else { return self };
        let (text, is_certain) = self.filled(word);
        if is_certain && text.is_empty() {
            return self;
        }
        let shown = format!("--{name}={text}");
        self.count_word(name, word, &text, is_certain).shown(&shown)
    }

    /// The same with a flag whose value is a word that does not count.
    pub(super) fn shown_flag(self, name: &str, word: Option<&Word>) -> Self {
        let Some(word) = word else { return self };
        let (text, _) = self.filled(word);
        self.shown(&format!("--{name}={text}"))
    }

    /// The same with a word.
    pub(super) fn word(self, label: &str, word: &Word) -> Self {
        let (text, is_certain) = self.filled(word);
        self.count_word(label, word, &text, is_certain).shown(&text)
    }

    /// The same with a name and a value.
    pub(super) fn pair(self, name: &Word, value: &Word) -> Self {
        let (key, key_is_certain) = self.filled(name);
        let (text, text_is_certain) = self.filled(value);
        let shown = format!("{key}={text}");
        self.count_word("name", name, &key, key_is_certain)
            .count_word("value", value, &text, text_is_certain)
            .shown(&shown)
    }

    /// What a word says. Whether that depends on the base image comes with it: then the word counts
    /// as it is written, and the base image and all that comes before count too.
    pub(super) fn filled(&self, word: &Word) -> (Text, bool) {
        match self.stage.words.get(&word.span) {
            Some(filled) => (filled.text.clone(), !filled.uncertain),
            None => ((*word.value).into(), false),
        }
    }

    fn count_word(self, label: &str, word: &Word, text: &str, is_certain: bool) -> Self {
        if is_certain {
            return self.counted(label, text);
        }
        self.counted(&format!("{label} as written"), &word.value)
    }

    /// The same with an arg: its value in force.
    pub(super) fn arg(self, declared: &Declared) -> Self {
        let named = self.counted("name", &declared.name);
        match &declared.value {
            Some(value) => {
                named.counted("value", value).shown(&format!("{}={value}", declared.name))
            }
            None => named.shown(&declared.name),
        }
    }

    /// The same with a command.
    pub(super) fn command(self, command: &Command) -> Self {
        match command {
            Command::Shell(text) => self.raw("shell", &text.value),
            Command::Exec(words) => self.list("exec", words.iter().map(|word| &*word.value)),
        }
    }

    /// The mount of a flag, its variables filled in; nothing where it is none, which has been
    /// reported. Whether it depends on the base image comes with it.
    pub(super) fn mount(&self, flag: &crate::dockerfile::ast::MountFlag) -> Option<(Mount, bool)> {
        let mut is_certain = true;
        let read = mount::read(flag, &mut |word| {
            let (text, certain) = self.filled(word);
            is_certain &= certain;
            Ok((*text).to_owned())
        });
        Some((read.ok()?, is_certain))
    }

    /// The same with another record.
    pub(super) fn digest(mut self, label: &str, digest: &Digest) -> Self {
        self.record = self.record.digest(label, digest);
        self
    }
}
