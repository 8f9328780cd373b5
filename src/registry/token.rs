//! Tokens that registries take instead of passwords.

use serde::Deserialize;

use super::address::Address;
use super::credentials::Credential;
use super::fault::{Fault, FaultKind};
use super::http::{Answer, Request, encoded};

use ureq::http::Method;

/// How long an answer with a token may be, in bytes.
const LONGEST: u64 = 1 << 20;

/// What we call ourselves to those who give tokens.
const CLIENT: &str = "bakewell";

/// What a token is for.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'a> {
    /// Where it is to be had.
    pub(super) realm: &'a str,
    /// The name of the service that wants to see it.
    pub(super) service: Option<&'a str>,
    /// What it allows.
    pub(super) scope: &'a str,
}

impl Wanted<'_> {
    /// How to ask for it.
    ///
    /// # Errors
    /// Where the registry names no address, or one where a secret would not be safe.
    pub(super) fn request(
        &self,
        credential: Option<&Credential>,
    ) -> Result<Request<'static>, Fault> {
        let Self { realm, service, scope } = self;
        let mut to = Address::parse(realm).ok_or_else(|| {
            Fault::broken(format!("it wants a token of `{realm}`, which is no address"))
        })?;
        if credential.is_some() && !to.is_private() {
            let reason =
                format!("it wants the password for `{}` on a line that is not safe", to.authority);
            return Err(Fault::new(FaultKind::Denied, reason));
        }
        let mut fields = Vec::new();
        fields.extend(service.map(|service| ("service", service)));
        fields.push(("scope", *scope));
        let mut request = Request {
            method: Method::GET,
            to: to.clone(),
            accept: "application/json",
            authorization: None,
            form: None,
            limit: LONGEST,
        };
        if let Some(Credential::Identity(token)) = credential {
            fields.extend([
                ("grant_type", "refresh_token"),
                ("client_id", CLIENT),
                ("refresh_token", token),
            ]);
            request.method = Method::POST;
            request.form = Some(encoded(&fields));
            return Ok(request);
        }
        let mark = if to.path.contains('?') { '&' } else { '?' };
        to.path = format!("{}{mark}{}", to.path, encoded(&fields));
        request.to = to;
        if let Some(Credential::Password(name, password)) = credential {
            request.authorization = Some(super::client::basic(name, password));
        }
        Ok(request)
    }
}

/// What those say who give tokens.
#[derive(Deserialize)]
struct Given {
    token: Option<String>,
    access_token: Option<String>,
}

/// The token in an answer.
///
/// # Errors
/// Where there is none.
pub(super) fn given(answer: &Answer) -> Result<String, Fault> {
    let none = || Fault::broken("the answer to the wish for a token has none");
    let Given { token, access_token } = serde_json::from_slice(&answer.body).map_err(|_| none())?;
    token.filter(|token| !token.is_empty()).or(access_token).ok_or_else(none)
}
