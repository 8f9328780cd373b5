//! Hashes in hexadecimal.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::Args;
use super::function::{Function, pure, text};
use crate::diag::Problem;
use crate::value::Value;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("md5", "the MD5 hash of a text, in hexadecimal", &[text("str")], md5),
    pure("sha1", "the SHA-1 hash of a text, in hexadecimal", &[text("str")], sha1),
    pure("sha256", "the SHA-256 hash of a text, in hexadecimal", &[text("str")], sha256),
    pure("sha512", "the SHA-512 hash of a text, in hexadecimal", &[text("str")], sha512),
];

fn md5(args: Args) -> Result<Value, Problem> {
    hashed::<Md5>(args)
}

fn sha1(args: Args) -> Result<Value, Problem> {
    hashed::<Sha1>(args)
}

fn sha256(args: Args) -> Result<Value, Problem> {
    hashed::<Sha256>(args)
}

fn sha512(args: Args) -> Result<Value, Problem> {
    hashed::<Sha512>(args)
}

fn hashed<Algorithm: Digest>(args: Args) -> Result<Value, Problem> {
    let digest = Algorithm::digest(args.string(0)?);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    Ok(Value::string(hex.collect::<String>()))
}
