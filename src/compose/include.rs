//! `include`: the services and secrets of other files, each file with paths of its own.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::keys::Keys;
use super::load::{File, Loader, Scope, limit};
use super::template::Environment;
use super::yaml::{Map, Node, Replaced, Yaml};
use super::{Checked, environment, fault, merge};
use crate::diag::words;
use crate::path;
use crate::span::Span;

/// How many files may include one another.
const TRAIL: usize = 64;

/// What the model of an included file depends on: its paths, the directories, the variables.
pub(super) type Key = (Vec<String>, String, String, Environment);

/// One entry of `include`.
struct Entry {
    paths: Vec<(String, Span)>,
    env_files: Option<Vec<(String, Span)>>,
    directory: Option<String>,
    span: Span,
}

/// Brings what a model includes into it; what it says itself goes on top.
pub(super) fn apply(
    loader: &mut Loader<'_>,
    model: &mut Node,
    file: &File,
    replaced: &Replaced,
    scope: &mut Scope,
) -> Checked<()> {
    let Some(map) = model.as_map_mut() else { return Ok(()) };
    let Some(include) = map.remove("include") else { return Ok(()) };
    scope.trail.push(file.name.clone());
    for entry in entries(&include)? {
        let mut imported = load(loader, &entry, scope)?;
        let Some(imported) = imported.as_map_mut() else { continue };
        for section in ["services", "volumes", "networks", "secrets", "configs", "models"] {
            import(imported, map, section, replaced)?;
        }
    }
    scope.trail.pop();
    Ok(())
}

fn entries(include: &Node) -> Checked<Vec<Entry>> {
    if include.is_null() {
        return Ok(Vec::new());
    }
    let Some(items) = include.as_list() else {
        return Err(fault(
            include.span,
            format!("`include` must be a list, and this is {}", include.kind()),
        ));
    };
    items.iter().filter(|item| !item.is_null()).map(entry).collect()
}

fn entry(node: &Node) -> Checked<Entry> {
    let span = node.span;
    if let Some(path) = node.as_text() {
        let paths = vec![(path.to_owned(), span)];
        return Ok(Entry { paths, env_files: None, directory: None, span });
    }
    let Some(fields) = node.as_map() else {
        return Err(fault(span, format!("a file to include cannot be {}", node.kind())));
    };
    let directory = said(fields, "project_directory");
    Ok(Entry {
        paths: said(fields, "path").map_or(Ok(Vec::new()), texts)?,
        env_files: said(fields, "env_file").map(texts).transpose()?.filter(|it| !it.is_empty()),
        directory: directory.map(text).transpose()?.filter(|path| !path.is_empty()),
        span,
    })
}

/// What a field says, if it says something.
fn said<'n>(fields: &'n Map, name: &str) -> Option<&'n Node> {
    fields.get(name).filter(|node| !node.is_null())
}

fn text(node: &Node) -> Checked<String> {
    node.as_text().map(str::to_owned).ok_or_else(|| {
        fault(node.span, format!("a path must be a string, and this is {}", node.kind()))
    })
}

fn texts(node: &Node) -> Checked<Vec<(String, Span)>> {
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    items.iter().map(|item| Ok((text(item)?, item.span))).collect()
}

fn load(loader: &mut Loader<'_>, entry: &Entry, scope: &Scope) -> Checked<Node> {
    let Some((first, span)) = entry.paths.first() else {
        // The variables have no use, and still must be there.
        variables(loader, entry, &scope.directory, scope)?;
        return Ok(Node::new(Yaml::Map(Map::new()), entry.span));
    };
    let main = path::named_in(&scope.resources, first);
    if scope.trail.contains(&main) || scope.trail.len() > TRAIL {
        let names = scope.trail.iter().chain([&main]).map(|name| format!("`{name}`"));
        let path = words::path(&names.collect::<Vec<_>>());
        return Err(fault(*span, format!("files include each other: {path}")));
    }
    let (directory, project) = match &entry.directory {
        None => (loader.directory_of(&scope.resources, &main), path::directory(&main)),
        Some(path) if path::is_absolute(path) => (path.clone(), path.clone()),
        Some(path) => {
            (loader.directory_of(&scope.resources, path), path::join(&scope.directory, path))
        }
    };
    let environment = variables(loader, entry, &project, scope)?;
    let paths: Vec<String> =
        entry.paths.iter().map(|(path, _)| path::named_in(&scope.resources, path)).collect();
    let key = (paths, directory, project, environment);
    if let Some(known) = loader.included.get(&key) {
        return Ok(known.clone());
    }
    let model = fresh(loader, entry, &key, scope)?;
    loader.included.insert(key, model.clone());
    Ok(model)
}

fn fresh(loader: &mut Loader<'_>, entry: &Entry, key: &Key, scope: &Scope) -> Checked<Node> {
    let (paths, directory, project, environment) = key;
    let mut inner = Scope {
        directory: directory.clone(),
        resources: project.clone(),
        environment: Rc::new(environment.clone()),
        trail: scope.trail.clone(),
        bases: BTreeMap::new(),
    };
    let named = paths.iter().zip(&entry.paths);
    let files = named.map(|(path, (_, span))| loader.open(path, *span));
    let files: Vec<File> = files.collect::<Checked<_>>()?;
    loader.model(&files, &mut inner)
}

/// The variables of an included file: those around it, and from its own files what is not there.
fn variables(
    loader: &mut Loader<'_>,
    entry: &Entry,
    project: &str,
    scope: &Scope,
) -> Checked<Environment> {
    let files: Vec<(String, Span)> = match &entry.env_files {
        None => environment::beside(project, loader.host)
            .map(|path| (path, entry.span))
            .into_iter()
            .collect(),
        Some(files) => {
            let named = files.iter().filter(|(path, _)| path != "/dev/null");
            named.map(|(path, span)| (path::named_in(&scope.directory, path), *span)).collect()
        }
    };
    let more = environment::read_files(&files, &scope.environment, loader.host, loader.sources)?;
    let mut all = Environment::clone(&scope.environment);
    for (name, value) in more {
        all.entry(name).or_insert(value);
    }
    Ok(all)
}

/// One section of the included model into the including one.
fn import(from: &mut Map, into: &mut Map, section: &str, replaced: &Replaced) -> Checked<()> {
    let Some(mut imported) = from.remove(section).filter(|node| !node.is_null()) else {
        return Ok(());
    };
    let target =
        into.entry(section.to_owned()).or_insert_with(|| imported.with(Yaml::Map(Map::new())));
    let span = target.span;
    let (Some(imported), Some(target)) = (imported.as_map_mut(), target.as_map_mut()) else {
        return Err(fault(span, format!("`{section}` must be a mapping")));
    };
    for (name, node) in std::mem::take(imported) {
        let node = match target.remove(&name) {
            Some(own) => over(node, own, section, &name, replaced)?,
            None => node,
        };
        target.insert(name, node);
    }
    Ok(())
}

fn over(base: Node, own: Node, section: &str, name: &str, replaced: &Replaced) -> Checked<Node> {
    let base = replaced.within(base, section, name);
    let merged = merge::merge(base, own, &Keys::TOP.then(section).then(name))?;
    limit(&merged)?;
    Ok(merged)
}
