//! A folder with files, and the program run in it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A project in a folder of its own. The program sees an environment that is empty but for `PATH`
/// and a home in that folder.
#[must_use]
#[derive(Debug)]
pub(crate) struct Project {
    folder: TempDir,
    environment: BTreeMap<String, String>,
    stdin: String,
}

impl Project {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a folder for the project");
        let environment = BTreeMap::from([
            ("PATH".to_owned(), "/usr/bin:/bin".to_owned()),
            ("HOME".to_owned(), folder.path().display().to_string()),
        ]);
        Self { folder, environment, stdin: String::new() }
    }

    /// One with a `docker-bake.hcl`.
    pub(crate) fn bake(text: &str) -> Self {
        Self::new().file("docker-bake.hcl", text)
    }

    /// The same with a file.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("files lie in folders")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    /// The same with a program, written in shell, that is found before all others.
    pub(crate) fn program(self, name: &str, script: &str) -> Self {
        let project = self.file(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        make_executable(&project.path(&format!("bin/{name}")));
        let path = format!("{}:/usr/bin:/bin", project.path("bin").display());
        project.env("PATH", &path)
    }

    /// The same with a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with a text on standard input.
    pub(crate) fn stdin(mut self, text: &str) -> Self {
        text.clone_into(&mut self.stdin);
        self
    }

    /// A path in the project.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs bakewell with arguments, written with spaces between them.
    pub(crate) fn run(&self, arguments: &str) -> Outcome {
        self.run_in(self.folder.path(), arguments)
    }

    /// Runs bakewell in another folder.
    pub(crate) fn run_in(&self, folder: &Path, arguments: &str) -> Outcome {
        let mut command = Command::new(bakewell());
        command.args(arguments.split(' ').filter(|word| !word.is_empty()));
        self.finish(command.current_dir(folder))
    }

    /// Runs a line of bash, in which bakewell is `$BAKEWELL`.
    pub(crate) fn shell(&self, line: &str) -> Outcome {
        let mut command = Command::new("bash");
        self.finish(command.args(["-c", line]).current_dir(self.folder.path()))
    }

    fn finish(&self, command: &mut Command) -> Outcome {
        command.env_clear().envs(&self.environment).env("BAKEWELL", bakewell());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // A program that does not read its input is free to leave.
        let _unread = child.stdin.take().map(|mut stdin| stdin.write_all(self.stdin.as_bytes()));
        let output = child.wait_with_output().expect("the program ends");
        Outcome {
            code: output.status.code(),
            stdout: self.without_root(&output.stdout),
            stderr: self.without_root(&output.stderr),
        }
    }

    fn without_root(&self, text: &[u8]) -> String {
        let text = String::from_utf8_lossy(text);
        text.replace(&self.folder.path().display().to_string(), "[ROOT]")
    }
}

/// The program under test.
pub(crate) fn bakewell() -> &'static str {
    env!("CARGO_BIN_EXE_bakewell")
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code; none after a signal.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl fmt::Display for Outcome {
    /// The exit code and both streams, those that are empty left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => writeln!(f, "exit {code}")?,
            None => writeln!(f, "ended by a signal")?,
        }
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "--- {name}\n{}", text.trim_end_matches('\n'))?;
            }
        }
        Ok(())
    }
}
