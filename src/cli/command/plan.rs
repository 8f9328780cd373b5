//! `bakewell plan`: the plan, and nothing else.

use crate::cli::args::{Format, Plan};
use crate::cli::engine::{self, Purpose};
use crate::cli::{exit, request};
use crate::diag::{Diagnostic, Stopped};
use crate::emit::buildx::{self, Settings};
use crate::emit::shell;
use crate::run::Order;

use super::Scene;

/// Prints the plan.
pub fn run(args: &Plan, scene: &mut Scene) -> u8 {
    let text = match args.format {
        Format::Bake => {
            return scene.print_plan(&args.wanted, &args.handed, args.keying, Purpose::Show);
        }
        Format::Json => keyed(args, scene),
        Format::Buildx => calls(args, scene).map(|plan| buildx::lines(&plan)),
        Format::Shell => calls(args, scene).map(|plan| shell::script(&plan)),
    };
    text.map_or(exit::WRONG, |text| scene.print(&text))
}

/// The plan with keys.
fn keyed(args: &Plan, scene: &mut Scene) -> Result<String, Stopped> {
    let Plan { format: _, wanted, handed, keying } = args;
    let request = scene.request(wanted, handed);
    let planned = request.and_then(|request| {
        let request = keying.of(request);
        engine::keyed_plan(scene.host, &request, &mut scene.sources, &mut scene.diags)
    });
    scene.settle(planned, wanted.defined.strict)
}

/// The plan as calls, one a target.
fn calls(args: &Plan, scene: &mut Scene) -> Result<buildx::Plan, Stopped> {
    let Plan { format: _, wanted, handed, keying } = args;
    let request = scene.request(wanted, handed);
    let planned = request.and_then(|request| {
        let request = keying.of(request);
        let order = request::order(wanted, handed, &request, &scene.line);
        let settings = settings(order, scene)?;
        let (sources, diags) = (&mut scene.sources, &mut scene.diags);
        engine::calls(scene.host, &request, &settings, sources, diags)
    });
    scene.settle(planned, wanted.defined.strict)
}

/// What concerns all calls. Nobody is asked for permission but for one thing.
fn settings(order: Order, scene: &mut Scene) -> Result<Settings, Stopped> {
    let Order { debug, builder, progress, metadata_file, allow, call } = order;
    if metadata_file.is_some() {
        let message = "one file cannot be written by several builds";
        let error = Diagnostic::error(message, scene.line.flag("--metadata-file"));
        return Err(scene.diags.stop(error.hint("leave out `--metadata-file`")));
    }
    let working_directory = scene.host.working_directory().to_string_lossy().into_owned();
    let allow_delete = allow.iter().any(|what| what == buildx::DELETE);
    Ok(Settings { builder, progress, debug, call, allow_delete, working_directory })
}
