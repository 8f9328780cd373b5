//! Private keys that stand in for an SSH agent.

use crate::diag::Problem;
use crate::encoding::{Block, from_pem};

/// What begins the content of an OpenSSH key.
const OPENSSH: &[u8] = b"openssh-key-v1\0";

/// Checks that the text of a file is a private key without a passphrase, in a form that buildx reads
/// (`ParseRawPrivateKey` of Go's `ssh`). Whether its numbers make a key is for the build to find.
///
/// # Errors
/// Where it is none, and where it has a passphrase.
pub fn check(path: &str, text: &str) -> Result<(), Problem> {
    let block = from_pem(text).ok_or_else(|| none(path))?;
    let is_whole = match &*block.label {
        _ if is_sealed(&block) => return Err(sealed(path)),
        "RSA PRIVATE KEY" | "EC PRIVATE KEY" | "DSA PRIVATE KEY" | "PRIVATE KEY" => {
            begins_with_sequence(&block.content)
        }
        "OPENSSH PRIVATE KEY" => block.content.starts_with(OPENSSH),
        _ => false,
    };
    if is_whole { Ok(()) } else { Err(none(path)) }
}

fn none(path: &str) -> Problem {
    Problem::new(format!("`{path}` is not a private key"))
}

fn sealed(path: &str) -> Problem {
    Problem::new(format!("the private key `{path}` needs a passphrase"))
        .hint("add it to an agent and give that")
}

/// Whether a header says that the content is encrypted or, of an OpenSSH key, the content names a
/// cipher.
fn is_sealed(block: &Block) -> bool {
    let openssh = block.content.strip_prefix(OPENSSH);
    let named = openssh.filter(|_| block.label == "OPENSSH PRIVATE KEY");
    block.header("Proc-Type").is_some_and(|value| value.contains("ENCRYPTED"))
        || named.is_some_and(|rest| !rest.starts_with(b"\0\0\0\x04none"))
}

/// Whether bytes begin with a sequence of ASN.1 that is all there, in DER (X.690, 8.1.3).
fn begins_with_sequence(bytes: &[u8]) -> bool {
    let sequence = bytes.strip_prefix(b"\x30").and_then(length);
    sequence.is_some_and(|(length, content)| length <= content.len())
}

/// A length, and the bytes after it. A long one is a number after the number of its digits.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((usize::from(first), rest));
    }
    let (digits, content) = rest.split_at_checked(usize::from(first & 0x7f))?;
    let digit = |sum: usize, digit: &u8| sum.saturating_mul(256).saturating_add((*digit).into());
    Some((digits.iter().fold(0, digit), content))
}

#[cfg(test)]
mod tests {
    use super::{begins_with_sequence, check};

    /// What is wrong with a block of this label that has this content.
    fn wrong(label: &str, header: &str, content: &[u8]) -> String {
        let content = crate::encoding::to_base64(content);
        let text = format!("-----BEGIN {label}-----\n{header}{content}\n-----END {label}-----\n");
        check("f", &text).map_or_else(|problem| problem.message, |()| "nothing".to_owned())
    }

    #[test]
    fn a_key_is_of_a_kind_that_is_known() {
        let (none, der) = ("`f` is not a private key", b"\x30\x01\x00");
        for kind in ["RSA ", "EC ", "DSA ", ""] {
            let label = format!("{kind}PRIVATE KEY");
            assert_eq!(wrong(&label, "", der), "nothing", "{label}");
            assert_eq!(wrong(&label, "", b"\x30\x02\x00"), none, "{label}");
        }
        assert_eq!(wrong("PUBLIC KEY", "", der), none);
        assert_eq!(wrong("OPENSSH PRIVATE KEY", "", der), none);
        assert_eq!(check("f", "hello").unwrap_err().message, none);
    }

    #[test]
    fn a_passphrase_is_told_by_a_header_or_a_cipher() {
        let sealed = "the private key `f` needs a passphrase";
        let openssh =
            |cipher: &str| [b"openssh-key-v1\0\0\0\0".as_slice(), cipher.as_bytes()].concat();
        let label = "OPENSSH PRIVATE KEY";
        assert_eq!(wrong(label, "", &openssh("\x04none")), "nothing");
        assert_eq!(wrong(label, "Comment: x\n", &openssh("\x04none")), "nothing");
        assert_eq!(wrong(label, "", &openssh("\naes256-ctr")), sealed);
        assert_eq!(wrong("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\n", b"x"), sealed);
    }

    #[test]
    fn a_sequence_is_all_there() {
        let long = [b"\x30\x82\x01\x00".as_slice(), &[0; 256]].concat();
        assert!(begins_with_sequence(&long) && begins_with_sequence(b"\x30\0more"));
        assert!(!begins_with_sequence(&long[..259]));
        for short in [b"".as_slice(), b"\x30", b"\x30\x82\x01", b"\x31\0", b"\x30\xff\0"] {
            assert!(!begins_with_sequence(short), "{short:?}");
        }
    }
}
