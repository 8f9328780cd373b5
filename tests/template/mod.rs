//! Dockerfiles that are templates: project in, Dockerfiles or errors out, mostly without a disk.

mod bounds;
mod errors;
mod files;
mod rendering;
mod round_trip;

use bakewell::cli;
use bakewell::source::Memory;

/// A project of one target, `app`, whose Dockerfile is this template.
fn template(text: &str) -> Memory {
    Memory::new()
        .file("docker-bake.hcl", "target \"app\" {\n  dockerfile = \"Dockerfile.j2\"\n}\n")
        .file("Dockerfile.j2", text)
}

/// A project with a definition and a template.
fn project(definition: &str, text: &str) -> Memory {
    Memory::new().file("docker-bake.hcl", definition).file("Dockerfile.j2", text)
}

/// What the program prints, errors after data.
fn run(host: &Memory, arguments: &str) -> String {
    let words = ["bakewell"].into_iter().chain(arguments.split(' '));
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    cli::run(
        host,
        words.map(Into::into).collect(),
        &mut data,
        &mut talk,
        cli::Terminals::default(),
    );
    let text = |bytes| String::from_utf8(bytes).unwrap();
    text(data) + &text(talk)
}

/// The Dockerfile of `app`, or what is wrong with it.
fn render(host: &Memory) -> String {
    run(host, "render app")
}

/// What a template of one line prints.
fn printed(expression: &str) -> String {
    render(&template(expression))
}
