//! Things written down so that their bytes say what they are.

use sha2::{Digest as _, Sha256};

use super::Digest;

/// A record that is being hashed while it is written.
///
/// A record is a name and a list of fields. Each field is a label, a letter that tells what it
/// holds, and the content, label and content with their length in front (64 bits, little end
/// first). So the bytes of a record can be read back in one way only, and records that differ have
/// different bytes: no text can pass for two, and no field for another.
///
/// What may be missing is left out; a field that is there and empty is something else.
#[derive(Clone, Debug)]
pub struct Record {
    /// What has been hashed, if the record is a long one.
    hashed: Option<Box<Sha256>>,
    /// What comes behind that. Records consist of small pieces, and to hash each by itself takes
    /// longer than to put them together first.
    bytes: Vec<u8>,
}

/// How many bytes most records have at most.
const SHORT: usize = 256;

/// How many bytes are hashed at once.
const LONG: usize = 4096;

impl Record {
    /// A record of this name, with nothing in it.
    pub fn new(name: &str) -> Self {
        let mut record = Self { hashed: None, bytes: Vec::with_capacity(SHORT) };
        record.sized(name.as_bytes());
        record
    }

    /// The same with a text.
    #[must_use]
    pub fn text(self, label: &str, text: &str) -> Self {
        self.bytes_of(label, b't', text.as_bytes())
    }

    /// The same with a text, if there is one.
    #[must_use]
    pub fn maybe(self, label: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(label, text),
            None => self,
        }
    }

    /// The same with a list of texts, which may be empty.
    #[must_use]
    pub fn texts<'a>(mut self, label: &str, texts: impl IntoIterator<Item = &'a str>) -> Self {
        self.begin(label, b'l');
        for text in texts {
            self.bytes.push(1);
            self.sized(text.as_bytes());
        }
        self.bytes.push(0);
        self
    }

    /// The same with a number.
    #[must_use]
    pub fn number(self, label: &str, number: u64) -> Self {
        self.bytes_of(label, b'n', &number.to_le_bytes())
    }

    /// The same with another record, or the content of a file.
    #[must_use]
    pub fn digest(self, label: &str, digest: &Digest) -> Self {
        self.bytes_of(label, b'd', digest.bytes())
    }

    /// The digest of all of it.
    pub fn done(self) -> Digest {
        match self.hashed {
            Some(hashed) => Digest::from_bytes(hashed.chain_update(&self.bytes).finalize().into()),
            None => Digest::of(&self.bytes),
        }
    }

    fn bytes_of(mut self, label: &str, kind: u8, bytes: &[u8]) -> Self {
        self.begin(label, kind);
        self.sized(bytes);
        self
    }

    fn begin(&mut self, label: &str, kind: u8) {
        self.sized(label.as_bytes());
        self.bytes.push(kind);
    }

    fn sized(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        if self.bytes.len() + bytes.len() < LONG {
            self.bytes.extend_from_slice(bytes);
            return;
        }
        let hashed = self.hashed.get_or_insert_default();
        hashed.update(&self.bytes);
        hashed.update(bytes);
        self.bytes.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LONG, Record};
    use crate::digest::Digest;

    #[test]
    fn records_that_differ_have_different_digests() {
        let all = [
            Record::new(""),
            Record::new("a"),
            Record::new("a").text("b", ""),
            Record::new("a").text("b", "c"),
            Record::new("a").text("bc", ""),
            Record::new("ab").text("c", ""),
            Record::new("a").text("b", "c").text("d", "e"),
            Record::new("a").text("d", "e").text("b", "c"),
            Record::new("a").texts("b", []),
            Record::new("a").texts("b", [""]),
            Record::new("a").texts("b", ["", ""]),
            Record::new("a").texts("b", ["c"]),
            Record::new("a").number("b", 0),
            Record::new("a").digest("b", &Digest::of(b"")),
        ];
        let count = all.len();
        let digests: BTreeSet<Digest> = all.into_iter().map(Record::done).collect();
        assert_eq!(digests.len(), count);
    }

    /// However long they are, and wherever what is put together is hashed.
    #[test]
    fn long_records_are_the_same_bytes() {
        let long = "x".repeat(LONG);
        for length in [0, 1, LONG - 40, LONG - 1, LONG] {
            let text = &long[..length];
            let record = (0..20).fold(Record::new("a"), |record, _| record.text("b", text));
            let size = (length as u64).to_le_bytes();
            let label = 1_u64.to_le_bytes();
            let field = [label.as_slice(), b"bt", &size, text.as_bytes()];
            let name = [label.as_slice(), b"a"].concat();
            let bytes = [name, field.concat().repeat(20)].concat();
            assert_eq!(record.done(), Digest::of(&bytes), "{length}");
        }
    }

    /// The bytes themselves, so that no change of the rule goes unnoticed.
    #[test]
    fn a_record_is_these_bytes() {
        let record = Record::new("x").text("a", "é").maybe("b", None).number("c", 258);
        let bytes = b"\x01\0\0\0\0\0\0\0x\
            \x01\0\0\0\0\0\0\0at\x02\0\0\0\0\0\0\0\xc3\xa9\
            \x01\0\0\0\0\0\0\0cn\x08\0\0\0\0\0\0\0\x02\x01\0\0\0\0\0\0";
        assert_eq!(record.done(), Digest::of(bytes));
    }
}
