//! The container engine that the tests build with, and the buildx that they compare with.
//!
//! Where `BAKEWELL_TEST_REGISTRY` names a registry (`host:port`, plain HTTP), the machine's own
//! docker is used together with it. Otherwise `up.sh` beside this file brings up a private engine,
//! which ends with the last test process that uses it. A test never skips itself for want of an
//! engine: it fails and says what is missing.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::{env, fs};

/// A running engine with a registry that it can push to.
#[derive(Debug)]
pub(crate) struct Engine {
    /// `host:port`, for image names.
    pub(crate) registry: String,
    busybox: PathBuf,
    environment: BTreeMap<String, String>,
}

/// The engine of this process.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| match env::var("BAKEWELL_TEST_REGISTRY") {
        Ok(registry) => Engine::of_the_machine(registry),
        Err(_) => Engine::private(),
    })
}

/// The command for `docker buildx`: the machine's own where it is 0.29 or newer, else a private
/// one.
pub(crate) fn buildx() -> Vec<String> {
    static BUILDX: OnceLock<Vec<String>> = OnceLock::new();
    BUILDX.get_or_init(|| installed_buildx().unwrap_or_else(private_buildx)).clone()
}

impl Engine {
    fn of_the_machine(registry: String) -> Self {
        let engine = Self {
            registry,
            busybox: PathBuf::from(
                env::var("BAKEWELL_TEST_BUSYBOX").unwrap_or("/bin/busybox".into()),
            ),
            environment: BTreeMap::new(),
        };
        let inspected = engine.docker(&["buildx", "inspect"]);
        assert!(
            inspected.success,
            "BAKEWELL_TEST_REGISTRY is set, so the engine of this machine should build, but \
             `docker buildx inspect` fails:\n{}",
            inspected.text
        );
        assert!(
            engine.busybox.exists(),
            "the tests build images of a static busybox: install busybox-static, or set \
             BAKEWELL_TEST_BUSYBOX to one"
        );
        engine
    }

    fn private() -> Self {
        let mut environment = up(&["up", &std::process::id().to_string()]);
        let mut take = |name: &str| environment.remove(name).expect("up.sh names it");
        Self {
            registry: take("BAKEWELL_TEST_REGISTRY"),
            busybox: PathBuf::from(take("BAKEWELL_TEST_BUSYBOX")),
            environment,
        }
    }

    /// A command that finds this engine, and nothing else of the environment but `PATH` and `HOME`.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear();
        for name in ["PATH", "HOME", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT"] {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        command.envs(&self.environment).stdin(Stdio::null());
        command
    }

    /// Runs `docker` with these arguments.
    pub(crate) fn docker(&self, args: &[&str]) -> Ran {
        Ran::of(self.command("docker").args(args))
    }

    /// Writes a build context for the root of a tree: a Dockerfile for an image that holds
    /// busybox and nothing else. Its build argument `GREETING` ends up in `/greeting`.
    pub(crate) fn write_base_context(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("a folder for the base image");
        fs::copy(&self.busybox, folder.join("busybox")).expect("busybox can be copied");
        fs::write(folder.join("Dockerfile"), BASE).expect("a Dockerfile can be written");
    }

    /// The digest of an image in the registry, if it is there.
    pub(crate) fn pushed(&self, repository: &str, tag: &str) -> Option<String> {
        let response = self.head(&format!("/v2/{repository}/manifests/{tag}"));
        let digest = response.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("docker-content-digest").then(|| value.trim().to_owned())
        });
        digest.filter(|_| response.starts_with("HTTP/1.1 200"))
    }

    fn head(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.registry).expect("the registry listens");
        let request = format!(
            "HEAD {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: \
             application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json\r\n\r\n",
            self.registry
        );
        stream.write_all(request.as_bytes()).expect("the registry takes a request");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("the registry answers");
        response
    }
}

const BASE: &str = r#"FROM scratch
COPY busybox /bin/busybox
ENV PATH=/bin
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ARG GREETING=nothing
RUN mkdir /tmp && echo "$GREETING" > /greeting
"#;

/// What became of a command.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// Its exit status.
    pub(crate) status: Option<i32>,
    /// What it wrote to stdout.
    pub(crate) stdout: String,
    /// All that it wrote, for messages.
    pub(crate) text: String,
}

impl Ran {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = match command.output() {
            Ok(output) => output,
            Err(error) => {
                let text = format!("{}: {error}", command.get_program().display());
                return Self { success: false, status: None, stdout: String::new(), text };
            }
        };
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        Self {
            success: output.status.success(),
            status: output.status.code(),
            text: format!("{stdout}{}", String::from_utf8_lossy(&output.stderr)),
            stdout,
        }
    }
}

fn installed_buildx() -> Option<Vec<String>> {
    let ran = Ran::of(Command::new("docker").args(["buildx", "version"]));
    let new_enough = ran.success && version_of(&ran.stdout)? >= (0, 29);
    new_enough.then(|| vec!["docker".to_owned(), "buildx".to_owned()])
}

fn private_buildx() -> Vec<String> {
    up(&["client"]).remove("BAKEWELL_TEST_BUILDX").into_iter().collect()
}

/// Major and minor version in what `docker buildx version` says, or another program of one word and
/// a version.
pub(crate) fn version_of(said: &str) -> Option<(u32, u32)> {
    let version = said.split_whitespace().nth(1)?.trim_start_matches('v');
    let mut parts = version.split(['.', '+', '-']);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Runs `up.sh` and reads the environment that it prints.
fn up(args: &[&str]) -> BTreeMap<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/up.sh");
    let ran = Ran::of(Command::new("bash").arg(script).args(args).stdin(Stdio::null()));
    assert!(ran.success, "the tests need a container engine, and none came up:\n{}", ran.text);
    let pairs = ran.stdout.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn versions_of_buildx_are_read() {
    assert_eq!(version_of("github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4"), Some((0, 29)));
    assert_eq!(version_of("github.com/docker/buildx v0.36.0-rc1 abc"), Some((0, 36)));
    assert_eq!(version_of("nonsense"), None);
}
