//! Bake files in, command lines out.

mod delivery;
mod flags;
mod script;
mod tasks;

use super::{Plan, Settings, lines, plan};
use crate::compile::{self, FileRequest, Request, Word};
use crate::diag::{Diagnostics, Stopped};
use crate::select::Selection;
use crate::source::{Memory, Sources};
use crate::span::{FileId, Span};

/// Targets that start from each other, one of them pushed.
const TREE: &str = r#"
group "default" {
  targets = ["b-1", "b_1", "top"]
}
target "base" {
}
target "b-1" {
  contexts = { below = "target:base" }
  output   = ["type=registry"]
  tags     = ["example.org:5000/b:1"]
}
target "b_1" {
  contexts = { below = "target:base" }
}
target "top" {
  contexts = { one = "target:b-1", other = "target:b_1", again = "target:b-1" }
  tags     = ["top"]
}
"#;

fn selection(host: &Memory, wanted: &str) -> Result<(Selection, Sources), String> {
    let nowhere = Span::new(FileId(0), 0, 0);
    let request = Request {
        files: vec![FileRequest::Path(crate::span::Spanned::new("bake.hcl".into(), nowhere))],
        targets: wanted.split_whitespace().map(|name| Word::new(name.into(), nowhere)).collect(),
        ..Request::default()
    };
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    sources.add("command line", "");
    let compiled = compile::compile(host, &request, &mut sources, &mut diags);
    compiled.map(|it| (it.selection, sources)).map_err(|Stopped { .. }| format!("{diags:?}"))
}

fn planned(selection: &Selection, settings: &Settings, sources: &Sources) -> Result<Plan, String> {
    let mut diags = Diagnostics::new();
    plan(selection, settings, &mut diags).map_err(|_| {
        let wrong = diags.iter().map(|found| {
            let place = found.labels.first().map_or("", |label| sources.slice(label.span));
            let first = format!("{} at `{place}`", found.message);
            let lines = [first].into_iter().chain(found.advice());
            lines.collect::<Vec<_>>().join("\n  ") + "\n"
        });
        wrong.collect()
    })
}

fn settings() -> Settings {
    Settings { working_directory: "/project".to_owned(), ..Settings::default() }
}

/// The command lines for targets of a bake file, or every error.
fn printed(bake: &str, wanted: &str) -> String {
    let host = Memory::new().file("bake.hcl", bake).socket("agent.sock").env("T", "");
    let (selection, sources) = selection(&host, wanted).expect("the bake file is right");
    match planned(&selection, &settings(), &sources) {
        Ok(plan) => lines(&plan),
        Err(wrong) => wrong,
    }
}

/// The one command line for a target that says this, without what has to do with platforms.
fn line(body: &str) -> String {
    let text = printed(&format!("target \"app\" {{\n{body}\n}}\n"), "app");
    text.trim_start_matches("unset DOCKER_DEFAULT_PLATFORM\n").trim_end().to_owned()
}
