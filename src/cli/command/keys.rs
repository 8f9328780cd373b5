//! `bakewell keys`: the content keys.

use crate::cli::args::{Handed, Keys, Wanted};
use crate::cli::keying::Keying;
use crate::cli::{engine, exit, request};
use crate::compile::WithKeys;
use crate::diag::Stopped;
use crate::emit::keys;

use super::Scene;

/// Prints the keys.
pub fn run(args: &Keys, scene: &mut Scene) -> u8 {
    let Keys { json, keying, wanted, handed } = args;
    match made(wanted, handed, *keying, scene) {
        Ok(made) if *json == Some(true) => scene.print(&keys::json(&made.keys)),
        Ok(made) => scene.print(&keys::table(&made.keys)),
        Err(_) => exit::WRONG,
    }
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
