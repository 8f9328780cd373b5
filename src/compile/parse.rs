//! Which language a file is written in.

use crate::compose::{self, Recognised};
use crate::diag::{Diagnostic, Diagnostics, Stopped};
use crate::source::decode::Encoding;
use crate::source::load::Broken;
use crate::source::{Host, Loaded, Sources};
use crate::span::FileId;
use crate::syntax;
use crate::syntax::ast::File;

use super::Request;

/// Files by what they are written in.
#[derive(Default)]
pub(super) struct Parsed {
    /// The Compose files, in order.
    pub(super) compose: Vec<FileId>,
    /// The trees of the others, in order.
    pub(super) files: Vec<File>,
}

/// Reads every file in the language it is written in: by the end of its name, or else by the
/// first of Compose, HCL and JSON that can make something of it.
pub(super) fn parse(
    loaded: &[Loaded],
    request: &Request,
    host: &dyn Host,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Parsed, Stopped> {
    let mut parsed = Parsed::default();
    let variables = request.texts();
    for one in loaded {
        match compose::recognise(one, &variables, host, sources) {
            Recognised::Compose => {
                parsed.compose.push(one.file);
                diags.extend(one.fault_as_yaml().cloned());
            }
            Recognised::Other => parsed.files.push(parse_by_name(one, sources, diags)),
            Recognised::Unsure(why) => {
                let mut found = Diagnostics::new();
                parsed.files.push(parse_by_name(one, sources, &mut found));
                if found.has_errors() { diags.push(why) } else { diags.extend(found) }
            }
        }
    }
    diags.checked(parsed)
}

fn parse_by_name(one: &Loaded, sources: &Sources, diags: &mut Diagnostics) -> File {
    let text = &sources.get(one.file).text;
    let mut found = Vec::new();
    // Small letters only: `X.HCL` goes by what it says, as in bake.
    let file = match one.name.rsplit_once('.') {
        Some((_, "json")) => parse_json(one, text, &mut found),
        Some((_, "hcl")) => parse_hcl(one, text, &mut found),
        _ => parse_by_trying(one, text, &mut found),
    };
    diags.extend(found);
    file
}

/// HCL takes bytes that are not UTF-8 in comments only.
fn parse_hcl(one: &Loaded, text: &str, found: &mut Vec<Diagnostic>) -> File {
    let file = syntax::parse_hcl(one.file, text, found);
    let is_refused = |broken: &&Broken| match &broken.encoding {
        Encoding::Utf16 => true,
        Encoding::Unknown(places) => !syntax::are_in_comments(text, places),
    };
    if let Some(broken) = one.broken.as_ref().filter(is_refused) {
        *found = vec![broken.error.clone()];
    }
    file
}

/// JSON takes them in strings only, as U+FFFD. Elsewhere that makes no JSON, and what is wrong is
/// the bytes.
fn parse_json(one: &Loaded, text: &str, found: &mut Vec<Diagnostic>) -> File {
    let file = syntax::parse_json(one.file, text, found);
    if let Some(broken) = &one.broken
        && (broken.encoding == Encoding::Utf16 || !found.is_empty())
    {
        *found = vec![broken.error.clone()];
    }
    file
}

/// HCL, or JSON if that fits better; if neither fits, it is told what is wrong with it as HCL.
fn parse_by_trying(one: &Loaded, text: &str, found: &mut Vec<Diagnostic>) -> File {
    let hcl = parse_hcl(one, text, found);
    if found.is_empty() {
        return hcl;
    }
    let mut as_json = Vec::new();
    let json = parse_json(one, text, &mut as_json);
    if as_json.is_empty() {
        found.clear();
        return json;
    }
    hcl
}
