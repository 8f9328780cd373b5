//! `bakewell render`: Dockerfiles after their templates.

use crate::cli::args::Render;
use crate::cli::{engine, exit, request};

use super::Scene;

/// Prints the Dockerfiles of the targets that were asked for.
pub fn run(args: &Render, scene: &mut Scene) -> u8 {
    let Render { wanted, handed } = args;
    let request = request::request(wanted, handed, &mut scene.line, &mut scene.diags);
    let rendered = request.and_then(|request| {
        engine::dockerfiles(scene.host, &request, &mut scene.sources, &mut scene.diags)
    });
    match scene.settle(rendered, wanted.defined.strict) {
        Ok(text) => scene.print(&text),
        Err(_) => exit::WRONG,
    }
}
