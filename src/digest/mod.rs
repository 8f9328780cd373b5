//! sha256, and how what is hashed is written down first.
//!
//! Two things that differ must never be the same bytes when they are hashed: [`Record`] is the one
//! way to write things down for that.

mod record;

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

pub use record::Record;

/// How many hexadecimal digits stand for a digest where people read it.
const SHORT: usize = 12;

/// A sha256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest that these bytes are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its first twelve hexadecimal digits: enough for people, and for a tag.
    pub fn short(&self) -> String {
        self.digits().into_iter().take(SHORT).map(char::from).collect()
    }

    /// Its digits, the first one first.
    fn digits(&self) -> [u8; 64] {
        let mut digits = [0; 64];
        for ([high, low], byte) in digits.as_chunks_mut().0.iter_mut().zip(self.0) {
            (*high, *low) = (digit(byte >> 4), digit(byte & 15));
        }
        digits
    }
}

/// The small hexadecimal digit of a number below sixteen.
const fn digit(number: u8) -> u8 {
    if number < 10 { b'0' + number } else { b'a' - 10 + number }
}

impl fmt::Display for Digest {
    /// 64 small hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoDigest;

impl FromStr for Digest {
    type Err = NoDigest;

    /// Reads 64 small hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, NoDigest> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() {
            return Err(NoDigest);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair.iter().try_fold(0, |sum, &digit| Ok(sum << 4 | value(digit)?))?;
        }
        Ok(Self(bytes))
    }
}

fn value(digit: u8) -> Result<u8, NoDigest> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(NoDigest),
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, NoDigest};

    /// What `sha256sum` says of nothing.
    const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = Digest::of(b"");
        assert_eq!(digest.to_string(), NOTHING);
        assert_eq!(digest.short(), "e3b0c44298fc");
        assert_eq!(NOTHING.parse(), Ok(digest));
        let wrong = ["", "e3b0c442", &NOTHING.to_uppercase(), &NOTHING.replace('e', "g")];
        assert_eq!(wrong.map(str::parse::<Digest>), [Err(NoDigest); 4]);
    }
}
