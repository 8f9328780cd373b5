//! Decryption with an RSA key.

use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

use super::encoding::base64_bytes;
use super::function::{Function, pure, text};
use super::{Args, limits};
use crate::diag::Problem;
use crate::value::Value;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[pure(
    "rsadecrypt",
    "the text that was encrypted with the public key to a private one",
    &[text("ciphertext"), text("privatekey")],
    rsadecrypt,
)];

/// The fewest bits that Go takes for a key.
const MIN_BITS: usize = 1024;

/// The text that was encrypted (PKCS #1 v1.5) and then encoded in base64.
fn rsadecrypt(args: Args) -> Result<Value, Problem> {
    let ciphertext = base64_bytes(args.string(0)?)
        .ok_or_else(|| Problem::new("the text is not base64").argument(0))?;
    let key = private_key(args.string(1)?).map_err(|problem| problem.argument(1))?;
    args.spend(cost(key.size()))?;
    let text = key
        .decrypt(Pkcs1v15Encrypt, &ciphertext)
        .map_err(|_| Problem::new("the key does not decrypt this text"))?;
    limits::text(text.len())?;
    Ok(Value::string(String::from_utf8_lossy(&text)))
}

/// What decryption costs with a key of so many bytes: the cube of its length.
fn cost(bytes: usize) -> u64 {
    u64::try_from(bytes).map_or(u64::MAX, |bytes| bytes.saturating_pow(3))
}

fn private_key(pem: &str) -> Result<RsaPrivateKey, Problem> {
    let (headers, der) = decode_pem(pem).ok_or_else(|| Problem::new("there is no key in it"))?;
    let is_encrypted = |line: &&str| line.replace([' ', '\r'], "") == "Proc-Type:4,ENCRYPTED";
    if headers.iter().any(is_encrypted) {
        return Err(Problem::new("a key that is protected by a password cannot be used")
            .hint("decrypt the key first"));
    }
    let key = RsaPrivateKey::from_pkcs1_der(&der)
        .map_err(|_| Problem::new("the key is not an RSA private key in PKCS #1 form"))?;
    if key.size() * 8 < MIN_BITS {
        return Err(Problem::new(format!("the key has less than {MIN_BITS} bits")));
    }
    Ok(key)
}

/// The headers and the content of the first PEM block. Its marks stand at the start of a line, and
/// a header is a line with a colon.
fn decode_pem(pem: &str) -> Option<(Vec<&str>, Vec<u8>)> {
    let begun = pem
        .strip_prefix("-----BEGIN ")
        .or_else(|| pem.split_once("\n-----BEGIN ").map(|(_, begun)| begun))?;
    let (label, mut rest) = begun.split_once('\n')?;
    let label = label.trim_end().strip_suffix("-----")?;
    let mut headers = Vec::new();
    while let Some((line, after)) = rest.split_once('\n').filter(|(line, _)| line.contains(':')) {
        headers.push(line);
        rest = after;
    }
    let (content, _) = rest.split_once(&format!("\n-----END {label}-----"))?;
    let content: String = content.split_whitespace().collect();
    Some((headers, base64_bytes(&content)?))
}
