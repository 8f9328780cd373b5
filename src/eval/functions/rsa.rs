//! Decryption with an RSA key.

use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

use super::function::{Function, pure, text};
use super::{Args, limits};
use crate::diag::Problem;
use crate::encoding::{from_base64, from_pem};
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
    let ciphertext = from_base64(args.string(0)?)
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
    let block = from_pem(pem).ok_or_else(|| Problem::new("there is no key in it"))?;
    if block.header("Proc-Type") == Some("4,ENCRYPTED") {
        return Err(Problem::new("a key that is protected by a password cannot be used")
            .hint("decrypt the key first"));
    }
    let key = RsaPrivateKey::from_pkcs1_der(&block.content)
        .map_err(|_| Problem::new("the key is not an RSA private key in PKCS #1 form"))?;
    if key.size() * 8 < MIN_BITS {
        return Err(Problem::new(format!("the key has less than {MIN_BITS} bits")));
    }
    Ok(key)
}
