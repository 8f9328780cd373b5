//! Any text as a definition file: it becomes a plan or is refused, within bounds, and never panics.
//!
//! The first byte says what the text is (`h`cl, `j`son, `c`ompose, or anything else for a file of
//! no known name); a line `>>>` starts a second file of the same kind, to be merged.
#![no_main]

use std::path::PathBuf;

use bakewell::compile::{FileRequest, Request, compile};
use bakewell::diag::Diagnostics;
use bakewell::emit::bake;
use bakewell::report::Printer;
use bakewell::source::{Memory, Sources};
use bakewell::span::{Span, Spanned};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, text)) = data.split_first() else { return };
    let (host, names) = project(*kind, text);
    let mut sources = Sources::new();
    let request = everything(&names, &mut sources);
    let mut diags = Diagnostics::new();
    let compiled = compile(&host, &request, &mut sources, &mut diags);
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    Printer::new(&mut data, &mut talk, true).report(&diags, &sources);
    match compiled {
        Ok(compiled) => {
            let plan = bake::plan(&compiled.selection);
            assert!(serde_json::from_str::<serde_json::Value>(&plan).is_ok(), "no JSON: {plan}");
        }
        Err(_) => assert!(diags.has_errors(), "refused without a word"),
    }
});

/// The files in the text, in a world where some variables are set.
fn project(kind: u8, text: &[u8]) -> (Memory, Vec<String>) {
    let ending = match kind {
        b'h' => "hcl",
        b'j' => "json",
        b'c' => "yaml",
        _ => "txt",
    };
    let mut host = Memory::new().env("V", "1").env("A_JSON", "[1]").env("TAG", "a,b");
    let mut names = Vec::new();
    for (number, file) in pieces(text).into_iter().enumerate() {
        let name = format!("file{number}.{ending}");
        host = host.file(&name, file);
        names.push(name);
    }
    (host, names)
}

fn pieces(text: &[u8]) -> Vec<Vec<u8>> {
    const BETWEEN: &[u8] = b"\n>>>\n";
    let cut = text.windows(BETWEEN.len()).position(|window| window == BETWEEN);
    match cut {
        Some(at) => vec![text[..at].to_vec(), text[at + BETWEEN.len()..].to_vec()],
        None => vec![text.to_vec()],
    }
}

/// All targets of these files, and bounds that keep a single input short.
fn everything(names: &[String], sources: &mut Sources) -> Request {
    let line = sources.add("command line", "* *.args.A=set");
    let word = |from: usize, to: usize, text: &str| {
        Spanned::new(text.to_owned(), Span::new(line, from, to))
    };
    let path = |name: &String| {
        FileRequest::Path(Spanned::new(PathBuf::from(name), Span::new(line, 0, 0)))
    };
    Request {
        files: names.iter().map(path).collect(),
        targets: vec![word(0, 1, "*")],
        overrides: vec![word(2, 14, "*.args.A=set")],
        eval_limit: 1_000_000,
        matrix_limit: 1_000,
        ..Request::default()
    }
}
