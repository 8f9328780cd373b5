//! Keys as they are, so that no change of the rule goes unnoticed.
//!
//! Where one of these changes, all keys do that are anywhere in a registry: the version of the rules
//! must change, too.

use super::support::{app, keys};
use crate::source::Memory;

fn shown(host: &Memory) -> String {
    let keys = keys(host);
    keys.nodes.iter().map(|(name, it)| format!("{name} {}\n", it.key)).collect()
}

#[test]
fn a_small_one() {
    let host = Memory::new()
        .file("docker-bake.hcl", app(""))
        .file("Dockerfile", "FROM scratch\nCOPY a /\n")
        .file("a", "a");
    insta::assert_snapshot!(shown(&host), @"app 6bba82719b7266b1d737761e6bc7156d8bb7a63b5909b6d8bfb93eac0c495ff6");
}

#[test]
fn one_with_everything() {
    let file = "# syntax=docker/dockerfile:1\nARG V=12\nFROM debian:$V AS build\nARG X=1\nENV Y=$X\n\
                WORKDIR /w\nRUN --mount=type=cache,target=/c --mount=target=/s make\nCOPY <<E /h\n$Y\nE\n\
                FROM scratch\nLABEL a=$X\nCOPY --from=build --chown=1:2 /w /\nCMD [\"a\"]\n";
    let said = "platforms = [\"linux/amd64\", \"linux/arm64\"]\nlabels = { l = \"1\" }\n\
                annotations = [\"a=b\"]\nsecret = [\"id=S\"]\nshm-size = \"1g\"\n\
                args = { X = \"2\", SOURCE_DATE_EPOCH = \"0\" }\ninputs = [\"b\"]";
    let host = Memory::new()
        .file("docker-bake.hcl", app(said))
        .file("Dockerfile", file)
        .file("a", "a")
        .file("b", "b")
        .env("S", "secret");
    insta::assert_snapshot!(shown(&host), @"app ade31d52af84edf1bf72c49163da475d2f636f88942714aae5cb2a7937f22620");
}

#[test]
fn all_kinds() {
    let bake = "target \"app\" {\n contexts = { base = \"target:base\" }\n}\n\
                target \"base\" {\n dockerfile-inline = \"FROM scratch\\nRUN a\"\n}\n\
                task \"test\" {\n command = [\"t\"]\n image = \"app\"\n env = [\"E\"]\n}\n\
                promote \"release\" {\n target = \"app\"\n tags = [\"a/b:1\"]\n needs = [\"test\"]\n}\n";
    let host = Memory::new().file("docker-bake.hcl", bake).file("Dockerfile", "FROM base\nRUN b\n");
    insta::assert_snapshot!(shown(&host), @r"
    app 870d78b62ef65f1b0c7675ab50843b9a7bb6cf7f69a277aea9c76fe1e41976cf
    base eebf177cc551e741453fda0399d4464169f07121d1d16f22874540b36c6f5156
    release e34f745f1d54ae1ce17af14c460c41da6eb14725a444b4eedabdc189392190fd
    test d8cb5f3d8e88654e02a9b59ebced622ba725a1707a9b5b498736de08bdf3db54
    ");
}

#[test]
fn another_frontend() {
    let host = Memory::new()
        .file("docker-bake.hcl", app("args = { A = \"1\" }"))
        .file("Dockerfile", "# syntax=a/b\nanything\n");
    insta::assert_snapshot!(shown(&host), @"app 1ae2f55f12909183b267a6ad5c4814bad92d3e4f3a13679b9a40a7487fdb8fb9");
}
