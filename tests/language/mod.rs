//! What a definition file means: text in, plan out, without disk and process.
//!
//! With `BAKEWELL_DIFF_REFERENCE` naming a `docker-buildx`, every plan here is asked of it too,
//! and must be equal; where an error is expected, it must refuse as well.

mod additions;
mod blocks;
mod cells;
mod functions;
mod matrix;
mod misfits;
mod names;
mod nodes;
mod only;
mod shown;
mod validation;
mod variables;
mod warnings;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use bakewell::compile::{Request, compile};
use bakewell::diag::{Diagnostics, Severity};
use bakewell::emit::bake;
use bakewell::report::diagnostic::render;
use bakewell::select::Selection;
use bakewell::source::{Memory, Sources};
use bakewell::span::{Span, Spanned};
use serde_json::{Map, Value};

/// A definition and what it is read with.
#[must_use]
pub(crate) struct Definition {
    file: &'static str,
    text: String,
    targets: Vec<&'static str>,
    only: Vec<&'static str>,
    environment: Vec<(&'static str, &'static str)>,
    matrix_limit: u64,
    eval_limit: u64,
    /// Whether the reference answers the same: not where bakewell is better on purpose.
    comparable: bool,
}

/// A definition in HCL.
pub(crate) fn bake(text: &str) -> Definition {
    Definition {
        file: "docker-bake.hcl",
        text: text.to_owned(),
        targets: vec!["*"],
        only: Vec::new(),
        environment: Vec::new(),
        matrix_limit: 1_000_000,
        eval_limit: 10_000_000,
        comparable: true,
    }
}

impl Definition {
    /// The same, asked for these targets instead of all.
    pub(crate) fn targets(mut self, targets: &[&'static str]) -> Self {
        targets.clone_into(&mut self.targets);
        self
    }

    /// The same, of which only some cells are wanted.
    pub(crate) fn only(mut self, terms: &[&'static str]) -> Self {
        terms.clone_into(&mut self.only);
        self.ours_alone()
    }

    /// The same with a variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// The same with another bound on the cells of a matrix.
    pub(crate) fn matrix_limit(mut self, limit: u64) -> Self {
        self.matrix_limit = limit;
        self
    }

    /// The same with another bound on evaluation.
    pub(crate) fn eval_limit(mut self, limit: u64) -> Self {
        self.eval_limit = limit;
        self
    }

    /// The same where the reference does otherwise, by hanging or crashing.
    pub(crate) fn ours_alone(mut self) -> Self {
        self.comparable = false;
        self
    }

    /// The plan, a line a target, without what every target has; or everything there is to say.
    pub(crate) fn plan(self) -> String {
        let answer = self.compiled();
        if let (true, Ok(reference)) = (self.comparable, std::env::var("BAKEWELL_DIFF_REFERENCE")) {
            self.compare(&reference, answer.as_deref().ok());
        }
        match answer {
            Ok(document) => shortened(&document),
            Err(errors) => errors,
        }
    }

    /// What was selected with all that bake does not know, a line each; or everything there is to
    /// say.
    pub(crate) fn nodes(self) -> String {
        let (selection, said) = self.run();
        selection.map_or(said, |selection| shown::nodes(&selection))
    }

    /// The same, where the file is JSON.
    pub(crate) fn json(mut self) -> Self {
        self.file = "docker-bake.json";
        self
    }

    /// The same, where the file is one of Compose.
    pub(crate) fn compose(mut self) -> Self {
        self.file = "compose.yaml";
        self
    }

    /// What is said beside the plan.
    pub(crate) fn warnings(self) -> String {
        let (_, said) = self.run();
        said
    }

    fn compiled(&self) -> Result<String, String> {
        let (selection, said) = self.run();
        selection.map(|selection| bake::plan(&selection)).ok_or(said)
    }

    fn run(&self) -> (Option<Selection>, String) {
        let mut host = Memory::new().file(self.file, self.text.as_str());
        for (name, value) in &self.environment {
            host = host.env(*name, *value);
        }
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let request = self.request(&mut sources);
        let compiled = compile(&host, &request, &mut sources, &mut diags).ok();
        debug_assert_eq!(compiled.is_none(), diags.has_errors());
        let worst = if diags.has_errors() { Severity::Error } else { Severity::Warning };
        let said = diags.iter().filter(|found| found.severity == worst);
        let said: Vec<String> = said.map(|found| render(found, &sources, false)).collect();
        (compiled.map(|compiled| compiled.selection), said.join("\n"))
    }

    fn request(&self, sources: &mut Sources) -> Request {
        let typed: Vec<&str> = self.targets.iter().chain(&self.only).copied().collect();
        let line = typed.join(" ");
        let source = sources.add("command line", line.as_str());
        let word = |word: &&str| {
            let start = line.find(word).unwrap_or_default();
            Spanned::new((*word).to_owned(), Span::new(source, start, start + word.len()))
        };
        Request {
            targets: self.targets.iter().map(word).collect(),
            only: self.only.iter().map(word).collect(),
            matrix_limit: self.matrix_limit,
            eval_limit: self.eval_limit,
            ..Request::default()
        }
    }

    fn compare(&self, reference: &str, ours: Option<&str>) {
        let folder = tempfile::TempDir::new().expect("a folder");
        fs::write(folder.path().join(self.file), &self.text).expect("a file");
        let mut command = Command::new(reference);
        command.args(["bake", "--print"]).args(&self.targets).current_dir(folder.path());
        command.env_clear().env("HOME", folder.path()).stderr(Stdio::null());
        let output = command.envs(self.environment.iter().copied()).output().expect("it runs");
        let theirs = output.status.success().then(|| sorted(&output.stdout));
        assert_eq!(ours.map(|ours| sorted(ours.as_bytes())), theirs, "{}", self.text);
    }
}

/// A plan whose groups are in a chosen order: that of a matrix with several axes is not.
fn sorted(document: &[u8]) -> Value {
    let mut document: Value = serde_json::from_slice(document).expect("a plan is JSON");
    for group in document["group"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Some(members) = group["targets"].as_array_mut() {
            members.sort_by_key(ToString::to_string);
        }
    }
    document
}

fn shortened(document: &str) -> String {
    let document: Value = serde_json::from_str(document).expect("a plan is JSON");
    let mut text = String::new();
    for (name, group) in document["group"].as_object().into_iter().flatten() {
        if name != "default" {
            writeln!(text, "[{name}] {}", group["targets"]).expect("memory is enough");
        }
    }
    for (name, target) in document["target"].as_object().into_iter().flatten() {
        let mut target = target.clone();
        let fields = target.as_object_mut().expect("a target is an object");
        fields.retain(|name, value| {
            !(name == "context" && value == "." || name == "dockerfile" && value == "Dockerfile")
        });
        writeln!(text, "{name} {target}").expect("memory is enough");
    }
    text
}
