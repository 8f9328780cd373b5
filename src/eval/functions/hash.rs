//! Hashes in hexadecimal.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::Args;
use crate::diag::Problem;
use crate::value::Value;

pub(super) fn md5(args: Args) -> Result<Value, Problem> {
    hashed::<Md5>(args)
}

pub(super) fn sha1(args: Args) -> Result<Value, Problem> {
    hashed::<Sha1>(args)
}

pub(super) fn sha256(args: Args) -> Result<Value, Problem> {
    hashed::<Sha256>(args)
}

pub(super) fn sha512(args: Args) -> Result<Value, Problem> {
    hashed::<Sha512>(args)
}

fn hashed<Algorithm: Digest>(args: Args) -> Result<Value, Problem> {
    let digest = Algorithm::digest(args.string(0)?);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    Ok(Value::string(hex.collect::<String>()))
}
