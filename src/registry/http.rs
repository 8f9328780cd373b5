//! One exchange with a server.

use std::fmt::{self, Write};
use std::io::{ErrorKind, Read};

use ureq::config::ConfigBuilder;
use ureq::http::{HeaderMap, Method, Request as Head, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::AgentScope;
use ureq::{Agent, Body, Error};

use super::address::Address;
use super::fault::{Fault, FaultKind};
use super::patience::Patience;

/// What we call ourselves.
const NAME: &str = concat!("bakewell/", env!("CARGO_PKG_VERSION"));

/// A question.
#[derive(Clone, Debug)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) to: Address,
    /// The media types that are understood.
    pub(super) accept: &'a str,
    /// Who asks; for the host of the address alone.
    pub(super) authorization: Option<String>,
    /// What a `POST` says.
    pub(super) form: Option<String>,
    /// How long the answer may be, in bytes.
    pub(super) limit: u64,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    headers: HeaderMap,
}

impl Answer {
    /// The first header of a name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// All headers of a name.
    pub(super) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok())
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) fault: Fault,
    /// Whether it may be better the next time.
    pub(super) may_pass: bool,
}

/// The lines to servers. They stay open for the next question.
#[derive(Debug)]
pub(super) struct Lines {
    /// To this machine: never by way of a proxy.
    near: Agent,
    /// To all others: by way of the proxy that the environment names, if it does.
    far: Agent,
}

impl Lines {
    /// No lines yet. Servers must show a certificate that this machine trusts, as docker's must.
    pub(super) fn new(patience: &Patience) -> Self {
        Self {
            near: config(patience).proxy(None).build().into(),
            far: config(patience).build().into(),
        }
    }

    /// Asks once.
    pub(super) fn ask(&self, request: &Request<'_>) -> Result<Answer, Trouble> {
        let Request { method, to, accept, authorization, form, limit } = request;
        let mut head = Head::builder().method(method).uri(to.to_string()).header("Accept", *accept);
        if let Some(authorization) = authorization {
            head = head.header("Authorization", authorization);
        }
        let agent = if to.is_loopback() { &self.near } else { &self.far };
        let answer = match form {
            None => head.body(()).map_err(Error::Http).and_then(|it| agent.run(it)),
            Some(form) => {
                let head = head.header("Content-Type", "application/x-www-form-urlencoded");
                head.body(form.as_str()).map_err(Error::Http).and_then(|it| agent.run(it))
            }
        };
        let answer = answer.map_err(|error| trouble(&error, to))?;
        read(answer, to, *limit)
    }
}

fn config(patience: &Patience) -> ConfigBuilder<AgentScope> {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent(NAME)
        .timeout_connect(Some(patience.connect))
        .timeout_recv_response(Some(patience.answer))
        .timeout_recv_body(Some(patience.body))
        .tls_config(tls)
}

/// Takes in an answer, unless it is too long.
fn read(answer: Response<Body>, from: &Address, limit: u64) -> Result<Answer, Trouble> {
    let (head, mut body) = answer.into_parts();
    let mut bytes = Vec::new();
    let mut reader = body.as_reader().take(limit.saturating_add(1));
    if let Err(error) = reader.read_to_end(&mut bytes) {
        return Err(trouble(&error.into(), from));
    }
    if bytes.len() as u64 > limit {
        let reason = format!("`{}` gives more than {limit} bytes", from.authority);
        return Err(Trouble { fault: Fault::broken(reason), may_pass: false });
    }
    Ok(Answer { status: head.status.as_u16(), body: bytes, headers: head.headers })
}

/// What an error means.
fn trouble(error: &Error, to: &Address) -> Trouble {
    let host = &to.authority;
    let unreachable = |reason: String, may_pass: bool| Trouble {
        fault: Fault::new(FaultKind::Unreachable, reason),
        may_pass,
    };
    match error {
        Error::HostNotFound => unreachable(format!("the host `{host}` is not found"), false),
        Error::Timeout(_) => unreachable(format!("`{host}` does not answer in time"), true),
        Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => {
            unreachable(format!("nobody answers at `{host}`"), false)
        }
        Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
            unreachable(format!("the answer of `{host}` breaks off"), true)
        }
        Error::Io(error) if error.kind() == ErrorKind::InvalidData => untrusted(host, error),
        Error::Rustls(error) => untrusted(host, error),
        Error::Io(error) => {
            unreachable(format!("`{host}` cannot be reached: {error}"), may_pass(error.kind()))
        }
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => {
            unreachable(format!("`{host}` cannot be reached: {error}"), true)
        }
        other => {
            let reason = format!("`{host}` gives an answer that makes no sense: {other}");
            Trouble { fault: Fault::broken(reason), may_pass: false }
        }
    }
}

/// Whether a line that broke may hold the next time. A host that has no address will not have one.
fn may_pass(kind: ErrorKind) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, Interrupted, TimedOut};
    matches!(kind, BrokenPipe | ConnectionAborted | ConnectionReset | Interrupted | TimedOut)
}

/// A line that is not safe.
fn untrusted(host: &str, error: &dyn fmt::Display) -> Trouble {
    let reason = format!("the line to `{host}` is not safe: {error}");
    let fault = Fault::new(FaultKind::Unreachable, reason).hint(
        "a certificate counts if this machine trusts who issued it; `SSL_CERT_FILE` names more",
    );
    Trouble { fault, may_pass: false }
}

/// Names and values as a query or form has them.
pub(super) fn encoded(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        let mark = if text.is_empty() { "" } else { "&" };
        text.extend([mark, name, "="]);
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    text.push(char::from(byte));
                }
                // Writing to a string cannot fail.
                _ => drop(write!(text, "%{byte:02X}")),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn fields_are_written_so_that_they_can_be_told_apart() {
        assert_eq!(
            encoded(&[("a", "x/y:pull z"), ("b", "é&=")]),
            "a=x%2Fy%3Apull%20z&b=%C3%A9%26%3D"
        );
        assert_eq!(encoded(&[]), "");
    }
}
