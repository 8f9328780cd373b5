//! `bakewell lock`: which image each name stands for.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::args::Lock as Args;
use crate::cli::{exit, request};
use crate::compile;
use crate::diag::{Diagnostic, Stopped, words};
use crate::emit::lock_table;
use crate::lock::{self, Change, Gaps, Lock, NAME, Order, Updated, Wanted};
use crate::registry::{Client, Credentials, Patience};
use crate::span::Spanned;
use crate::target::reference::Reference;
use crate::text::Text;

use super::Scene;

/// Locks, or checks that everything is locked.
pub fn run(mut args: Args, scene: &mut Scene) -> u8 {
    let check = args.wanted.changes.check.take() == Some(true);
    let strict = args.wanted.defined.strict;
    let known = known(&args, check, scene);
    if check {
        let checked = known.and_then(|known| known.check(scene));
        return scene.settle(checked, strict).map_or(exit::WRONG, |()| exit::DONE);
    }
    let updated = known.and_then(|known| known.update(scene));
    match scene.settle(updated, strict) {
        Ok(updated) => keep(&updated, scene),
        Err(_) => exit::WRONG,
    }
}

/// What is known before anybody is asked.
struct Known {
    wanted: Wanted,
    lock: Lock,
    /// The images to ask for again.
    update: BTreeSet<Text>,
    /// Whether all targets were looked at, so that what they do not take nobody takes.
    all: bool,
}

fn known(args: &Args, check: bool, scene: &mut Scene) -> Result<Known, Stopped> {
    let Args { update, wanted, handed } = args;
    let update: Vec<Spanned<String>> = update
        .iter()
        .map(|word| Spanned::new(word.clone(), scene.line.value(&["--update"], word)))
        .collect();
    if let (true, Some(first)) = (check, update.first()) {
        let error =
            Diagnostic::error("`--check` asks nobody, so that nothing is updated", first.span);
        scene.diags.push(error.hint("leave out `--check` or `--update`"));
    }
    let all = wanted.targets.is_empty() && wanted.only.is_empty();
    let request = request::request(wanted, handed, &mut scene.line, &mut scene.diags)?;
    let (sources, diags) = (&mut scene.sources, &mut scene.diags);
    let lock = Lock::read(scene.host, sources, diags)?;
    let wanted = compile::images(scene.host, &request, sources, diags)?;
    let mut found = Vec::new();
    let update = lock::named(&update, &wanted, &lock, &mut found);
    diags.extend(found);
    diags.checked(Known { wanted, lock, update, all })
}

impl Known {
    /// Asks the registries.
    fn update(&self, scene: &mut Scene) -> Result<Updated, Stopped> {
        let credentials = Credentials::read(scene.host)
            .map_err(|problem| scene.diags.stop(problem.placeless()))?;
        let client = Client::new(scene.host, credentials, Patience::default());
        let Self { wanted, lock, update, all } = self;
        let updated = lock.update(Order { wanted, update, only: *all }, &client);
        let faults = match updated {
            Ok(updated) => {
                tell_dropped(&updated, scene);
                return Ok(updated);
            }
            Err(faults) => faults,
        };
        for (name, fault) in faults {
            let problem = fault.into_problem(&familiar(&name));
            scene.diags.push(match wanted.images.get(&name) {
                Some(image) => problem.into_error(image.span),
                None => problem.placeless(),
            });
        }
        scene.diags.checked(Updated { lock: Lock::default(), changes: [].into() })
    }

    /// Tells what is not locked, and what is locked for nothing.
    fn check(&self, scene: &mut Scene) -> Result<(), Stopped> {
        let Gaps { missing, unused, stays } = self.lock.gaps(&self.wanted);
        for (name, platforms) in missing {
            let Some(image) = self.wanted.images.get(&name) else { continue };
            let platforms: Vec<String> = platforms.iter().map(ToString::to_string).collect();
            let (name, platforms) = (familiar(&name), words::list(&platforms));
            let message = format!("`{name}` is not in `{NAME}` for {platforms}");
            scene.diags.push(Diagnostic::error(message, image.span).hint("write `bakewell lock`"));
        }
        for name in unused.iter().filter(|_| self.all) {
            let message = format!("`{}` is in `{NAME}`, and nobody takes it", familiar(name));
            scene.diags.push(Diagnostic::placeless(message).hint("write `bakewell lock`"));
        }
        scene.diags.checked(())?;
        let lock = if self.all { &stays } else { &self.lock };
        if is_kept(lock, scene) {
            return Ok(());
        }
        let message = format!("`{NAME}` is not as `bakewell lock` writes it");
        Err(scene.diags.stop(Diagnostic::placeless(message).hint("write `bakewell lock`")))
    }
}

/// Whether the lock file is this lock, byte for byte. None is an empty one.
fn is_kept(lock: &Lock, scene: &Scene) -> bool {
    match scene.host.read(Path::new(NAME)) {
        Ok(known) => known == lock.text().as_bytes(),
        Err(_) => lock.images.is_empty(),
    }
}

fn familiar(name: &str) -> String {
    Reference::parse(name).map_or_else(|_| name.to_owned(), |reference| reference.familiar())
}

fn tell_dropped(updated: &Updated, scene: &mut Scene) {
    let dropped = updated.changes.iter().filter(|(_, change)| **change == Change::Dropped);
    for (name, _) in dropped {
        scene.diags.tell(format!("`{}` is dropped: nobody takes it any more", familiar(name)));
    }
}

/// Writes the lock file, unless it is as it was, and prints what is in it.
fn keep(updated: &Updated, scene: &mut Scene) -> u8 {
    let text = updated.lock.text();
    if !is_kept(&updated.lock, scene)
        && let Err(error) = scene.host.replace(Path::new(NAME), text.as_bytes())
    {
        return scene.fail(Diagnostic::placeless(format!("cannot write `{NAME}`: {error}")));
    }
    scene.print(&lock_table::table(updated))
}
