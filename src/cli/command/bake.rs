//! `bakewell bake`: all that `docker buildx bake` does, with its flags.

use crate::cli::args::Bake;
use crate::cli::engine::{Extent, Purpose};
use crate::cli::{exit, listing};
use crate::diag::{At, Diagnostic, Diagnostics, Stopped};
use crate::emit::list::{Kind, Layout};

use super::{Scene, build, list};

/// Prints, lists or builds.
pub fn run(args: &Bake, scene: &mut Scene) -> u8 {
    let Ok(listed) = listed(args, scene) else { return refuse(args, scene) };
    match (listed, args.print == Some(true)) {
        (Some((kind, layout)), false) => show(args, kind, layout, scene),
        (Some(_), true) => refuse_both(args, scene),
        (None, true) => scene.print_plan(&args.wanted, &args.handed, args.keying, Purpose::Print),
        (None, false) => {
            let dry = args.dry_run == Some(true);
            build::build(&args.wanted, &args.handed, args.keying, dry, scene)
        }
    }
}

/// Lists, after the other arguments have been checked as well: bake does so.
fn show(args: &Bake, kind: Kind, layout: Layout, scene: &mut Scene) -> u8 {
    let line = scene.line.clone();
    let checked = scene.request(&args.wanted, &args.handed);
    // The words are looked up once more.
    scene.line = line;
    match checked {
        Ok(_) => list::show(&args.wanted.defined, (kind, layout), Extent::Bake, scene),
        Err(_) => refuse(args, scene),
    }
}

fn refuse_both(args: &Bake, scene: &mut Scene) -> u8 {
    let error =
        Diagnostic::error("a plan and a list cannot be printed at once", scene.line.flag("--list"))
            .also(scene.line.flag("--print"), "")
            .hint("leave out `--print` or `--list`");
    scene.diags.push(error);
    refuse(args, scene)
}

/// Says what is wrong with the arguments.
fn refuse(args: &Bake, scene: &mut Scene) -> u8 {
    // Whether anything was found does not matter any more.
    let _ = scene.settle(Ok(()), args.wanted.defined.strict);
    exit::WRONG
}

/// What is to be listed, if anything: `--list`, else one of the flags before it.
fn listed(args: &Bake, scene: &mut Scene) -> Result<Option<(Kind, Layout)>, Stopped> {
    let mut old = |typed: Option<bool>, kind, what: &str| {
        let flag = format!("--list-{what}");
        if typed.is_some() {
            let deprecated =
                Diagnostic::warning(format!("`{flag}` is deprecated"), scene.line.flag(&flag));
            scene.diags.push(deprecated.hint(format!("write `--list={what}`")));
        }
        (typed == Some(true)).then_some((kind, Layout::Table))
    };
    let targets = old(args.list_targets, Kind::Targets, "targets");
    let variables = old(args.list_variables, Kind::Variables, "variables");
    match args.list.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => parsed(text, scene).map(Some),
        None => Ok(targets.or(variables)),
    }
}

fn parsed(text: &str, scene: &mut Scene) -> Result<(Kind, Layout), Stopped> {
    let span = scene.line.value(&["--list"], text);
    let diags: &mut Diagnostics = &mut scene.diags;
    listing::parse(text).at(span).map_err(|error| diags.stop(error))
}
