//! Files to services and secrets.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::load::{self, File, Loader, Scope};
use super::service::{self, Secret, Service};
use super::template::Environment;
use super::yaml::{Map, Node, Yaml};
use super::{Checked, environment, fault, interpolate, schema};
use crate::source::{Host, Sources};
use crate::span::Span;

/// The services and secrets of files that were loaded together.
pub(super) struct Project {
    /// The services, by name.
    pub(super) services: Vec<Service>,
    /// The secrets.
    pub(super) secrets: BTreeMap<String, Secret>,
    /// The variables of the files.
    pub(super) environment: Environment,
    /// Where a service has an `x-bake` of its own, for which nobody looks there.
    pub(super) stray: Vec<Span>,
}

/// Loads files together.
///
/// # Errors
/// With everything that is wrong at the step that fails, but for what only `consistency` sees.
pub(super) fn project(
    files: &[File],
    mut environment: Environment,
    host: &dyn Host,
    sources: &mut Sources,
) -> Checked<Project> {
    let name = project_name(files, &environment)?;
    environment.insert(PROJECT_NAME.to_owned(), name);
    let mut scope = Scope {
        directory: String::new(),
        resources: String::new(),
        environment: Rc::new(environment.clone()),
        trail: Vec::new(),
        bases: BTreeMap::new(),
    };
    let mut loader = Loader { host, sources: &mut *sources, included: BTreeMap::new() };
    let model = loader.model(files, &mut scope)?;
    let (services, secrets) = filtered(&model);
    if services.is_none() && secrets.is_none() {
        return Err(fault(load::start(files), "this compose file has no services"));
    }
    schema::check(services.as_ref(), secrets.as_ref())?;
    let mut found = Vec::new();
    for (name, node) in services.as_ref().and_then(Node::as_map).into_iter().flatten() {
        let mut service = service::service(name, node)?;
        environment::settle(&mut service, &environment, host, sources)?;
        found.push(service);
    }
    let secrets = service::secrets(secrets.as_ref())?;
    Ok(Project { services: found, secrets, environment, stray: stray(&model) })
}

const PROJECT_NAME: &str = "COMPOSE_PROJECT_NAME";

/// The name of the project, which is the value of `COMPOSE_PROJECT_NAME` in all files: the last
/// `name` at the top of one, else that variable, else `bake`.
fn project_name(files: &[File], environment: &Environment) -> Checked<String> {
    let mut last = None;
    for file in files {
        for document in &file.documents {
            let name = document.root.as_map().and_then(|map| map.get("name"));
            last = name.filter(|name| is_given(name)).cloned().or(last);
        }
    }
    if let Some(mut name) = last.map(|name| name.text(name.spoken())) {
        interpolate::interpolate(&mut name, &|name| environment.get(name).cloned())?;
        if let Some(name) = name.as_text().filter(|name| !name.is_empty()) {
            return Ok(name.to_owned());
        }
    }
    let given = environment.get(PROJECT_NAME).filter(|name| !name.is_empty());
    Ok(given.cloned().unwrap_or_else(|| "bake".to_owned()))
}

fn is_given(name: &Node) -> bool {
    let scalar = name.as_list().is_none() && name.as_map().is_none();
    scalar && !name.is_null() && !name.spoken().is_empty()
}

fn section<'m>(model: &'m Node, name: &str) -> Option<&'m Node> {
    model.as_map().and_then(|map| map.get(name))
}

fn stray(model: &Node) -> Vec<Span> {
    let services = section(model, "services").and_then(Node::as_map).into_iter().flatten();
    let fields = services.filter_map(|(_, service)| service.as_map()?.get("x-bake"));
    fields.map(|node| node.key).collect()
}

/// The part of a model that a plan depends on.
fn filtered(model: &Node) -> (Option<Node>, Option<Node>) {
    const FIELDS: [&str; 4] = ["image", "build", "environment", "env_file"];
    let services = section(model, "services").and_then(|node| {
        let services = node.as_map()?.iter().map(|(name, service)| {
            let mut fields = service.as_map().cloned().unwrap_or_default();
            fields.retain(|field, _| FIELDS.contains(&field.as_str()));
            (name.clone(), service.with(Yaml::Map(fields)))
        });
        Some(node.with(Yaml::Map(services.collect::<Map>())))
    });
    (services, section(model, "secrets").cloned())
}
