//! Secrets that become part of the image, found by their names.

use std::collections::BTreeMap;

use super::reading::{Read, Reading};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dockerfile::ast::InstructionKind;
use crate::span::Span;

/// Words that secrets have in their names: those of BuildKit's `SecretsUsedInArgOrEnv`.
const SECRET: [&str; 10] = [
    "apikey",
    "auth",
    "credential",
    "credentials",
    "key",
    "password",
    "pword",
    "passwd",
    "secret",
    "token",
];

/// Words that tell that it is none after all: the first three are BuildKit's too.
const HARMLESS: [&str; 11] = [
    "public",
    "file",
    "version",
    "checksum",
    "sha256",
    "sha512",
    "digest",
    "fingerprint",
    "url",
    "path",
    "server",
];

/// Finds `ARG` and `ENV` that have secrets, in stages that are built.
pub(super) fn check(readings: &[Reading<'_>], diags: &mut Diagnostics) {
    let mut found: BTreeMap<Span, Diagnostic> = BTreeMap::new();
    for read in readings.iter().filter_map(|it| it.read.as_ref()) {
        for (keyword, name, span) in settings(read) {
            found.entry(span).or_insert_with(|| exposed(keyword, name, span));
        }
    }
    diags.extend(found.into_values());
}

/// What stages set that looks like a secret: the instruction, the name and where it stands.
fn settings(read: &Read) -> Vec<(&'static str, &str, Span)> {
    let mut found = Vec::new();
    for step in read.build.stages().flat_map(|stage| &stage.instructions) {
        match read.loaded.dockerfile.instructions.get(step.instruction).map(|it| &it.kind) {
            Some(InstructionKind::Arg(args)) => {
                for arg in args.iter().filter(|arg| is_secret(&arg.name)) {
                    if !arg.default.as_ref().is_some_and(|it| is_harmless(&arg.name, it)) {
                        found.push(("ARG", &*arg.name.value, arg.name.span));
                    }
                }
            }
            Some(InstructionKind::Env(pairs)) => {
                for pair in pairs.pairs.iter().filter(|pair| is_secret(&pair.name)) {
                    if !is_harmless(&pair.name, &pair.value) {
                        found.push(("ENV", &*pair.name.value, pair.name.span));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a name is one of a secret, by the words between its underscores.
fn is_secret(name: &str) -> bool {
    let has = |words: &[&str]| {
        let mut parts = name.split('_');
        parts.any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
    };
    has(&SECRET) && !has(&HARMLESS)
}

/// Whether a value cannot be a secret: a switch, a number, a path, an address, the fingerprint of
/// a key that signs.
fn is_harmless(name: &str, value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    let is_switch = ["true", "false", "yes", "no", "on", "off", "none"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(value));
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_path = value.starts_with(['/', '.', '~']);
    let is_address = value.contains("://") && !value.contains('@');
    let signs = name.split('_').any(|part| ["GPG", "PGP"].contains(&part));
    let is_fingerprint = signs && value.bytes().all(|it| it.is_ascii_hexdigit() || it == b' ');
    is_switch || is_number || is_path || is_address || is_fingerprint
}

fn exposed(keyword: &str, name: &str, span: Span) -> Diagnostic {
    let whither = if keyword == "ARG" { "the history of the image" } else { "the image" };
    let message =
        format!("by its name, `{name}` is a secret, and `{keyword}` puts it into {whither}");
    Diagnostic::warning(message, span)
        .coded(Code::ExposedSecret)
        .hint("give it with `secret` and take it with `RUN --mount=type=secret`")
}
