//! Bake files in, drawings of their graphs out; all in memory.

mod circles;
mod forms;
mod implied;
mod trees;

use std::ffi::OsString;

use bakewell::cli::{self, Terminals};
use bakewell::source::Memory;

/// Runs a line of words on files: the exit code unless it is 0, and what came out.
fn ran(host: &Memory, line: &str, colour: bool) -> String {
    let words = ["bakewell"].into_iter().chain(line.split_whitespace()).map(OsString::from);
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    let terminals = Terminals { data: colour, talk: false };
    let code = cli::run(host, words.collect(), &mut data, &mut talk, terminals);
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    let code = if code == 0 { String::new() } else { format!("exit {code}\n") };
    code + &text(talk) + &text(data)
}

/// A project of one bake file.
fn bake(text: &str) -> Memory {
    Memory::new().file("docker-bake.hcl", text)
}

/// What a line gives on a project.
macro_rules! draws {
    ($host:expr, $line:expr, @$expected:literal) => {
        insta::assert_snapshot!($crate::graph::ran(&$host, $line, false), @$expected)
    };
}

use draws;
