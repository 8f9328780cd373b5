//! `bakewell why`: what went into a key, and what has changed in it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::args::Why;
use crate::cli::{engine, exit, request};
use crate::compile::{Request, Then, WithKeys, Word};
use crate::context::Modes;
use crate::diag::{At, Diagnostic, Problem, Stopped, words};
use crate::emit::plan::{self, Past};
use crate::emit::tree::{Paint, Plain};
use crate::emit::{difference as emitted, keys, why};
use crate::keys::difference::difference;
use crate::keys::{Keyed, Keys};
use crate::report::Colours;
use crate::source::FileKind;
use crate::text::Text;

use super::{Scene, affected};

/// Explains the key of one node.
pub fn run(args: &Why, scene: &mut Scene) -> u8 {
    let request = request::request(&args.wanted, &args.handed, &mut scene.line, &mut scene.diags);
    let found = request.map(|request| args.keying.of(request));
    let found = found.and_then(|request| match &args.explaining.against {
        None => explained(args, &request, scene),
        Some(word) => {
            let place = scene.line.value(&["--against"], word);
            compared(args, &request, &Word::new(word.clone(), place), scene)
        }
    });
    match scene.settle(found, args.wanted.defined.strict) {
        Ok(text) => scene.print(&text),
        Err(_) => exit::WRONG,
    }
}

fn explained(args: &Why, request: &Request, scene: &mut Scene) -> Result<String, Stopped> {
    let made = made(request, scene)?;
    let (name, keyed) = one(&made, scene)?;
    if args.explaining.json == Some(true) {
        return Ok(why::json(name, keyed, made.keys.modes));
    }
    let view = why::View { all: args.explaining.all == Some(true), paint: paint(scene) };
    Ok(why::tree(name, keyed, view))
}

fn made(request: &Request, scene: &mut Scene) -> Result<WithKeys, Stopped> {
    engine::keys(scene.host, request, &mut scene.sources, &mut scene.diags)
}

fn paint(scene: &Scene) -> &'static dyn Paint {
    if scene.colour { &Colours } else { &Plain }
}

/// The one node that was asked for.
fn one<'a>(made: &'a WithKeys, scene: &mut Scene) -> Result<(&'a Text, &'a Keyed), Stopped> {
    let asked = &made.compiled.selection.asked;
    let mut nodes = asked.iter().filter_map(|name| made.keys.nodes.get_key_value(name));
    if let (Some(node), None) = (nodes.next(), nodes.next()) {
        return Ok(node);
    }
    let message = format!("one key is explained at a time, and this is {}", asked.len());
    let names: Vec<&Text> = asked.iter().take(3).collect();
    let hint = format!("name one: {}", words::choice(&names));
    let mut error = Diagnostic::placeless(message);
    error.hints.extend((!names.is_empty()).then_some(hint));
    Err(scene.diags.stop(error))
}

/// What has changed since a plan, or a revision: what is no file is one.
fn compared(
    args: &Why,
    request: &Request,
    against: &Word,
    scene: &mut Scene,
) -> Result<String, Stopped> {
    let path = Path::new(&against.value);
    if !matches!(scene.host.kind(path), Ok(Some(FileKind::File))) {
        return since(args, request, against, scene);
    }
    let Past { modes, nodes } = past(path, against, scene)?;
    let made = made(request, scene)?;
    let (name, now) = one(&made, scene)?;
    if modes != made.keys.modes {
        let other = if modes == Modes::Git { "git" } else { "exact" };
        let message = "permission bits count differently in the plan, so keys cannot be compared";
        let error = Diagnostic::error(message, against.span);
        return Err(scene.diags.stop(error.hint(format!("add `--modes {other}`"))));
    }
    Ok(told(args, name, now, &nodes, &made.keys, scene))
}

fn past(path: &Path, against: &Word, scene: &mut Scene) -> Result<Past, Stopped> {
    let name = path.display();
    let bytes = scene.host.read(path);
    let bytes = bytes.map_err(|error| Problem::new(format!("cannot read `{name}`: {error}")));
    let past = bytes.and_then(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| Problem::new("this is not UTF-8"));
        text.and_then(|text| plan::read(&text)).map_err(|it| it.within(&format!("`{name}`")))
    });
    past.at(against.span).map_err(|error| scene.diags.stop(error))
}

fn since(
    args: &Why,
    request: &Request,
    against: &Word,
    scene: &mut Scene,
) -> Result<String, Stopped> {
    let compared = affected::compare(request, against, None, scene)?;
    let (name, now) = one(&compared.now, scene)?;
    if let Some(Then::Unknown(reason)) = compared.then.get(name) {
        let message = format!("what `{name}` was is not known: {reason}");
        return Err(scene.diags.stop(Diagnostic::error(message, against.span)));
    }
    let keyed = |(name, then): (&Text, &Then)| match then {
        Then::Keyed(keyed) => Some((name.clone(), (**keyed).clone())),
        Then::Absent | Then::Unknown(_) => None,
    };
    let nodes: BTreeMap<Text, Keyed> = compared.then.iter().filter_map(keyed).collect();
    Ok(told(args, name, now, &nodes, &compared.now.keys, scene))
}

/// The text that tells what has changed in a node.
fn told(
    args: &Why,
    name: &Text,
    now: &Keyed,
    before: &BTreeMap<Text, Keyed>,
    after: &Keys,
    scene: &Scene,
) -> String {
    let then = before.get(name);
    let difference = difference(name, before, &after.nodes);
    if args.explaining.json == Some(true) {
        return emitted::json(name, then, Some(now), &difference);
    }
    let key = now.key.short();
    let mut text = match then {
        None => format!("{name}  {key}  is new\n"),
        Some(then) if then.key == now.key => format!("{name}  {key}  nothing has changed\n"),
        Some(then) => {
            let view =
                emitted::View { all: args.explaining.all == Some(true), paint: paint(scene) };
            emitted::tree(then, now, &difference, view)
        }
    };
    for reason in keys::reasons(now) {
        text.extend([reason.as_str(), "\n"]);
    }
    text
}
