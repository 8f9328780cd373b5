//! `bakewell list`: what there is.

use crate::cli::args::List;
use crate::cli::engine::Extent;
use crate::cli::options::Defined;
use crate::cli::{engine, exit, request};
use crate::emit::list::{Kind, Layout, list};

use super::Scene;

/// Prints everything that can be asked for, or variables.
pub fn run(args: &List, scene: &mut Scene) -> u8 {
    show(&args.defined, (args.kind, args.format), Extent::Everything, scene)
}

/// Prints what the definitions declare, with nothing resolved or selected.
pub fn show(
    defined: &Defined,
    (kind, layout): (Kind, Layout),
    extent: Extent,
    scene: &mut Scene,
) -> u8 {
    let request = request::definitions(defined, &mut scene.line, &mut scene.diags);
    let declared = scene.diags.checked(()).and_then(|()| {
        engine::definitions(scene.host, &request, extent, &mut scene.sources, &mut scene.diags)
    });
    match scene.settle(declared, defined.strict) {
        Ok(declared) => scene.print(&list(&declared, kind, layout)),
        Err(_) => exit::WRONG,
    }
}
