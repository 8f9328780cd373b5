//! Finding and reading the definition files.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Diagnostics, Stopped, similar, words};
use crate::span::{FileId, Span, Spanned};

use super::decode::{self, Encoding};
use super::{FileKind, Host, Sources};

/// What is read when nobody says what, as far as it exists, in this order.
pub const DEFAULT_FILES: [&str; 8] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
    "docker-bake.json",
    "docker-bake.hcl",
    "docker-bake.override.json",
    "docker-bake.override.hcl",
];

/// Names the files where the command line does not.
const FILES_VARIABLE: &str = "BUILDX_BAKE_FILE";
/// What stands between two of them, `:` if unset (`;` on Windows).
const SEPARATOR_VARIABLE: &str = "BUILDX_BAKE_PATH_SEPARATOR";

/// A definition file that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileRequest {
    /// A file.
    Path(Spanned<PathBuf>),
    /// Standard input (`-`).
    Stdin,
}

/// A definition file that has been read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loaded {
    /// Its path as it was asked for, `-` for standard input.
    pub name: String,
    /// Its text.
    pub file: FileId,
    /// Why it is not UTF-8, if it is not. Some formats take it nonetheless.
    pub broken: Option<Broken>,
}

/// Why a file is not UTF-8.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// What it is written in.
    pub encoding: Encoding,
    /// What to say where the file is not taken.
    pub error: Diagnostic,
}

impl Loaded {
    /// Why it cannot be YAML, which takes UTF-16 too.
    pub fn fault_as_yaml(&self) -> Option<&Diagnostic> {
        let broken = self.broken.as_ref().filter(|broken| broken.encoding != Encoding::Utf16)?;
        Some(&broken.error)
    }
}

/// Reads the files asked for; without any, those that `BUILDX_BAKE_FILE` names; without these, the
/// [`DEFAULT_FILES`] that exist.
pub fn load(
    host: &dyn Host,
    files: &[FileRequest],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Vec<Loaded>, Stopped> {
    if !files.is_empty() {
        return load_all(host, files, sources, diags);
    }
    let named = named_by_environment(host, sources, diags)?;
    if named.is_empty() {
        load_default(host, sources, diags)
    } else {
        load_all(host, &named, sources, diags)
    }
}

fn load_all(
    host: &dyn Host,
    files: &[FileRequest],
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Vec<Loaded>, Stopped> {
    let mut all = Vec::with_capacity(files.len());
    for file in files {
        let (name, bytes, asked) = match file {
            FileRequest::Stdin => ("-".to_owned(), host.read_stdin(), None),
            FileRequest::Path(path) => {
                (path.value.display().to_string(), host.read(&path.value), Some(path.span))
            }
        };
        match bytes {
            Ok(bytes) => all.extend(take_in(name, bytes, sources)),
            Err(error) => diags.push(unreadable(host, &name, asked, &error)),
        }
    }
    if all.is_empty() && !diags.has_errors() {
        return Err(diags.stop(nothing_found().hint("there is nothing in what is named")));
    }
    diags.checked(all)
}

fn load_default(
    host: &dyn Host,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Vec<Loaded>, Stopped> {
    let mut all = Vec::new();
    for name in DEFAULT_FILES {
        match host.read(Path::new(name)) {
            Ok(bytes) => all.extend(take_in(name.to_owned(), bytes, sources)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => diags.push(unreadable(host, name, None, &error)),
        }
    }
    if all.is_empty() && !diags.has_errors() {
        let looked_for = format!("looked for {}", words::list(&DEFAULT_FILES));
        let nothing = nothing_found().hint(looked_for).hint("name a file with `-f FILE`");
        return Err(diags.stop(nothing));
    }
    diags.checked(all)
}

/// The files of `BUILDX_BAKE_FILE`. Each must exist, or nothing is read: so it is in buildx.
fn named_by_environment(
    host: &dyn Host,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Vec<FileRequest>, Stopped> {
    let Some(text) = host.variable(FILES_VARIABLE) else { return Ok(Vec::new()) };
    let source = sources.add(format!("${FILES_VARIABLE}"), text.as_str());
    let mut named = Vec::new();
    for (start, name) in split(&text, &separator(host)) {
        let span = Span::new(source, start, start + name.len());
        match (name, host.kind(Path::new(name))) {
            ("-", _) => named.push(FileRequest::Stdin),
            (_, Ok(Some(_))) => named.push(FileRequest::Path(Spanned::new(name.into(), span))),
            (_, Ok(None)) => {
                let error = io::Error::from(ErrorKind::NotFound);
                diags.push(unreadable(host, name, Some(span), &error));
            }
            (_, Err(error)) => diags.push(unreadable(host, name, Some(span), &error)),
        }
    }
    diags.checked(named)
}

fn separator(host: &dyn Host) -> String {
    let usual = || if cfg!(windows) { ";" } else { ":" }.to_owned();
    host.variable(SEPARATOR_VARIABLE).filter(|text| !text.is_empty()).unwrap_or_else(usual)
}

/// The pieces between separators with where they start, trimmed, without the empty ones.
fn split<'a>(text: &'a str, separator: &str) -> Vec<(usize, &'a str)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for piece in text.split(separator) {
        let lead = piece.len() - piece.trim_start().len();
        let name = piece.trim();
        if !name.is_empty() {
            pieces.push((start + lead, name));
        }
        start += piece.len() + separator.len();
    }
    pieces
}

/// Takes the text of a file in. A file without a byte is as good as none: no format is asked what
/// it thinks of that.
fn take_in(name: String, bytes: Vec<u8>, sources: &mut Sources) -> Option<Loaded> {
    let title = if name == "-" { "standard input" } else { &name };
    if bytes.is_empty() && name != "-" {
        return None;
    }
    let (file, broken) = match String::from_utf8(bytes) {
        Ok(text) => (sources.add(title, text), None),
        Err(error) => {
            let bytes = error.into_bytes();
            let (text, encoding) = decode::other(&bytes);
            let file = sources.add(title, text);
            let error = not_text(title, file, &bytes, &encoding);
            (file, Some(Broken { encoding, error }))
        }
    };
    Some(Loaded { name, file, broken })
}

fn not_text(title: &str, file: FileId, bytes: &[u8], encoding: &Encoding) -> Diagnostic {
    let at = match encoding {
        Encoding::Utf16 => 0,
        Encoding::Unknown(places) => places.first().copied().unwrap_or_default(),
    };
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let found = bytes.get(at).copied().unwrap_or_default();
    let place = Span::new(file, at, at + char::REPLACEMENT_CHARACTER.len_utf8());
    Diagnostic::error(format!("`{title}` is not UTF-8 text"), place)
        .labelled(format!("byte {at} is 0x{found:02x}"))
        .hint(if utf16 { "it looks like UTF-16: save it as UTF-8" } else { "save it as UTF-8" })
}

fn unreadable(host: &dyn Host, name: &str, asked: Option<Span>, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{name}`: {}", reason(error));
    let existing = DEFAULT_FILES
        .into_iter()
        .filter(|known| matches!(host.kind(Path::new(known)), Ok(Some(FileKind::File))));
    let hint = match error.kind() {
        ErrorKind::NotFound if name.contains("://") => Some(format!(
            "definitions are not fetched from elsewhere: pipe it in, `curl -fsSL {name} | bakewell plan -f -`"
        )),
        ErrorKind::NotFound => similar::did_you_mean(name, existing),
        ErrorKind::InvalidInput => Some(format!("pipe it in: `-f - < {name}`")),
        _ => None,
    };
    let diagnostic = match asked {
        Some(span) => Diagnostic::error(message, span),
        None => Diagnostic::placeless(message),
    };
    diagnostic.maybe_hint(hint)
}

/// What the system says, in words that fit after "cannot read `…`:".
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::InvalidInput | ErrorKind::FileTooLarge => format!("it {error}"),
        _ => error.to_string(),
    }
}

fn nothing_found() -> Diagnostic {
    Diagnostic::placeless("couldn't find a bake definition")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    /// What is loaded, by name and text, or every error with the text it points at.
    fn loads(host: &Memory, files: &[&str]) -> String {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let line = sources.add("command line", files.join(" "));
        let mut at = 0;
        let mut wanted = Vec::new();
        for file in files {
            let span = Span::new(line, at, at + file.len());
            at += file.len() + 1;
            wanted.push(match *file {
                "-" => FileRequest::Stdin,
                path => FileRequest::Path(Spanned::new(path.into(), span)),
            });
        }
        match load(host, &wanted, &mut sources, &mut diags) {
            Ok(all) => all.iter().map(|one| shown(one, &sources)).collect(),
            Err(_) => diags.iter().map(|found| error(found, &sources)).collect(),
        }
    }

    fn shown(one: &Loaded, sources: &Sources) -> String {
        format!("{}: {}\n", one.name, sources.get(one.file).text)
    }

    fn error(found: &Diagnostic, sources: &Sources) -> String {
        let place = found.labels.first().map_or("nowhere", |label| sources.slice(label.span));
        let text = format!("{} [{place}] {}", found.message, found.advice().join("; "));
        format!("{}\n", text.trim_end())
    }

    #[test]
    fn files_without_a_byte_are_passed_over() {
        let host = Memory::new().file("compose.yaml", "").file("docker-bake.json", "1");
        assert_eq!(loads(&host, &[]), "docker-bake.json: 1\n");
        assert_eq!(loads(&host, &["docker-bake.json", "compose.yaml"]), "docker-bake.json: 1\n");
        insta::assert_snapshot!(loads(&host, &["compose.yaml"]), @"couldn't find a bake definition [nowhere] there is nothing in what is named");
    }

    #[test]
    fn default_files_come_in_the_order_of_bake() {
        let host = Memory::new()
            .file("docker-bake.override.hcl", "4")
            .file("docker-bake.hcl", "3")
            .file("docker-bake.json", "2")
            .file("compose.yml", "1");
        insta::assert_snapshot!(loads(&host, &[]), @r"
        compose.yml: 1
        docker-bake.json: 2
        docker-bake.hcl: 3
        docker-bake.override.hcl: 4
        ");
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        insta::assert_snapshot!(loads(&Memory::new(), &[]), @"couldn't find a bake definition [nowhere] looked for `compose.yaml`, `compose.yml`, `docker-compose.yml`, `docker-compose.yaml`, `docker-bake.json`, `docker-bake.hcl`, `docker-bake.override.json` and `docker-bake.override.hcl`; name a file with `-f FILE`");
    }

    #[test]
    fn the_environment_names_files_and_flags_come_before_it() {
        let host = Memory::new()
            .file("a.hcl", "a")
            .file("b.hcl", "b")
            .stdin("in")
            .env("BUILDX_BAKE_FILE", "; a.hcl ;; - ;b.hcl")
            .env("BUILDX_BAKE_PATH_SEPARATOR", ";");
        insta::assert_snapshot!(loads(&host, &[]), @r"
        a.hcl: a
        -: in
        b.hcl: b
        ");
        insta::assert_snapshot!(loads(&host, &["b.hcl", "-"]), @r"
        b.hcl: b
        -: in
        ");
    }

    #[test]
    fn every_file_that_cannot_be_read_is_named() {
        let host = Memory::new().file("docker-bake.hcl", "").file("d/x", "").socket("pipe");
        insta::assert_snapshot!(
            loads(&host, &["docker-bake.hc", "https://a.b/c.hcl", "d", "pipe"]), @r"
        cannot read `docker-bake.hc`: no such file [docker-bake.hc] did you mean `docker-bake.hcl`?
        cannot read `https://a.b/c.hcl`: no such file [https://a.b/c.hcl] definitions are not fetched from elsewhere: pipe it in, `curl -fsSL https://a.b/c.hcl | bakewell plan -f -`
        cannot read `d`: it is a directory [d]
        cannot read `pipe`: it is not a regular file [pipe] pipe it in: `-f - < pipe`
        ");
    }

    #[test]
    fn bytes_that_are_no_text_are_told_by_their_places() {
        let host = Memory::new()
            .file("old.hcl", b"a = 1 # \xfc\xfc".to_vec())
            .file("windows.hcl", b"\xff\xfea\0".to_vec());
        let files = ["old.hcl", "windows.hcl"]
            .map(|name| FileRequest::Path(Spanned::new(name.into(), Span::new(FileId(0), 0, 0))));
        let loaded = load(&host, &files, &mut Sources::new(), &mut Diagnostics::new()).unwrap();
        let broken = loaded.into_iter().filter_map(|one| one.broken);
        let told = broken.map(|it| format!("{:?} {}", it.encoding, it.error.hints.concat()));
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r"
        Unknown([8, 11]) save it as UTF-8
        Utf16 it looks like UTF-16: save it as UTF-8
        ");
    }

    #[test]
    fn a_file_of_the_environment_that_is_missing_is_an_error() {
        let host = Memory::new().file("docker-bake.hcl", "").env("BUILDX_BAKE_FILE", "a.hcl:nope");
        insta::assert_snapshot!(loads(&host, &[]), @r"
        cannot read `a.hcl`: no such file [a.hcl]
        cannot read `nope`: no such file [nope]
        ");
    }
}
