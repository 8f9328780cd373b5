//! Targets and images that others are made of.

use super::support::{app, differs, keyed, keys, reasons, same};
use crate::source::Memory;

/// A target `app` that has a target `base` as its context `base`.
fn linked(base: &str, app: &str, said: &str) -> Memory {
    let definition = format!(
        "target \"app\" {{\n contexts = {{ base = \"target:base\" }}\n}}\n\
         target \"base\" {{\n dockerfile = \"base.Dockerfile\"\n{said}\n}}\n"
    );
    Memory::new()
        .file("docker-bake.hcl", definition)
        .file("Dockerfile", app)
        .file("base.Dockerfile", base)
}

#[test]
fn a_linked_target_counts_as_far_as_it_is_used() {
    let from = "FROM base\nRUN b\n";
    let copy = "FROM scratch\nCOPY --from=base /a /\n";
    let mount = "FROM scratch\nRUN --mount=from=base,target=/a b\n";
    let unused = "FROM scratch\nRUN b\n";
    let one = "FROM scratch\nRUN a\n";
    let other = "FROM scratch\nRUN x\n";
    for app in [from, copy, mount] {
        differs(app, &linked(one, app, ""), &linked(other, app, ""));
        same(app, &linked(one, app, ""), &linked(one, app, "tags = [\"x\"]"));
        let commented = linked("FROM scratch\n# c\nRUN a\n", app, "");
        same(app, &linked(one, app, ""), &commented);
    }
    same("not at all", &linked(one, unused, ""), &linked(other, unused, ""));
    let label = "FROM scratch\nRUN a\nLABEL a=b\n";
    differs("its labels come along", &linked(one, from, ""), &linked(label, from, ""));
    let labels = "labels = { a = \"b\" }";
    differs("all of them", &linked(one, from, ""), &linked(one, from, labels));
    same("but not with its files", &linked(one, copy, ""), &linked(label, copy, ""));
    same("none of them", &linked(one, copy, ""), &linked(one, copy, labels));
    let annotations = "annotations = [\"a=b\"]";
    same("nor annotations", &linked(one, from, ""), &linked(one, from, annotations));
    differs(
        "its variables do",
        &linked(one, copy, ""),
        &linked("FROM scratch\nENV A=1\nRUN a\n", copy, ""),
    );
}

#[test]
fn the_name_of_a_target_or_context_does_not_count() {
    let renamed = Memory::new()
        .file(
            "docker-bake.hcl",
            "target \"app\" {\n contexts = { b = \"target:z\" }\n}\n\
             target \"z\" {\n dockerfile = \"z.Dockerfile\"\n}\n",
        )
        .file("Dockerfile", "FROM b\nRUN b\n")
        .file("z.Dockerfile", "FROM scratch\nRUN a\n");
    same("renamed", &linked("FROM scratch\nRUN a\n", "FROM base\nRUN b\n", ""), &renamed);
}

#[test]
fn a_long_chain_is_no_deep_one() {
    let mut bake = String::from("target \"t0\" {\n dockerfile-inline = \"FROM scratch\"\n}\n");
    for number in 1..3000 {
        let link = number - 1;
        bake.push_str(&format!(
            "target \"t{number}\" {{\n dockerfile-inline = \"FROM base\\nRUN a\"\n \
             contexts = {{ base = \"target:t{link}\" }}\n}}\n"
        ));
    }
    let keys = keys(&Memory::new().file("docker-bake.hcl", bake));
    let all: std::collections::BTreeSet<_> = keys.nodes.values().map(|it| it.key).collect();
    assert_eq!(all.len(), 3000);
}

#[test]
fn what_a_volatile_target_is_in_is_volatile() {
    let volatile = "no-cache = true";
    let base = "FROM scratch\nRUN a\n";
    let from = linked(base, "FROM base\nRUN b\n", volatile);
    assert_eq!(reasons(&from), ["`base` is volatile"]);
    let unused = linked(base, "FROM scratch\nRUN b\n", volatile);
    assert!(reasons(&unused).is_empty());
}

#[test]
fn images_count_by_digest_or_by_name() {
    let digest = format!("sha256:{}", "a".repeat(64));
    let file = |from: &str| super::support::project(&format!("FROM {from}\nRUN a\n"));
    let floating = |host: &Memory| keyed(host).floating;
    assert_eq!(floating(&file("debian:12"))[0], "docker.io/library/debian:12");
    assert!(floating(&file(&format!("debian@{digest}"))).is_empty());
    same(
        "the name of what has a digest",
        &file(&format!("debian@{digest}")),
        &file(&format!("debian:12@{digest}")),
    );
    same("how it is written", &file("debian"), &file("docker.io/library/debian:latest"));
    differs("the tag", &file("debian:11"), &file("debian:12"));
    let unreached = super::support::project("FROM debian AS a\nFROM scratch\nRUN b\n");
    assert!(floating(&unreached).is_empty());
}

/// A project whose context `x` is something else.
fn taking(context: &str, dockerfile: &str) -> Memory {
    let said = format!("contexts = {{ x = \"{context}\" }}");
    Memory::new().file("docker-bake.hcl", app(&said)).file("Dockerfile", dockerfile)
}

#[test]
fn a_commit_is_the_same_wherever_it_comes_from() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let at = |rest: &str| {
        let copy = "FROM scratch\nCOPY --from=x a /\n";
        taking(&rest.replace('C', commit), copy)
    };
    let plain = at("https://a.example/x.git#C");
    for other in [
        "git://b.example/y#C",
        "git@b.example:y#C",
        "https://a.example/x.git?ref=C",
        "https://a.example/x.git?tag=v1&checksum=C",
        "https://a.example/x.git?keep-git-dir=false&submodules=true&mtime=checkout#C:/",
    ] {
        same(other, &plain, &at(other));
    }
    for other in [
        "https://a.example/x.git#C:a",
        "https://a.example/x.git?submodules=false#C",
        "https://a.example/x.git?mtime=commit#C",
        "https://a.example/x.git?keep-git-dir=true#C",
        "https://a.example/x.git#1C",
    ] {
        differs(other, &plain, &at(&other.replace("1C", &commit.replace('0', "1"))));
    }
    let kept = |host: &str| at(&format!("https://{host}/x.git?keep-git-dir=true#C"));
    differs("where its `.git` is from", &kept("a.example"), &kept("b.example"));
    let kept = |rest: &str| at(&format!("https://a.example/x.git?keep-git-dir=1{rest}"));
    same("how the commit of a `.git` is said", &kept("#C"), &kept("&ref=C&submodules=1"));
    differs("whose branch a `.git` is of", &kept("#C"), &kept("&branch=b&checksum=C"));
    differs("the branch", &kept("&branch=b&checksum=C"), &kept("&branch=c&checksum=C"));
    differs("submodules beside a `.git`", &kept("#C"), &kept("&submodules=0#C"));
}

#[test]
fn an_image_in_a_folder_counts_by_its_digest() {
    let digest = |digit: &str| format!("sha256:{}", digit.repeat(64));
    let index = |tags: [&str; 2]| {
        let image = |digit: &str, tag: &str| {
            let name = format!(r#"{{"org.opencontainers.image.ref.name": "{tag}"}}"#);
            format!(r#"{{"digest": "{}", "annotations": {name}}}"#, digest(digit))
        };
        let images = [image("a", tags[0]), image("b", tags[1])].join(", ");
        format!(r#"{{"manifests": [{images}]}}"#)
    };
    let with = |context: &str, tags: [&str; 2]| {
        let host = taking(context, "FROM scratch\nCOPY --from=x a /\n");
        host.file("o/index.json", index(tags)).file("p@q/index.json", index(tags))
    };
    let plain = with("oci-layout://o", ["latest", "v1"]);
    assert!(reasons(&plain).is_empty());
    same("its digest", &plain, &with(&format!("oci-layout://o@{}", digest("a")), ["x", "y"]));
    same("its tag", &plain, &with("oci-layout://o:v2", ["v2", "v1"]));
    same("where it is", &plain, &with("oci-layout://p@q", ["latest", "v1"]));
    differs("the tag moves", &plain, &with("oci-layout://o", ["v1", "latest"]));
    differs("another tag", &plain, &with("oci-layout://o:v1", ["latest", "v1"]));
    let unknown = "`p@q/index.json` does not tell which image `v3` is";
    assert_eq!(reasons(&with("oci-layout://p@q:v3", ["latest", "v1"])), [unknown]);
}

#[test]
fn the_dockerfile_in_a_remote_context_counts_by_its_name() {
    let at = |more: &str| {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let said = format!("context = \"https://a.example/x.git#{commit}\"\n{more}");
        Memory::new().file("docker-bake.hcl", app(&said))
    };
    same("the usual one", &at(""), &at("dockerfile = \"./Dockerfile\""));
    differs("another one", &at(""), &at("dockerfile = \"a/Dockerfile\""));
}

#[test]
fn the_lock_file_says_which_image_is_meant() {
    let file = super::support::project("FROM debian:12\nRUN a\n");
    let lock = |digit: &str, triggers: &[&str]| {
        let digest = format!("sha256:{}", digit.repeat(64));
        let mut lock = crate::lock::Lock::default();
        let image = crate::lock::LockedImage {
            digest: digest.as_str().into(),
            triggers: triggers.iter().map(|&it| it.into()).collect(),
        };
        let platforms = [("linux/amd64".into(), image)].into();
        let locked = crate::lock::Locked { digest: digest.as_str().into(), platforms };
        lock.images.insert("docker.io/library/debian:12".into(), locked);
        lock.text()
    };
    let one = file.clone().file("bakewell.lock", lock("a", &[]));
    assert!(keyed(&one).floating.is_empty());
    differs("no lock", &file, &one);
    differs("another digest", &one, &file.clone().file("bakewell.lock", lock("b", &[])));
    let with_triggers = |triggers: &[&str]| {
        file.clone().file("bakewell.lock", lock("a", triggers)).file("one", "1").file("two", "2")
    };
    differs("its triggers", &one, &with_triggers(&["RUN x"]));
    let copies = with_triggers(&["ARG A", "COPY one /"]);
    differs("a file of a trigger", &copies, &copies.clone().file("one", "x"));
    same("another file", &copies, &copies.clone().file("two", "x"));
    let odd = with_triggers(&["nothing that docker knows"]);
    differs("what nobody can read may take anything", &odd, &odd.clone().file("two", "x"));
    let other = super::support::project("FROM debian:stable\nRUN a\n")
        .file("bakewell.lock", lock("a", &[]).replace("debian:12", "debian:stable"));
    same("the name of what is locked", &one, &other);
}

#[test]
fn the_triggers_of_a_target_are_run_by_those_who_start_from_it() {
    let with = |trigger: &str, app: &str| {
        let host = linked(&format!("FROM scratch\nRUN a\n{trigger}\n"), app, "");
        host.file("one", "1").file("two", "2")
    };
    let from = "FROM base\nRUN b\n";
    let copies = with("ONBUILD COPY one /", from);
    differs("a file", &copies, &copies.clone().file("one", "x"));
    same("another file", &copies, &copies.clone().file("two", "x"));
    differs("another trigger", &copies, &with("ONBUILD COPY one /x", from));
    let commands = with("ONBUILD RUN x", from);
    differs("a command", &commands, &with("ONBUILD RUN y", from));
    let taker = "FROM base AS b\nRUN b\nFROM scratch\nCOPY --from=b /x /\n";
    differs("what is copied from it", &with("ONBUILD RUN x", taker), &with("ONBUILD RUN y", taker));
    let not_run = "FROM scratch\nCOPY --from=base /x /\n";
    same("none is run", &with("ONBUILD RUN x", not_run), &with("ONBUILD RUN y", not_run));
    let stage = |run: &str| {
        let app = format!("FROM scratch AS s\nRUN {run}\nFROM base\nRUN b\n");
        with("ONBUILD COPY --from=s /x /", &app)
    };
    differs("a stage that only a trigger reaches", &stage("a"), &stage("b"));
    let arg = |value: &str| with("ONBUILD ARG A", &format!("ARG A={value}\nFROM base\nRUN b\n"));
    differs("an arg that only a trigger declares", &arg("1"), &arg("2"));
}
