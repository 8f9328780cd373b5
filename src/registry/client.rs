//! The client: questions to registries, with credentials and patience.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use ureq::http::Method;

use super::address::Address;
use super::challenge::{self, Challenge};
use super::credentials::{Credential, Credentials};
use super::fault::{Fault, FaultKind, quoted};
use super::http::{Answer, Lines, Request, Trouble};
use super::patience::{Patience, retry_after};
use super::token::{self, Wanted};
use super::{LONGEST_CONFIG, LONGEST_MANIFEST, Manifest, Registries};
use crate::digest::Digest;
use crate::encoding::to_base64;
use crate::source::Host;
use crate::target::reference::{Reference, check_digest};
use crate::text::Text;

/// The media types of what we can read.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, \
    application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.v2+json";

/// How often an answer may lead to another address.
const MOST_REDIRECTS: u32 = 5;

/// Asks registries over the network.
#[derive(Debug)]
pub struct Client<'a> {
    host: &'a dyn Host,
    credentials: Credentials,
    lines: Lines,
    patience: Patience,
    passes: Passes,
}

/// What each repository has been shown and was content with.
#[derive(Default)]
struct Passes(Mutex<BTreeMap<String, String>>);

impl fmt::Debug for Passes {
    /// Nothing of what is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passes")
    }
}

impl Passes {
    fn of(&self, repository: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(repository).cloned()
    }

    fn keep(&self, repository: &str, pass: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(repository.to_owned(), pass);
    }
}

impl<'a> Client<'a> {
    /// One that shows these credentials. The host is asked for the time.
    pub fn new(host: &'a dyn Host, credentials: Credentials, patience: Patience) -> Self {
        let lines = Lines::new(&patience);
        Self { host, credentials, lines, patience, passes: Passes::default() }
    }

    /// Asks the registry that a reference names, and shows it what it wants to see.
    fn ask(
        &self,
        reference: &Reference,
        method: &Method,
        path: &str,
        limit: u64,
    ) -> Result<Answer, Fault> {
        let Reference { domain, path: name, .. } = reference;
        let repository = reference.repository();
        let mut request = Request {
            method: method.clone(),
            to: Address::of_registry(domain, format!("/v2/{name}/{path}")),
            accept: MANIFESTS,
            authorization: self.passes.of(&repository),
            form: None,
            limit,
        };
        let answer = self.insist(&request)?;
        if answer.status != 401 {
            return Ok(answer);
        }
        let pass = self.pass(reference, &request.to, &answer)?;
        request.authorization = Some(pass.clone());
        let answer = self.insist(&request)?;
        if answer.status != 401 {
            self.passes.keep(&repository, pass);
        }
        Ok(answer)
    }

    /// What a registry wants to see, as it says in an answer.
    fn pass(&self, reference: &Reference, to: &Address, answer: &Answer) -> Result<String, Fault> {
        let challenges = challenge::parse(answer.headers("WWW-Authenticate"));
        let credential = self.credentials.of(&reference.domain)?;
        if let Some(Credential::Token(token)) = &credential {
            return Ok(format!("Bearer {token}"));
        }
        for challenge in &challenges {
            match (challenge, &credential) {
                (Challenge::Bearer { realm, service, scope }, _) => {
                    let own = format!("repository:{}:pull", reference.path);
                    let scope = scope.as_deref().unwrap_or(&own);
                    let wanted = Wanted { realm, service: service.as_deref(), scope };
                    return self.token(&wanted, credential.as_ref(), &reference.domain);
                }
                (Challenge::Basic, Some(Credential::Password(name, password)))
                    if to.is_private() =>
                {
                    return Ok(basic(name, password));
                }
                (Challenge::Basic, _) => {}
            }
        }
        Err(denied(reference, answer))
    }

    fn token(
        &self,
        wanted: &Wanted<'_>,
        credential: Option<&Credential>,
        registry: &str,
    ) -> Result<String, Fault> {
        let answer = self.insist(&wanted.request(credential)?)?;
        match answer.status {
            200 => Ok(format!("Bearer {}", token::given(&answer)?)),
            400..=403 if credential.is_some() => {
                let reason = format!("`{registry}` does not accept docker's credentials for it");
                let hint = format!("write `docker login {registry}`");
                Err(Fault::new(FaultKind::Denied, reason).hint(hint))
            }
            400..=404 => {
                let reason = format!("`{registry}` gives no token{}", said(&answer));
                let hint = format!("write `docker login {registry}`");
                Err(Fault::new(FaultKind::Denied, reason).hint(hint))
            }
            status => {
                let reason = format!("the wish for a token is answered with status {status}");
                Err(Fault::broken(reason))
            }
        }
    }

    /// Asks until there is an answer, or no more patience.
    fn insist(&self, request: &Request<'_>) -> Result<Answer, Fault> {
        let mut attempts = 0_u32;
        loop {
            attempts = attempts.saturating_add(1);
            let (fault, asked) = match self.follow(request) {
                Ok(answer) => match self.busy(request, &answer) {
                    None => return Ok(answer),
                    Some(busy) => busy,
                },
                Err(Trouble { fault, may_pass: true }) => (fault, None),
                Err(Trouble { fault, may_pass: false }) => return Err(fault),
            };
            match self.patience.wait(attempts, asked) {
                Some(wait) => thread::sleep(wait),
                None => return Err(given_up(fault, attempts, asked)),
            }
        }
    }

    /// What an answer means that is none, and how long it wants us to wait.
    fn busy(&self, request: &Request<'_>, answer: &Answer) -> Option<(Fault, Option<Duration>)> {
        let host = &request.to.authority;
        let reason = match answer.status {
            429 => format!("`{host}` has been asked too often{}", said(answer)),
            408 | 500 | 502..=504 => {
                format!("`{host}` answers with status {}{}", answer.status, said(answer))
            }
            _ => return None,
        };
        let asked = answer.header("Retry-After");
        let asked = asked.and_then(|text| retry_after(text, self.host.now()));
        Some((Fault::new(FaultKind::Unreachable, reason), asked))
    }

    /// Asks once, wherever that leads. Another host is not shown who asks, and nobody is led from a
    /// safe line to one that is not.
    fn follow(&self, request: &Request<'_>) -> Result<Answer, Trouble> {
        let mut request = request.clone();
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.lines.ask(&request)?;
            if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(answer);
            }
            let location = answer.header("Location").unwrap_or_default();
            let next = request.to.redirected(location);
            let next = next.filter(|next| next.is_private() || !request.to.is_private());
            let Some(next) = next else {
                let reason = format!(
                    "`{}` leads to `{}`, where we do not go",
                    request.to.authority,
                    quoted(location)
                );
                return Err(Trouble { fault: Fault::broken(reason), may_pass: false });
            };
            if !next.is_at(&request.to) {
                request.authorization = None;
            }
            request.to = next;
        }
        let reason = format!("`{}` leads from one address to the next", request.to.authority);
        Err(Trouble { fault: Fault::broken(reason), may_pass: false })
    }
}

impl Registries for Client<'_> {
    fn digest(&self, reference: &Reference) -> Result<Option<Text>, Fault> {
        let path = manifest_path(reference);
        let answer = self.ask(reference, &Method::HEAD, &path, 0)?;
        match answer.status {
            200 => Ok(digest_header(&answer).map(Text::from)),
            401 | 403 | 404 => Err(refusal(reference, &answer)),
            // A registry that knows no `HEAD` has to be asked for the content.
            _ => Ok(None),
        }
    }

    fn manifest(&self, reference: &Reference) -> Result<Manifest, Fault> {
        let path = manifest_path(reference);
        let answer = self.ask(reference, &Method::GET, &path, LONGEST_MANIFEST)?;
        if answer.status != 200 {
            return Err(refusal(reference, &answer));
        }
        let said = reference.digest.as_deref().or_else(|| digest_header(&answer));
        let digest = match said {
            Some(digest) => {
                verify(&answer.body, digest)?;
                digest.into()
            }
            None => format!("sha256:{}", Digest::of(&answer.body)).into(),
        };
        Ok(Manifest { digest, bytes: answer.body })
    }

    fn blob(&self, repository: &Reference, digest: &str) -> Result<Vec<u8>, Fault> {
        let path = format!("blobs/{digest}");
        let answer = self.ask(repository, &Method::GET, &path, LONGEST_CONFIG)?;
        if answer.status != 200 {
            return Err(refusal(repository, &answer));
        }
        verify(&answer.body, digest)?;
        Ok(answer.body)
    }
}

fn manifest_path(reference: &Reference) -> String {
    let tag = reference.tag.as_deref().unwrap_or("latest");
    format!("manifests/{}", reference.digest.as_deref().unwrap_or(tag))
}

/// What the registry says is the digest, if it is one.
fn digest_header(answer: &Answer) -> Option<&str> {
    answer.header("Docker-Content-Digest").filter(|digest| check_digest(digest).is_ok())
}

/// Checks that content is what its digest says.
fn verify(bytes: &[u8], digest: &str) -> Result<(), Fault> {
    let (algorithm, wanted) = digest.split_once(':').unwrap_or_default();
    let found = match algorithm {
        "sha256" => hex(&Sha256::digest(bytes)),
        "sha384" => hex(&Sha384::digest(bytes)),
        "sha512" => hex(&Sha512::digest(bytes)),
        _ => return Err(Fault::broken(format!("`{digest}` is no digest that we know"))),
    };
    if found == wanted {
        return Ok(());
    }
    let reason =
        format!("the content should have the digest `{digest}`, and has `{algorithm}:{found}`");
    Err(Fault::broken(reason).hint("something between here and the registry alters what it sends"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The header that shows a name and a password.
pub(super) fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", to_base64(format!("{name}:{password}")))
}

/// What an answer without content means.
fn refusal(reference: &Reference, answer: &Answer) -> Fault {
    match answer.status {
        401 | 403 => denied(reference, answer),
        404 => {
            let reason = format!("`{}` does not have it", reference.domain);
            Fault::new(FaultKind::Missing, reason)
        }
        status => Fault::broken(format!(
            "`{}` answers with status {status}{}",
            reference.domain,
            said(answer)
        )),
    }
}

fn denied(reference: &Reference, answer: &Answer) -> Fault {
    let domain = &reference.domain;
    let reason = format!("`{domain}` does not have it, or not for everybody{}", said(answer));
    Fault::new(FaultKind::Denied, reason).hint(format!("write `docker login {domain}`"))
}

fn given_up(mut fault: Fault, attempts: u32, asked: Option<Duration>) -> Fault {
    match asked {
        Some(asked) => {
            fault.reason = format!("{}; it wants us to wait {} s", fault.reason, asked.as_secs());
        }
        None => fault.reason = format!("{} (asked {attempts} times)", fault.reason),
    }
    fault
}

/// What registries say of errors.
#[derive(Deserialize)]
struct Errors {
    errors: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    code: Option<String>,
    message: Option<String>,
}

/// What the registry says about it, with a colon in front; empty where it says nothing.
fn said(answer: &Answer) -> String {
    let Ok(Errors { errors }) = serde_json::from_slice(&answer.body) else { return String::new() };
    let first = errors.into_iter().next();
    let text =
        first.and_then(|Said { code, message }| message.filter(|it| !it.is_empty()).or(code));
    text.map(|text| format!(": {}", quoted(&text))).unwrap_or_default()
}
