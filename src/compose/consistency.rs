//! What must fit together once all files are merged.

use std::collections::BTreeMap;

use super::fault;
use super::service::{Build, Secret, Service};
use crate::diag::{Diagnostic, similar};
use crate::span::Span;

/// Checks services against each other and against the secrets.
///
/// # Errors
/// Everything that does not fit.
pub(super) fn check(
    services: &[Service],
    secrets: &BTreeMap<String, Secret>,
) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for service in services {
        match &service.build {
            Some(build) => check_build(service, build, services, secrets, &mut errors),
            None if service.image.is_empty() => errors.push(no_image(service)),
            None => {}
        }
    }
    for (name, secret) in secrets {
        if !secret.external && secret.file.is_empty() && secret.variable.is_empty() {
            let message = format!("secret `{name}` needs a `file` or an `environment`");
            errors.extend(fault(secret.span, message));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// An image that is written down and still empty comes of a variable that is not set.
fn no_image(service: &Service) -> Diagnostic {
    let name = &service.name;
    if let Some(place) = service.image_place {
        let message = format!("the `image` of service `{name}` is empty, and it has no `build`");
        return Diagnostic::error(message, place).hint("a variable that is not set is empty");
    }
    Diagnostic::error(
        format!("service `{name}` has neither an `image` nor a `build`"),
        service.span,
    )
}

fn check_build(
    service: &Service,
    build: &Build,
    services: &[Service],
    secrets: &BTreeMap<String, Secret>,
    errors: &mut Vec<Diagnostic>,
) {
    let name = &service.name;
    if !build.dockerfile.is_empty() && !build.dockerfile_inline.is_empty() {
        let span = build.fields.get("dockerfile_inline").map_or(service.span, |node| node.key);
        let message = format!("service `{name}` has both a `dockerfile` and a `dockerfile_inline`");
        errors.extend(fault(span, message));
    }
    for (context, place) in &build.contexts {
        if let Some(other) = place.strip_prefix("service:") {
            let span = context_span(build, service, context);
            errors.extend(buildable(other, services).map(|why| Diagnostic::error(why, span)));
        }
    }
    for (secret, span) in &build.secrets {
        if !secrets.contains_key(secret) {
            let known = secrets.keys().map(String::as_str);
            let error = Diagnostic::error(format!("there is no secret `{secret}`"), *span);
            errors.push(error.maybe_hint(similar::did_you_mean(secret, known)));
        }
    }
}

fn context_span(build: &Build, service: &Service, name: &str) -> Span {
    let contexts = build.fields.get("additional_contexts");
    contexts
        .and_then(|node| node.as_map()?.get(name))
        .or(contexts)
        .map_or(service.span, |node| node.span)
}

/// Why a service cannot be a context.
fn buildable(name: &str, services: &[Service]) -> Option<String> {
    match services.iter().find(|service| service.name == name) {
        None => Some(format!("there is no service `{name}`")),
        Some(service) if service.build.is_none() => Some(format!("service `{name}` is not built")),
        Some(_) => None,
    }
}
