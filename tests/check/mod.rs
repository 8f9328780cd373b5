//! Projects in, findings out; all in memory. Each finding stands beside the nearest thing that is
//! none.

mod declared;
mod dockerfiles;
mod files;
mod forms;
mod scope;

use std::ffi::OsString;
use std::fmt::Write;

use bakewell::cli::{self, Terminals};
use bakewell::source::Memory;

/// Runs a line of words on files: the exit code, and what came out on both streams.
fn ran(host: &Memory, line: &str) -> (u8, String, String) {
    let words = ["bakewell"].into_iter().chain(line.split_whitespace()).map(OsString::from);
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    let code = cli::run(host, words.collect(), &mut data, &mut talk, Terminals::default());
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    (code, text(data), text(talk))
}

/// What is found, a line a finding: severity, code, place, message, and below it the rest.
fn found(host: &Memory, arguments: &str) -> String {
    let (code, data, talk) = ran(host, &format!("check --format=json {arguments}"));
    assert_eq!(talk, "");
    let all: serde_json::Value = serde_json::from_str(&data).expect("it is JSON");
    let mut text = format!("exit {code}\n");
    for finding in all["findings"].as_array().expect("a list") {
        let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
        let place = format!("{}:{}:{}", word("file"), finding["line"], finding["column"]);
        let (severity, code, message) = (word("severity"), word("code"), word("message"));
        writeln!(text, "{severity}[{code}] {place} {message}").expect("memory");
        for related in finding["related"].as_array().expect("a list") {
            let (file, label) = (related["file"].as_str(), related["label"].as_str());
            let (file, label) = (file.unwrap_or("-"), label.unwrap_or("-"));
            writeln!(text, "  {file}:{} {label}", related["line"]).expect("memory");
        }
        for hint in finding["hints"].as_array().expect("a list") {
            writeln!(text, "  {}", hint.as_str().unwrap_or("-")).expect("memory");
        }
    }
    text
}

/// A project of one bake file.
fn bake(text: &str) -> Memory {
    Memory::new().file("docker-bake.hcl", text)
}

/// A project of one target `app` with these attributes, and this Dockerfile.
fn app(attributes: &str, dockerfile: &str) -> Memory {
    bake(&format!("target \"app\" {{\n{attributes}\n}}\n")).file("Dockerfile", dockerfile)
}

/// What is found in a project.
macro_rules! finds {
    ($host:expr, @$expected:literal) => {
        insta::assert_snapshot!($crate::check::found(&$host, ""), @$expected)
    };
    ($host:expr, $arguments:expr, @$expected:literal) => {
        insta::assert_snapshot!($crate::check::found(&$host, $arguments), @$expected)
    };
}

use finds;
