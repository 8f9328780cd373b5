//! `bakewell build`: the plan, handed to `docker buildx`.

use crate::cli::args::Build;
use crate::cli::engine::Purpose;
use crate::cli::keying::Keying;
use crate::cli::options::{Handed, Wanted};
use crate::cli::{exit, request};
use crate::diag::Diagnostic;
use crate::emit::bake;
use crate::run::child::{self, Ended};
use crate::run::{Buildx, Invocation, buildx};

use super::Scene;

/// Builds.
pub fn run(args: &Build, scene: &mut Scene) -> u8 {
    build(&args.wanted, &args.handed, args.keying, args.dry_run == Some(true), scene)
}

/// Builds what is wanted, or shows the command that would.
pub fn build(wanted: &Wanted, handed: &Handed, keying: Keying, dry: bool, scene: &mut Scene) -> u8 {
    let Ok((request, plan)) = scene.plan(wanted, handed, keying, Purpose::Build) else {
        return exit::WRONG;
    };
    let order = request::order(wanted, handed, &request, &scene.line);
    let plan = bake::file(&plan.selection) + "\n";
    if dry {
        let invocation = Invocation::new(buildx::guess(scene.host), &order, plan);
        return scene.print(&invocation.to_shell());
    }
    match buildx::find(scene.host) {
        Ok(buildx) => execute(&Invocation::new(buildx, &order, plan), buildx, scene),
        Err(problem) => scene.fail(problem.placeless()),
    }
}

fn execute(invocation: &Invocation, buildx: Buildx, scene: &mut Scene) -> u8 {
    match child::run(invocation) {
        Ok(ended) => code(ended),
        Err(error) => {
            let message = format!("cannot run `{}`: {error}", buildx.program());
            scene.fail(Diagnostic::placeless(message))
        }
    }
}

/// The exit code of the child is ours, where it fits.
fn code(ended: Ended) -> u8 {
    match ended {
        Ended::Code(code) => u8::try_from(code).unwrap_or(exit::FAILED),
        Ended::Signal(number) => u8::try_from(number)
            .map_or(exit::FAILED, |number| exit::SIGNALLED.saturating_add(number)),
    }
}
