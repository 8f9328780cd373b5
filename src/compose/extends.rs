//! `extends`: a service on top of another one, of the same file or of another.

use super::keys::Keys;
use super::load::{Depth, File, Loader, Scope, limit};
use super::yaml::{Map, Node, Replaced, Yaml};
use super::{Checked, fault, merge};
use crate::diag::{Diagnostic, similar, words};
use crate::path;
use crate::span::Span;

/// How many services may extend one another.
const CHAIN: usize = 1_000;

/// The services of another file, and what it takes back of what it extends itself.
#[derive(Clone)]
pub(super) struct Other {
    services: Map,
    replaced: Replaced,
}

/// One service of the chain that is being followed.
#[derive(Clone, PartialEq, Eq)]
struct Link {
    file: String,
    service: String,
}

/// Replaces each service of a model that extends another by the two of them.
pub(super) fn apply(
    loader: &mut Loader<'_>,
    model: &mut Node,
    file: &File,
    replaced: &Replaced,
    scope: &mut Scope,
) -> Checked<()> {
    let Some(services) = model.as_map_mut().and_then(|map| map.get_mut("services")) else {
        return Ok(());
    };
    let (kind, span) = (services.kind(), services.span);
    let Some(services) = services.as_map_mut() else {
        return Err(fault(span, format!("`services` must be a mapping, and this is {kind}")));
    };
    let names: Vec<String> = services.keys().cloned().collect();
    for name in names {
        let mut walk = Walk { loader: &mut *loader, file: &file.name, scope: &mut *scope };
        walk.service(&name, services, &[], replaced)?;
    }
    Ok(())
}

struct Walk<'w, 'l> {
    loader: &'w mut Loader<'l>,
    file: &'w str,
    scope: &'w mut Scope,
}

/// What `extends` says.
struct Wanted {
    service: String,
    file: Option<(String, Span)>,
    span: Span,
}

impl Walk<'_, '_> {
    /// Settles a service in its place.
    fn service(
        &mut self,
        name: &str,
        services: &mut Map,
        chain: &[Link],
        replaced: &Replaced,
    ) -> Checked<()> {
        let Some(service) = services.get(name) else { return Ok(()) };
        if service.is_null() {
            return Ok(());
        }
        let Some(fields) = service.as_map() else {
            let message =
                format!("service `{name}` must be a mapping, and this is {}", service.kind());
            return Err(fault(service.span, message));
        };
        let Some(extends) = fields.get("extends") else { return Ok(()) };
        let wanted = wanted(extends)?;
        let span = service.span;
        let base = if let Some((path, _)) = &wanted.file {
            let chain = linked(chain, path, name, wanted.span)?;
            let mut other = self.open(path, &wanted)?;
            let replaced = std::mem::take(&mut other.replaced);
            self.base(&wanted, &mut other.services, &chain, &replaced)?
        } else {
            let chain = linked(chain, self.file, name, wanted.span)?;
            self.base(&wanted, services, &chain, replaced)?
        };
        if let Some(base) = base.filter(|base| !base.is_null()) {
            let over = services.get(name).cloned().unwrap_or_else(|| Node::new(Yaml::Null, span));
            services.insert(name.to_owned(), extended(base, over, name, replaced)?);
        }
        Ok(())
    }

    /// The service that is extended, itself settled.
    fn base(
        &mut self,
        wanted: &Wanted,
        services: &mut Map,
        chain: &[Link],
        replaced: &Replaced,
    ) -> Checked<Option<Node>> {
        if !services.contains_key(&wanted.service) {
            let known = services.keys().map(String::as_str);
            let error = Diagnostic::error(
                format!("there is no service `{}` to extend", wanted.service),
                wanted.span,
            );
            return Err(vec![error.maybe_hint(similar::did_you_mean(&wanted.service, known))]);
        }
        self.service(&wanted.service, services, chain, replaced)?;
        Ok(services.get(&wanted.service).cloned())
    }

    fn open(&mut self, path: &str, wanted: &Wanted) -> Checked<Other> {
        let resources = self.scope.resources.clone();
        let local = path::named_in(&resources, path);
        let directory = self.loader.directory_of(&resources, path);
        let key = (local.clone(), directory.clone());
        if let Some(known) = self.scope.bases.get(&key) {
            return Ok(known.clone());
        }
        let span = wanted.file.as_ref().map_or(wanted.span, |(_, span)| *span);
        let file = self.loader.open(&local, span)?;
        let mut model = None;
        let replaced = self.loader.file(&file, self.scope, Depth::Shallow, &mut model)?;
        let nothing = || fault(span, format!("`{local}` has no services"));
        let mut model = model.ok_or_else(nothing)?;
        self.loader.resolve_paths(&mut model, &directory)?;
        let services = model.as_map_mut().and_then(|map| map.get_mut("services"));
        let services = services.and_then(Node::as_map_mut).ok_or_else(nothing)?;
        let other = Other { services: std::mem::take(services), replaced };
        self.scope.bases.insert(key, other.clone());
        Ok(other)
    }
}

impl Loader<'_> {
    /// The directory of a file that is named from another directory, as seen from the latter; the
    /// file itself where it is a directory.
    pub(super) fn directory_of(&self, resources: &str, path: &str) -> String {
        let mut found = path::named_in(resources, path);
        if !self.is_directory(&found) {
            found = path::named_in(resources, &path::directory(path));
        }
        path::between(resources, &found).unwrap_or(found)
    }
}

fn wanted(extends: &Node) -> Checked<Wanted> {
    let span = extends.span;
    let Some(fields) = extends.as_map() else {
        let service = extends.as_text().unwrap_or_default().to_owned();
        return Ok(Wanted { service, file: None, span });
    };
    let Some(service) = fields.get("service").and_then(Node::as_text) else {
        return Err(fault(span, "`extends` needs a `service`"));
    };
    let file = match fields.get("file").filter(|file| !file.is_null()) {
        Some(file) => match file.as_text() {
            Some(path) => Some((path.to_owned(), file.span)),
            None => return Err(fault(file.span, format!("a file name cannot be {}", file.kind()))),
        },
        None => None,
    };
    Ok(Wanted { service: service.to_owned(), file, span })
}

fn linked(chain: &[Link], file: &str, service: &str, span: Span) -> Checked<Vec<Link>> {
    let link = Link { file: file.to_owned(), service: service.to_owned() };
    if chain.contains(&link) {
        let names = chain.iter().chain([&link]).map(|link| format!("`{}`", link.service));
        let path = words::path(&names.collect::<Vec<_>>());
        return Err(fault(span, format!("services extend each other: {path}")));
    }
    if chain.len() >= CHAIN {
        return Err(fault(span, format!("more than {CHAIN} services extend one another")));
    }
    Ok(chain.iter().cloned().chain([link]).collect())
}

/// A service on top of another, which loses what the file of the former takes back.
fn extended(base: Node, over: Node, name: &str, replaced: &Replaced) -> Checked<Node> {
    let base = replaced.within(base, "services", name);
    let (key, span) = (over.key, over.span);
    let services = Keys::TOP.then("services");
    let mut merged = merge::merge(base, over, &services.then("x"))?;
    limit(&merged)?;
    if let Some(fields) = merged.as_map_mut() {
        fields.remove("extends");
    }
    Ok(Node { value: merged.value, span, key })
}
