//! `bakewell keys`: the content keys.

use std::mem;

use crate::cli::args::Keys;
use crate::cli::keying::Keying;
use crate::cli::options::{Handed, Wanted};
use crate::cli::{engine, exit, request};
use crate::compile::WithKeys;
use crate::diag::Stopped;
use crate::emit::keys;

use super::Scene;

/// Prints the keys.
pub fn run(args: &Keys, scene: &mut Scene) -> u8 {
    let Keys { json, keying, wanted, handed } = args;
    let Ok(made) = made(wanted, handed, *keying, scene) else { return exit::WRONG };
    let text = match json {
        Some(true) => keys::json(&made.keys),
        _ => keys::table(&made.keys),
    };
    let code = scene.print(&text);
    // The program ends soon, and the system frees all at once.
    mem::forget(made);
    code
}

/// The keys of what is wanted, after everything there is to say about it has been said.
fn made(
    wanted: &Wanted,
    handed: &Handed,
    keying: Keying,
    scene: &mut Scene,
) -> Result<WithKeys, Stopped> {
    let request = request::request(wanted, handed, &mut scene.line, &mut scene.diags);
    let made = request.and_then(|request| {
        let request = keying.of(request);
        engine::keys(scene.host, &request, &mut scene.sources, &mut scene.diags)
    });
    scene.settle(made, wanted.defined.strict)
}
