//! A git server on this machine, for the repositories that lie in the folders of projects.
//!
//! One listens as long as the tests run, at a port that the system chooses. It hands each caller to
//! `git upload-pack`, so that nothing but git itself is needed.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::thread;

use super::repository::git;

/// Where a project is served from now.
static FOLDERS: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());

/// The address below which the repositories of a project are found by their paths.
pub(super) fn address(project: &str) -> String {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    format!("git://{}/{project}", ADDRESS.get_or_init(listen))
}

/// Lets the address of a project lead to a folder, and no longer to another one.
pub(super) fn serve(project: &str, folder: &Path) {
    let mut folders = FOLDERS.lock().expect("no thread broke off in here");
    folders.insert(project.to_owned(), folder.to_owned());
}

fn listen() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            thread::spawn(|| answer(caller));
        }
    });
    address
}

/// Answers what is asked for. Who asks for what is not there hears nothing, and says so.
fn answer(mut caller: TcpStream) {
    let Some(request) = asked(&mut caller).ok().and_then(|text| Request::parse(&text)) else {
        return;
    };
    let Ok(also) = caller.try_clone() else { return };
    let mut command = git(&request.repository);
    command.args(["upload-pack", "."]).env("GIT_PROTOCOL", request.protocol);
    command.stdin(OwnedFd::from(caller)).stdout(OwnedFd::from(also));
    command.status().expect("git runs");
}

/// A line with its length in front: four digits, which count themselves.
fn asked(caller: &mut TcpStream) -> io::Result<String> {
    let mut digits = [0; 4];
    caller.read_exact(&mut digits)?;
    let length = usize::from_str_radix(&String::from_utf8_lossy(&digits), 16).unwrap_or_default();
    let mut line = vec![0; length.saturating_sub(4)];
    caller.read_exact(&mut line)?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// What a caller wants: `git-upload-pack /PROJECT/PATH`, the host, and after an empty word the
/// version of the protocol, each with a zero behind it.
struct Request {
    repository: PathBuf,
    protocol: String,
}

impl Request {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split('\0');
        let path = words.next()?.strip_prefix("git-upload-pack /")?;
        let (project, path) = path.split_once('/')?;
        let folders = FOLDERS.lock().ok()?;
        let repository = folders.get(project)?.join(path);
        let protocol = words.skip_while(|word| !word.is_empty()).nth(1).unwrap_or_default();
        Some(Self { repository, protocol: protocol.to_owned() })
    }
}

#[test]
fn a_caller_is_understood() {
    serve("understood", Path::new("/there"));
    let said = "git-upload-pack /understood/deep/code.git\0host=127.0.0.1:1\0\0version=2\0";
    let request = Request::parse(said).expect("a request");
    assert_eq!(request.repository, Path::new("/there/deep/code.git"));
    assert_eq!(request.protocol, "version=2");
    assert!(Request::parse("git-receive-pack /understood/code.git\0").is_none());
}
