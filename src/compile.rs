//! From a request to the targets that were asked for: the whole compiler in a few lines.

mod affected;
mod check;
mod graph;
mod keys;
mod late;
mod lock;
mod parse;
mod written;

use std::collections::BTreeMap;
use std::panic::resume_unwind;

use crate::context::Modes;
use crate::diag::{Diagnostics, Stopped};
use crate::eval::Fuel;
use crate::expand::{self, Expanded, Inputs};
use crate::select::{self, Links, Selection};
use crate::source::{Host, Sources};
use crate::span::Spanned;
use crate::target::{Definitions, bases, environment};
use crate::template;
use crate::threads;
use crate::value::Fields;

pub use crate::source::FileRequest;
pub use affected::{Compared, Then, compare};
pub use check::check;
pub use graph::graph;
pub use keys::{KeyOptions, WithKeys, keys, keys_here};
pub use lock::{images, pin};

use written::{Written, written};

/// How many cells a matrix may have unless a request says otherwise.
pub const MATRIX_LIMIT: u64 = 1_000_000;

/// What has come of a request.
#[derive(Debug)]
pub struct Compiled {
    /// All that the files define.
    pub expanded: Expanded,
    /// What was asked for, with all that it links to.
    pub selection: Selection,
}

/// A word of the command line and its place there.
pub type Word = Spanned<String>;

/// What has been asked for: understood, and nothing of it read yet.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Request {
    /// The definition files (`-f`), in order; none asks for the default ones.
    pub files: Vec<FileRequest>,
    /// Targets, groups, tasks, promotions and patterns of these; none asks for `default`.
    pub targets: Vec<Word>,
    /// `--only`: which cells of what was asked for.
    pub only: Vec<Word>,
    /// `--set`, and what `--push`, `--load`, `--pull`, `--no-cache`, `--call`, `--sbom`,
    /// `--provenance` and `--policy` stand for, in the order in which bake applies them.
    pub overrides: Vec<Word>,
    /// `--policy disabled=true`: every target's policy is replaced by that.
    pub policy_disabled: bool,
    /// `--link`: the links that Dockerfiles imply are made.
    pub link: bool,
    /// `--pin`: images are taken by the digests that are locked.
    pub pin: bool,
    /// `--var`: values by name, each with the place of its word.
    pub variables: BTreeMap<String, Word>,
    /// How much evaluation may take; see [`Fuel`].
    pub eval_limit: u64,
    /// How many cells a matrix may have.
    pub matrix_limit: u64,
    /// What counts of the permissions of files, where keys are made.
    pub modes: Modes,
    /// Whether every file is read again, whatever is remembered of it.
    pub rehash: bool,
}

impl Default for Request {
    /// Asks for `default`, in the default files, as they are.
    fn default() -> Self {
        Self {
            files: Vec::new(),
            targets: Vec::new(),
            only: Vec::new(),
            overrides: Vec::new(),
            policy_disabled: false,
            link: false,
            pin: false,
            variables: BTreeMap::new(),
            eval_limit: Fuel::DEFAULT,
            matrix_limit: MATRIX_LIMIT,
            modes: Modes::default(),
            rehash: false,
        }
    }
}

impl Request {
    /// What of it concerns the selection.
    fn wanted<'a>(&'a self, links: &'a Links) -> select::Request<'a> {
        let Self { targets, only, overrides, .. } = self;
        select::Request { targets, only, overrides, policy_disabled: self.policy_disabled, links }
    }

    /// `--var` without places.
    fn texts(&self) -> BTreeMap<String, String> {
        self.variables.iter().map(|(name, word)| (name.clone(), word.value.clone())).collect()
    }
}

/// Compiles a request: the targets it asks for, concrete, with all that they link to.
///
/// # Errors
/// Everything that is wrong with the files, or else with the request.
pub fn compile(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Compiled, Stopped> {
    compile_for(host, request, Extent::Everything, sources, diags)
}

/// In which texts late values are filled in. Those need keys, and keys need files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// In none.
    Nothing,
    /// In those of targets, for whoever looks at nothing else.
    Targets,
    /// In all.
    Everything,
}

/// The same, with no more late values filled in than are wanted.
///
/// # Errors
/// Those of [`compile()`].
pub fn compile_for(
    host: &dyn Host,
    request: &Request,
    extent: Extent,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Compiled, Stopped> {
    on_large_stack(|| {
        let mut compiled = early(host, request, sources, diags)?;
        if late::are_wanted(&compiled.selection, extent) {
            keys::fill_late(host, request, &mut compiled, sources, diags)?;
        }
        Ok(compiled)
    })
}

/// Compiles a request, but for late values.
fn early(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Compiled, Stopped> {
    let expanded = definitions(host, request, sources, diags)?;
    let defined = &expanded.definitions;
    let mut selection = selected(host, request, defined, &Links::new(), diags)?;
    if request.link {
        let implied = graph::implied(host, request, &expanded, &selection, sources, diags);
        selection = selected(host, request, defined, &graph::links(&implied), diags)?;
        graph::tell(&implied, &selection, diags);
    }
    template::fill(&mut selection, expanded.values.clone(), host, sources, diags)?;
    late::warn(host, request, &expanded, &selection, sources, diags);
    Ok(Compiled { expanded, selection })
}

/// What is asked for, with what it needs and contexts that no file says.
fn selected(
    host: &dyn Host,
    request: &Request,
    defined: &Definitions,
    links: &Links,
    diags: &mut Diagnostics,
) -> Result<Selection, Stopped> {
    select::select(defined, &request.wanted(links), host, diags)
}

/// Evaluates the files of a request: all targets, groups and variables they define.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn define(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Expanded, Stopped> {
    on_large_stack(|| definitions(host, request, sources, diags))
}

fn on_large_stack<T: Send>(work: impl FnMut() -> T + Send) -> T {
    threads::with_stack(work).unwrap_or_else(|panic| resume_unwind(panic))
}

fn definitions(
    host: &dyn Host,
    request: &Request,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Expanded, Stopped> {
    let written = written(host, request, sources, diags)?;
    expanded(host, request, &written, diags)
}

fn expanded(
    host: &dyn Host,
    request: &Request,
    written: &Written,
    diags: &mut Diagnostics,
) -> Result<Expanded, Stopped> {
    let base = written.base.clone();
    let mut expanded = match &written.program {
        None => Expanded { definitions: base, variables: None, values: Fields::new() },
        Some(program) => {
            let fuel = Fuel::new(request.eval_limit);
            let inputs = inputs(host, request, &fuel, written);
            expand::expand(program, base, &inputs, diags)?
        }
    };
    if written.relative {
        bases::rebase(expanded.definitions.targets_mut(), environment::is_wsl(host));
    }
    Ok(expanded)
}

fn inputs<'a>(
    host: &'a dyn Host,
    request: &'a Request,
    fuel: &'a Fuel<'a>,
    written: &'a Written,
) -> Inputs<'a> {
    let environment = environment::may_be_looked_up(host);
    let builtins = builtins(host);
    let Request { variables, matrix_limit, .. } = request;
    let Written { loaded: files, relative, compose: _, base: _, program: _ } = written;
    let (matrix_limit, relative) = (*matrix_limit, *relative);
    Inputs { host, variables, environment, relative, builtins, fuel, matrix_limit, files }
}

/// The variables that bake brings itself. A local definition is built from where the command is
/// given.
fn builtins(host: &dyn Host) -> BTreeMap<&'static str, String> {
    let command_context = ("BAKE_CMD_CONTEXT", "cwd://".to_owned());
    BTreeMap::from([command_context, ("BAKE_LOCAL_PLATFORM", host.platform())])
}
