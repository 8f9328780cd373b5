//! The program that builds.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::diag::Problem;
use crate::source::{FileKind, Host};

/// How `docker buildx` is called on this machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Buildx {
    /// `docker buildx`
    Plugin,
    /// A standalone program of this name.
    Standalone(&'static str),
}

impl Buildx {
    /// The program to call.
    pub fn program(self) -> &'static str {
        match self {
            Self::Plugin => "docker",
            Self::Standalone(name) => name,
        }
    }

    /// The arguments that come before all others.
    pub fn arguments(self) -> Vec<OsString> {
        match self {
            Self::Plugin => vec!["buildx".into()],
            Self::Standalone(_) => Vec::new(),
        }
    }
}

/// The buildx that would be used: docker's plugin where there is a docker, else a standalone one.
/// Runs nothing, so it cannot know whether this docker has the plugin; nor need there be either.
pub fn guess(host: &dyn Host) -> Buildx {
    match standalone(host) {
        Some(name) if !is_in_path(host, "docker") => Buildx::Standalone(name),
        _ => Buildx::Plugin,
    }
}

/// The buildx to use.
///
/// # Errors
/// Where there is none.
pub fn find(host: &dyn Host) -> Result<Buildx, Problem> {
    let docker = is_in_path(host, "docker");
    if docker && answers(Buildx::Plugin) {
        return Ok(Buildx::Plugin);
    }
    standalone(host).map(Buildx::Standalone).ok_or_else(|| {
        let message = if docker {
            "this docker has no buildx"
        } else {
            "docker is not installed, or not in `PATH`"
        };
        Problem::new(message)
            .hint("install docker with its buildx plugin: https://docs.docker.com/go/buildx/")
            .hint("`bakewell plan` needs neither")
    })
}

fn standalone(host: &dyn Host) -> Option<&'static str> {
    ["docker-buildx", "buildx"].into_iter().find(|name| is_in_path(host, name))
}

fn is_in_path(host: &dyn Host, name: &str) -> bool {
    let path = host.variable("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| has(host, &folder, name))
}

fn has(host: &dyn Host, folder: &Path, name: &str) -> bool {
    let file = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    matches!(host.kind(&file), Ok(Some(FileKind::File)))
}

/// Whether the program knows itself.
fn answers(buildx: Buildx) -> bool {
    let mut command = Command::new(buildx.program());
    command.args(buildx.arguments()).arg("version");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn machine(files: &[&str]) -> Memory {
        let host = Memory::new().env("PATH", "/usr/bin:/bin");
        files.iter().fold(host, |host, file| host.file(file, ""))
    }

    #[test]
    fn docker_comes_before_a_standalone_program() {
        assert_eq!(guess(&machine(&["/bin/docker", "/bin/buildx"])), Buildx::Plugin);
        assert_eq!(guess(&machine(&["/bin/buildx"])), Buildx::Standalone("buildx"));
        assert_eq!(guess(&machine(&[])), Buildx::Plugin);
    }

    #[test]
    fn a_machine_without_docker_is_told_what_to_do() {
        let problem = find(&machine(&[])).unwrap_err();
        assert_eq!(problem.message, "docker is not installed, or not in `PATH`");
        assert_eq!(problem.hints.len(), 2);
        assert_eq!(find(&machine(&["/bin/buildx"])), Ok(Buildx::Standalone("buildx")));
    }
}
