//! A plan read back.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::file::WrittenFile;
use super::input::{WrittenInput, chosen, inputs};
use super::{FORM, Past, VERSION};
use crate::context::{Modes, Picked};
use crate::diag::Problem;
use crate::graph::Kind;
use crate::keys::{Input, Keyed, VERSION as RULES, Volatile};
use crate::text::Text;

/// How a plan that can be read is made.
const HINT: &str = "make one with `bakewell plan --format json`";

/// Reads a plan.
///
/// # Errors
/// For a text that is no plan, or one of another version of the form or of the rules for keys.
pub fn read(text: &str) -> Result<Past, Problem> {
    let head: Head = serde_json::from_str(text).map_err(|error| no_plan(&error))?;
    let Head { form, version, rules } = head;
    if form.as_deref() != Some(FORM) {
        return Err(Problem::new("this is no plan of `bakewell plan --format json`").hint(HINT));
    }
    if version != Some(VERSION) {
        let version = version.map_or_else(|| "?".to_owned(), |it| it.to_string());
        let message = format!("the plan is of version {version}, and only {VERSION} can be read");
        return Err(Problem::new(message).hint(HINT));
    }
    if rules != Some(RULES) {
        let message = "the keys in the plan were made by other rules, and cannot be compared";
        return Err(Problem::new(message).hint(HINT));
    }
    let body: Body = serde_json::from_str(text).map_err(|error| no_plan(&error))?;
    body.past().ok_or_else(|| Problem::new("the plan does not fit together").hint(HINT))
}

fn no_plan(error: &serde_json::Error) -> Problem {
    Problem::new(format!("this is no plan: {error}")).hint(HINT)
}

/// What tells whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    form: Option<String>,
    version: Option<u64>,
    rules: Option<u64>,
}

#[derive(Deserialize)]
struct Body {
    modes: ReadModes,
    nodes: Vec<ReadNode>,
    inputs: Vec<WrittenInput>,
    files: BTreeMap<Text, Vec<WrittenFile>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ReadModes {
    Exact,
    Git,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ReadKind {
    Target,
    Task,
    Promotion,
}

#[derive(Deserialize)]
struct ReadNode {
    name: Text,
    kind: ReadKind,
    key: String,
    volatile: Vec<ReadReason>,
    floating: Vec<Text>,
    ignored: Vec<Text>,
    inputs: Vec<usize>,
}

#[derive(Deserialize)]
struct ReadReason {
    reason: String,
}

impl Body {
    /// What the plan says; nothing where it makes no sense.
    fn past(self) -> Option<Past> {
        let Self { modes, nodes, inputs: written, files } = self;
        let files: Option<BTreeMap<Text, Arc<Picked>>> =
            files.into_iter().map(|(digest, files)| picked(digest, files)).collect();
        let inputs = inputs(written, &files?)?;
        let nodes = nodes.into_iter().map(|node| node.keyed(&inputs)).collect::<Option<_>>()?;
        let modes = match modes {
            ReadModes::Exact => Modes::Exact,
            ReadModes::Git => Modes::Git,
        };
        Some(Past { modes, nodes })
    }
}

fn picked(digest: Text, files: Vec<WrittenFile>) -> Option<(Text, Arc<Picked>)> {
    let files = files.into_iter().map(WrittenFile::file).collect::<Option<_>>()?;
    let picked = Picked::new(digest.parse().ok()?, files);
    Some((digest, Arc::new(picked)))
}

impl ReadNode {
    fn keyed(self, inputs: &[Input]) -> Option<(Text, Keyed)> {
        let Self { name, kind, key, volatile, floating, ignored, inputs: numbers } = self;
        let kind = match kind {
            ReadKind::Target => Kind::Target,
            ReadKind::Task => Kind::Task,
            ReadKind::Promotion => Kind::Promotion,
        };
        let volatile = volatile.into_iter().map(|it| Volatile { reason: it.reason, span: None });
        let keyed = Keyed {
            kind,
            key: key.parse().ok()?,
            inputs: chosen(inputs, &numbers)?,
            volatile: volatile.collect(),
            floating,
            ignored,
        };
        Some((name, keyed))
    }
}
