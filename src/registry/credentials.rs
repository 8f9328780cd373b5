//! Docker's credentials: `config.json` and the programs it names.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::fault::{Fault, FaultKind, quoted};
use crate::diag::Problem;
use crate::encoding::from_base64;
use crate::source::Host;

/// Under which name docker keeps what it knows of the Hub.
const HUB_KEY: &str = "https://index.docker.io/v1/";

/// The user name that says that the secret is no password but stands for one.
const NO_NAME: &str = "<token>";

/// What programs that keep credentials say where they have none.
const NONE_FOUND: &str = "credentials not found";

/// What a registry is shown.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// A name and a password.
    Password(String, String),
    /// What stands for both: tokens are to be had for it.
    Identity(String),
    /// A token itself.
    Token(String),
}

impl fmt::Debug for Credential {
    /// What it is, and not what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(..) => "Password",
            Self::Identity(_) => "Identity",
            Self::Token(_) => "Token",
        })
    }
}

/// The credentials that docker has, by registry. Programs are asked when somebody wants to know.
#[derive(Clone, Default, Debug)]
pub struct Credentials {
    /// Those in the file, by the names that it has for registries.
    known: BTreeMap<String, Credential>,
    /// What is known without a program being asked: from the environment.
    given: BTreeMap<String, Credential>,
    /// The programs to ask, by registry.
    helpers: BTreeMap<String, String>,
    /// The program to ask for all other registries.
    store: Option<String>,
}

/// What we look at in `config.json`.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Config {
    auths: Option<BTreeMap<String, Option<Entry>>>,
    creds_store: Option<String>,
    cred_helpers: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase", default)]
struct Entry {
    auth: Option<String>,
    username: Option<String>,
    password: Option<String>,
    identitytoken: Option<String>,
    registrytoken: Option<String>,
}

/// What a program answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

impl Credentials {
    /// Those of the user: `config.json` in `DOCKER_CONFIG`, or else in `.docker` at home, and
    /// `DOCKER_AUTH_CONFIG`.
    ///
    /// # Errors
    /// For a file that is there and cannot be read.
    pub fn read(host: &dyn Host) -> Result<Self, Problem> {
        let mut found = Self::default();
        if let Some(path) = path(host) {
            let name = path.display();
            match host.read(&path) {
                Ok(bytes) => found.take_in(&bytes, &format!("`{name}`"))?,
                Err(error) if is_absent(error.kind()) => {}
                Err(error) => return Err(Problem::new(format!("cannot read `{name}`: {error}"))),
            }
        }
        if let Some(text) = host.variable("DOCKER_AUTH_CONFIG").filter(|text| !text.is_empty()) {
            let config = parse(text.as_bytes(), "`DOCKER_AUTH_CONFIG`")?;
            found.given = entries(config.auths);
        }
        Ok(found)
    }

    fn take_in(&mut self, bytes: &[u8], name: &str) -> Result<(), Problem> {
        let Config { auths, creds_store, cred_helpers } = parse(bytes, name)?;
        self.known = entries(auths);
        self.store = creds_store.filter(|program| !program.is_empty());
        self.helpers = cred_helpers.unwrap_or_default();
        Ok(())
    }

    /// What to show a registry, if there is anything. The order is docker's: the environment, a
    /// program for this registry, the program for all, the file.
    ///
    /// # Errors
    /// Where a program fails.
    pub fn of(&self, registry: &str) -> Result<Option<Credential>, Fault> {
        let is_hub = registry == "docker.io";
        let key = if is_hub { HUB_KEY } else { registry };
        let names = if is_hub { ["docker.io", "index.docker.io"] } else { [registry; 2] };
        if let Some(given) = entry(&self.given, key, names) {
            return Ok(Some(given.clone()));
        }
        match self.helpers.get(key).or(self.store.as_ref()).filter(|it| !it.is_empty()) {
            Some(program) => ask(program, key),
            None => Ok(entry(&self.known, key, names).cloned()),
        }
    }
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Where docker's `config.json` is.
fn path(host: &dyn Host) -> Option<PathBuf> {
    let set = |name: &str| host.variable(name).filter(|text| !text.is_empty());
    let home = || set("HOME").or_else(|| set("USERPROFILE"));
    let folder = set("DOCKER_CONFIG").map(PathBuf::from);
    let folder = folder.or_else(|| Some(PathBuf::from(home()?).join(".docker")));
    Some(folder?.join("config.json"))
}

fn parse(bytes: &[u8], name: &str) -> Result<Config, Problem> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Config::default());
    }
    // What stands there may be secret, so that nothing of it is shown.
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::new(format!("{name} is not docker's configuration: line {line}, column {column}"))
            .hint("`docker login` writes such a file")
    })
}

fn entries(auths: Option<BTreeMap<String, Option<Entry>>>) -> BTreeMap<String, Credential> {
    let all = auths.unwrap_or_default().into_iter();
    all.filter_map(|(name, entry)| Some((name, credential(entry?)?))).collect()
}

fn credential(entry: Entry) -> Option<Credential> {
    let Entry { auth, username, password, identitytoken, registrytoken } = entry;
    let full = |text: Option<String>| text.filter(|text| !text.is_empty());
    if let Some(token) = full(registrytoken) {
        return Some(Credential::Token(token));
    }
    if let Some(token) = full(identitytoken) {
        return Some(Credential::Identity(token));
    }
    if let Some(auth) = full(auth) {
        let text = String::from_utf8(from_base64(&auth)?).ok()?;
        let (name, password) = text.split_once(':')?;
        return Some(Credential::Password(name.into(), password.trim_matches('\0').into()));
    }
    Some(Credential::Password(full(username)?, full(password)?))
}

/// The entry for a registry: the one of that name, or one whose address leads there.
fn entry<'a>(
    all: &'a BTreeMap<String, Credential>,
    key: &str,
    names: [&str; 2],
) -> Option<&'a Credential> {
    let leads_there = |(name, _): &(&String, &Credential)| names.contains(&host_of(name));
    all.get(key).or_else(|| all.iter().find(leads_there).map(|(_, found)| found))
}

/// The host in what may be an address.
fn host_of(name: &str) -> &str {
    let rest = name.split_once("://").map_or(name, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// Asks a program that keeps credentials.
fn ask(program: &str, key: &str) -> Result<Option<Credential>, Fault> {
    let program = format!("docker-credential-{program}");
    let failed = |why: &str| {
        let reason = format!("`{program}`, which keeps the credentials for `{key}`, fails: {why}");
        Fault::new(FaultKind::Denied, reason)
    };
    let mut command = Command::new(&program);
    command.arg("get").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| {
        failed(&error.to_string())
            .hint("docker's `config.json` names it in `credHelpers` or `credsStore`")
    })?;
    // A program that does not read what it is asked is free to leave.
    let _unread = child.stdin.take().map(|mut stdin| stdin.write_all(key.as_bytes()));
    let output = child.wait_with_output().map_err(|error| failed(&error.to_string()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        if said.contains(NONE_FOUND) {
            return Ok(None);
        }
        let also = String::from_utf8_lossy(&output.stderr);
        return Err(failed(&quoted(&format!("{said} {also}"))));
    }
    let answer = serde_json::from_str(&said).map_err(|_| failed("it gives no JSON"))?;
    Ok(kept(answer))
}

fn kept(Answer { username, secret }: Answer) -> Option<Credential> {
    match username.as_str() {
        _ if secret.is_empty() => None,
        NO_NAME => Some(Credential::Identity(secret)),
        _ => Some(Credential::Password(username, secret)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Credential, Credentials};
    use crate::source::Memory;

    fn with(config: &str) -> Credentials {
        let host =
            Memory::new().env("HOME", "/home/me").file("/home/me/.docker/config.json", config);
        Credentials::read(&host).unwrap()
    }

    fn shown(credentials: &Credentials, registry: &str) -> String {
        match credentials.of(registry) {
            Ok(None) => "nothing".to_owned(),
            Ok(Some(Credential::Password(name, password))) => format!("{name}:{password}"),
            Ok(Some(Credential::Identity(token))) => format!("identity {token}"),
            Ok(Some(Credential::Token(token))) => format!("token {token}"),
            Err(fault) => fault.reason,
        }
    }

    #[test]
    fn the_file_has_them_in_several_forms() {
        let all = with(
            r#"{"auths": {
                "https://index.docker.io/v1/": {"auth": "bWU6c2U6Y3JldA=="},
                "https://ghcr.io/v2/": {"username": "a", "password": "b"},
                "127.0.0.1:5000": {"identitytoken": "i", "auth": "bWU6"},
                "quay.io": {"registrytoken": "t"},
                "broken.io": {"auth": "?"}, "null.io": null, "empty.io": {}
            }, "HttpHeaders": {}}"#,
        );
        assert_eq!(shown(&all, "docker.io"), "me:se:cret");
        assert_eq!(shown(&all, "ghcr.io"), "a:b");
        assert_eq!(shown(&all, "127.0.0.1:5000"), "identity i");
        assert_eq!(shown(&all, "quay.io"), "token t");
        for registry in ["broken.io", "null.io", "empty.io", "127.0.0.1", "other.io"] {
            assert_eq!(shown(&all, registry), "nothing", "{registry}");
        }
    }

    #[test]
    fn the_folder_may_be_another_one() {
        let host = Memory::new()
            .env("HOME", "/home/me")
            .env("DOCKER_CONFIG", "/etc/docker")
            .env("DOCKER_AUTH_CONFIG", r#"{"auths": {"b.io": {"auth": "YTpi"}}}"#)
            .file("/etc/docker/config.json", r#"{"auths": {"a.io": {"auth": "YTpi"}}}"#);
        let all = Credentials::read(&host).unwrap();
        assert_eq!([shown(&all, "a.io"), shown(&all, "b.io")], ["a:b", "a:b"]);
        assert_eq!(shown(&Credentials::read(&Memory::new()).unwrap(), "a.io"), "nothing");
        assert_eq!(shown(&with(" \n"), "a.io"), "nothing");
    }

    #[test]
    fn a_broken_file_does_not_show_its_secrets() {
        let host = Memory::new().env("DOCKER_CONFIG", "/d");
        let host =
            host.file("/d/config.json", "{\"auths\": {\"a.io\":\n {\"auth\": \"secret\" 1}}}");
        let message = Credentials::read(&host).unwrap_err().message;
        assert_eq!(message, "`/d/config.json` is not docker's configuration: line 2, column 20");
    }

    #[test]
    fn a_program_that_is_missing_is_named() {
        let all = with(r#"{"credHelpers": {"a.io": "no-such-program"}}"#);
        let shown = shown(&all, "a.io");
        assert!(shown.starts_with("`docker-credential-no-such-program`, which keeps"), "{shown}");
    }

    #[test]
    fn secrets_are_not_printed() {
        let all = with(r#"{"auths": {"a.io": {"auth": "bWU6c2VjcmV0"}}}"#);
        assert_eq!(shown(&all, "a.io"), "me:secret");
        assert!(!format!("{all:?}").contains("secret"));
    }
}
