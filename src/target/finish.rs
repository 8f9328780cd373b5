//! The last step before a plan: what bake checks and settles even when it only prints.
//!
//! `--print` of bake turns the plan into build options and throws them away. That is where a
//! secret without a file, an SSH agent that is not there or a platform that is none is found,
//! and where contexts are cleaned. We find the same, all of it rather than the first.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::diag::Problem;
use crate::path;
use crate::source::Host;
use crate::source::host::FileKind;
use crate::target::{Attributes, Output, Secret, Ssh};
use crate::target::{annotation, csv, platform, private_key, size, ulimit, url};
use crate::text::Text;

/// The largest secret that BuildKit takes, in bytes.
const SECRET_LIMIT: u64 = 500 * 1024;

/// The most that is read of a file with an SSH key, in bytes.
const KEY_LIMIT: usize = 100 * 1024;

/// Something wrong with an attribute, and which element of it is to blame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The attribute.
    pub attribute: &'static str,
    /// How many elements it has, if it is a list.
    pub elements: usize,
    /// What is wrong with it. [`Problem::argument`] is the element.
    pub problem: Problem,
}

/// Where faults are gathered.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn one(&mut self, attribute: &'static str, result: Result<(), Problem>) {
        self.of_many(attribute, 0, result);
    }

    fn of_many(&mut self, attribute: &'static str, elements: usize, result: Result<(), Problem>) {
        self.0.extend(result.err().map(|problem| Fault { attribute, elements, problem }));
    }

    fn each<T>(
        &mut self,
        attribute: &'static str,
        elements: Option<&[T]>,
        mut check: impl FnMut(&T) -> Result<(), Problem>,
    ) {
        for (index, element) in elements.into_iter().flatten().enumerate() {
            let result = check(element).map_err(|problem| problem.argument(index));
            self.of_many(attribute, elements.map_or(0, <[T]>::len), result);
        }
    }
}

impl Attributes {
    /// Settles the last things and gives back everything that is wrong.
    ///
    /// The context is cleaned as a path unless it is remote (so `docker-image://x` comes out as
    /// `docker-image:/x`, in bake too), `cwd://` goes, and archives without a destination go to
    /// standard output.
    pub fn finish(&mut self, host: &dyn Host) -> Vec<Fault> {
        let mut faults = Faults::default();
        faults.one("context", not_stdin(self.context.as_deref()));
        faults.one("dockerfile", not_stdin(self.dockerfile.as_deref()));
        let context = settled_context(self.context.take());
        self.check_texts(&mut faults);
        faults.each("secret", self.secret.as_deref(), |secret| check_secret(secret, host));
        self.check_ssh(&context, host, &mut faults);
        self.settle_outputs(host, &mut faults);
        self.context = Some(context);
        faults.0
    }

    fn check_texts(&self, faults: &mut Faults) {
        if let Some(text) = &self.shm_size {
            faults.one("shm-size", size::check(text));
        }
        faults.each("platforms", self.platforms.as_deref(), |text| platform::check_list(text));
        faults.each("annotations", self.annotations.as_deref(), |text| match &**text {
            "" => Ok(()),
            text => annotation::check(text),
        });
        faults.each("ulimits", self.ulimits.as_deref(), |text| ulimit::check(text));
        if let Some(resources) = &self.resources {
            faults.one("resources", resources.check());
        }
    }

    fn check_ssh(&self, context: &str, host: &dyn Host, faults: &mut Faults) {
        let mut ids = BTreeSet::new();
        if self.ssh.as_deref().is_none_or(<[Ssh]>::is_empty) {
            if url::is_git_over_ssh(context) {
                faults.one("context", check_agent(&Ssh::default(), host));
            }
            return;
        }
        faults.each("ssh", self.ssh.as_deref(), |agent| {
            let id = if agent.id.is_empty() { "default" } else { &agent.id };
            if !ids.insert(id.to_owned()) {
                return Err(Problem::new(format!("the SSH agent `{id}` is given twice")));
            }
            check_agent(agent, host)
        });
    }

    fn settle_outputs(&mut self, host: &dyn Host, faults: &mut Faults) {
        let mut stdout = false;
        let count = self.output.as_deref().map_or(0, <[Output]>::len);
        for (index, output) in self.output.iter_mut().flatten().enumerate() {
            let result = settle_output(output, &mut stdout, host);
            faults.of_many("output", count, result.map_err(|problem| problem.argument(index)));
        }
    }
}

fn not_stdin(file: Option<&str>) -> Result<(), Problem> {
    if file == Some("-") {
        return Err(Problem::new("standard input is not allowed here"));
    }
    Ok(())
}

fn settled_context(context: Option<Text>) -> Text {
    let context = context.unwrap_or_else(|| ".".into());
    match context.strip_prefix("cwd://") {
        Some(path) => path::clean(path).into(),
        None if &*context == "." || url::is_remote(&context) => context,
        None => path::clean(&context).into(),
    }
}

/// A secret that says neither file nor variable is the variable of its name, else the file.
fn check_secret(secret: &Secret, host: &dyn Host) -> Result<(), Problem> {
    let Secret { id, src, env } = secret;
    if id.is_empty() {
        return Err(Problem::new("a secret has no `id`").hint("add `id=…`"));
    }
    let unsaid = env.is_empty() && src.is_empty();
    if !host.has_secrets() || (unsaid && host.variable(id).is_some()) {
        return Ok(());
    }
    let file = if unsaid { id } else { src };
    if file.is_empty() {
        return Ok(());
    }
    kind(host, file)?.ok_or_else(|| missing_secret(id, file, unsaid))?;
    if host.size(Path::new(&**file)).is_ok_and(|size| size > SECRET_LIMIT) {
        return Err(Problem::new(format!("secret `{id}` is larger than {SECRET_LIMIT} bytes")));
    }
    Ok(())
}

fn missing_secret(id: &str, file: &str, unsaid: bool) -> Problem {
    let problem = Problem::new(format!("secret `{id}`: there is no file `{file}`"));
    if unsaid {
        problem.hint(format!("set the variable `{id}`, or say `env=…` or `src=…`"))
    } else {
        problem
    }
}

/// An agent is a socket, or keys that stand in for one; without either it is the one of this
/// session.
fn check_agent(agent: &Ssh, host: &dyn Host) -> Result<(), Problem> {
    if !host.has_secrets() {
        return Ok(());
    }
    let session = [Text::from(host.variable("SSH_AUTH_SOCK").unwrap_or_default())];
    let paths = match &*agent.paths {
        [] => &session,
        [only] if only.is_empty() => &session,
        paths => paths,
    };
    if paths.first().is_some_and(Text::is_empty) {
        return Err(Problem::new("there is no SSH agent").hint("set `SSH_AUTH_SOCK`"));
    }
    let (mut sockets, mut keys) = (0, 0);
    for path in paths {
        match kind(host, path)? {
            None => return Err(Problem::new(format!("there is no file `{path}`"))),
            Some(FileKind::Socket) => sockets += 1,
            Some(FileKind::Directory) => {
                return Err(Problem::new(format!("`{path}` is a directory")));
            }
            Some(FileKind::File | FileKind::Other) => {
                check_key(path, host)?;
                keys += 1;
            }
        }
    }
    match (sockets, keys) {
        (0, _) | (1, 0) => Ok(()),
        (1, _) => Err(Problem::new("an SSH agent is either a socket or keys, not both")),
        _ => Err(Problem::new("an SSH agent can have only one socket")),
    }
}

fn check_key(path: &str, host: &dyn Host) -> Result<(), Problem> {
    let bytes = host.read(Path::new(path)).map_err(|error| unreadable(path, &error))?;
    private_key::check(path, &String::from_utf8_lossy(bytes.get(..KEY_LIMIT).unwrap_or(&bytes)))
}

fn settle_output(output: &mut Output, stdout: &mut bool, host: &dyn Host) -> Result<(), Problem> {
    let packed = || output.attrs.get("tar").is_none_or(|tar| csv::truth(tar).unwrap_or(true));
    let (file, directory) = match &*output.kind {
        "" => return Err(Problem::new("an output does not say its `type`")),
        "local" => (false, true),
        "tar" => (true, false),
        "oci" | "docker" => (packed(), !packed()),
        _ => return Ok(()),
    };
    if directory {
        return check_directory(output, host);
    }
    if file && output.dest.is_empty() && &*output.kind != "docker" {
        output.dest = "-".into();
    }
    match &*output.dest {
        "-" if std::mem::replace(stdout, true) => {
            Err(Problem::new("more than one output goes to standard output"))
        }
        "" | "-" => Ok(()),
        dest => match kind(host, dest)? {
            Some(FileKind::Directory) => {
                Err(Problem::new(format!("the destination `{dest}` is a directory")))
            }
            _ => Ok(()),
        },
    }
}

fn check_directory(output: &Output, host: &dyn Host) -> Result<(), Problem> {
    let Output { kind: exporter, dest, attrs: _ } = output;
    match &**dest {
        "" => Err(Problem::new(format!("an output of type `{exporter}` needs a `dest`"))
            .hint("add `dest=DIRECTORY`")),
        "-" => Err(Problem::new(format!(
            "an output of type `{exporter}` cannot go to standard output"
        ))),
        dest => match kind(host, dest)? {
            Some(FileKind::File | FileKind::Socket | FileKind::Other) => {
                Err(Problem::new(format!("the destination `{dest}` is not a directory")))
            }
            _ => Ok(()),
        },
    }
}

fn kind(host: &dyn Host, path: &str) -> Result<Option<FileKind>, Problem> {
    host.kind(Path::new(path)).map_err(|error| unreadable(path, &error))
}

/// The problem that a file cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Problem {
    Problem::new(format!("`{path}` cannot be read: {error}"))
}
