//! What a target says besides its Dockerfile.

use super::support::{app, differs, same};
use crate::source::Memory;

/// A command that may see secrets.
const FILE: &str = "FROM scratch AS a\nRUN --mount=type=secret,id=TOKEN \\\n \
                    --mount=type=secret,target=/run/TOKEN2 a\n";

fn said(text: &str) -> Memory {
    Memory::new()
        .file("docker-bake.hcl", app(text))
        .file("Dockerfile", FILE)
        .file("other/Dockerfile", FILE)
        .env("TOKEN", "x")
        .env("TOKEN2", "y")
}

#[test]
fn what_alters_the_image_counts() {
    let cases = [
        "platforms = [\"linux/amd64\"]",
        "platforms = [\"linux/arm64\"]",
        "platforms = [\"linux/arm64\", \"linux/amd64\"]",
        "network = \"none\"",
        "extra-hosts = { a = \"1.2.3.4\" }",
        "extra-hosts = { a = \"1.2.3.5\" }",
        "extra-hosts = { b = \"1.2.3.5\" }",
        "shm-size = \"1g\"",
        "ulimits = [\"nofile=1:2\"]",
        "resources = { memory = \"1g\" }",
        "labels = { a = \"b\" }",
        "labels = { a = \"c\" }",
        "annotations = [\"a=b\"]",
        "annotations = [\"index:a=b\"]",
        "attest = [\"type=sbom\"]",
        "attest = [\"type=provenance,mode=max\"]",
        "secret = [\"id=TOKEN\"]",
        "secret = [\"id=TOKEN2\"]",
        "call = \"check\"",
        "cache-to = [\"type=inline\"]",
        "dockerfile-inline = \"FROM scratch\\nRUN b\"",
    ];
    let all: Vec<Memory> = std::iter::once("").chain(cases).map(said).collect();
    for (index, one) in all.iter().enumerate() {
        for (place, other) in all.iter().enumerate().skip(index + 1) {
            let name = |at: usize| at.checked_sub(1).map_or("nothing", |at| cases[at]);
            differs(&format!("{} and {}", name(index), name(place)), one, other);
        }
    }
}

#[test]
fn what_does_not_alter_the_image_does_not_count() {
    let cases = [
        "tags = [\"a/b:c\"]",
        "description = \"d\"",
        "shm-size = \"0\"",
        "output = [\"type=registry\"]",
        "cache-from = [\"a/b\"]",
        "cache-to = [\"type=registry,ref=a/b\"]",
        "pull = true",
        "entitlements = [\"network.host\"]",
        "network = \"default\"",
        "context = \"other\"",
        "dockerfile = \"other/Dockerfile\"",
        "target = \"a\"",
        "contexts = { z = \"other\" }",
        "contexts = { debian = \"docker-image://a/b\" }",
        "labels = { a = null }",
        "args = { A = null }",
        "extra-hosts = {}",
        "needs = []",
        "reuse = true",
        "secret = [\"id=TOKEN3,env=TOKEN\"]",
    ];
    for text in cases {
        same(text, &said(""), &said(text));
    }
    let secret = |text: &str| said(&format!("secret = [\"id=TOKEN{text}\"]"));
    same("where a secret is kept", &secret(""), &secret(",env=TOKEN2"));
    let value = said("secret = [\"id=TOKEN\"]").env("TOKEN", "other");
    same("what a secret says", &secret(""), &value);
    let inline = FILE.replace('\\', "\\\\").replace('\n', "\\n");
    same("where it is written", &said(""), &said(&format!("dockerfile-inline = \"{inline}\"")));
    let ulimits = |text: &str| said(&format!("ulimits = [{text}]"));
    let two = ["\"nofile=1:2\", \"core=0:0\"", "\"core=0:0\", \"nofile=1:2\""];
    same("the order of limits", &ulimits(two[0]), &ulimits(two[1]));
    same("one number for two", &ulimits("\"nofile=1\""), &ulimits("\"nofile=1:1\""));
}

#[test]
fn of_what_is_said_twice_the_last_counts() {
    let said = |name: &str, list: &str| said(&format!("{name} = [{list}]"));
    for (name, one, other) in [
        ("ulimits", "\"nofile=1\"", "\"nofile=2\""),
        ("annotations", "\"a=1\"", "\"a=2\""),
        ("annotations", "\"index:a=1\"", "\"index:a=2\""),
    ] {
        let both = said(name, &format!("{one}, {other}"));
        same(name, &both, &said(name, other));
        differs(name, &both, &said(name, &format!("{other}, {one}")));
    }
    let both = |one: &str, other: &str| said("annotations", &format!("\"{one}\", \"{other}\""));
    same("the order of names", &both("a=1", "b=1"), &both("b=1", "a=1"));
    let platform = ["manifest[linux/amd64]:a=1", "manifest[linux/amd64]:a=2"];
    differs("who wins", &both(platform[0], platform[1]), &both(platform[1], platform[0]));
    differs("one of two", &both(platform[0], platform[1]), &both(platform[1], platform[1]));
}

#[test]
fn what_only_commands_see_counts_where_there_are_some() {
    let host = |base: &str, text: &str| {
        let file = format!("FROM {base}\nCOPY <<E /a\nb\nE\n");
        Memory::new().file("docker-bake.hcl", app(text)).file("Dockerfile", file)
    };
    for text in ["shm-size = \"1g\"", "network = \"none\"", "extra-hosts = { a = \"1.2.3.4\" }"] {
        same(text, &host("scratch", ""), &host("scratch", text));
        same(text, &host("debian", ""), &host("debian", text));
        differs(text, &host("python:onbuild", ""), &host("python:onbuild", text));
    }
}

#[test]
fn the_network_counts_where_a_command_asks_for_no_other() {
    let host = |file: &str, text: &str| {
        Memory::new().file("docker-bake.hcl", app(text)).file("Dockerfile", file)
    };
    let none = "network = \"none\"";
    let own = "FROM scratch\nRUN --network=host a\n";
    same("all have their own", &host(own, ""), &host(own, none));
    for file in [
        "FROM scratch\nRUN --network=host a\nRUN b\n",
        "FROM scratch\nRUN --network=default a\n",
        "FROM python:onbuild\nRUN --network=host a\n",
    ] {
        differs(file, &host(file, ""), &host(file, none));
    }
}

#[test]
fn the_frontend_counts() {
    let with = |syntax: &str| {
        let file = format!("{syntax}FROM scratch AS a\nRUN a\n");
        Memory::new().file("docker-bake.hcl", app("")).file("Dockerfile", file)
    };
    let one = with("# syntax=docker/dockerfile:1\n");
    differs("one that is named", &with(""), &one);
    differs("another", &one, &with("# syntax=docker/dockerfile:1.7\n"));
    same("how it is written", &one, &with("#syntax = docker/dockerfile:1\n"));
}

#[test]
fn policies_count_as_they_are_written() {
    let bake = app("policy = [{ filename = \"p.rego\" }]");
    let with = |text: &str| said("").file("docker-bake.hcl", bake.clone()).file("p.rego", text);
    differs("one of the target", &with("a"), &with("b"));
    differs("one beside the Dockerfile", &said(""), &said("").file("Dockerfile.rego", "a"));
    let environment = said("")
        .file("policy.json", "{}")
        .env("EXPERIMENTAL_BUILDKIT_SOURCE_POLICY", "policy.json");
    differs("one of the environment", &said(""), &environment);
}
