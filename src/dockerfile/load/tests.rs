//! Targets in, the place of their Dockerfile out.

use std::sync::Arc;

use super::{Dockerfiles, Location, Outcome, context, locate};
use crate::source::{Memory, Sources};
use crate::span::{FileId, Span};
use crate::target::{Attributes, Place, Places};

fn attributes(context: Option<&str>, dockerfile: Option<&str>) -> Attributes {
    Attributes {
        context: context.map(Into::into),
        dockerfile: dockerfile.map(Into::into),
        ..Attributes::default()
    }
}

fn places() -> Places {
    let mut places = Places::of(Span::new(FileId(0), 0, 0));
    for (at, name) in ["context", "dockerfile"].into_iter().enumerate() {
        places.attributes.insert(name.into(), Place::of(Span::new(FileId(0), at, at + 1)));
    }
    places
}

/// The name of what is read, or why it is not.
fn load(host: &Memory, attributes: &Attributes) -> String {
    let mut sources = Sources::new();
    sources.add("docker-bake.hcl", "cd");
    let mut found = Vec::new();
    let outcome =
        Dockerfiles::new().load("app", attributes, &places(), host, &mut sources, &mut found);
    if let Some(error) = found.first() {
        let at = error.labels.first().map_or("", |label| sources.slice(label.span));
        return format!("{} @ {at} {:?}", error.message, error.advice());
    }
    match outcome {
        Outcome::Loaded(loaded) => format!("{} {:?}", sources.get(loaded.file).name, loaded.path),
        Outcome::Opaque(opaque) => opaque.reason,
        Outcome::Missing => "missing".to_owned(),
    }
}

#[test]
fn a_dockerfile_counts_from_the_context() {
    let file = |context, dockerfile| match locate(&attributes(context, dockerfile)) {
        Location::File(path) => path.to_string(),
        Location::Remote(address) => format!("remote {address}"),
        Location::Inline(text) => format!("inline {text}"),
    };
    assert_eq!(file(None, None), "Dockerfile");
    assert_eq!(file(Some("./app/"), Some("../Dockerfile.x")), "Dockerfile.x");
    assert_eq!(file(Some("cwd://app"), Some("docker/app")), "app/docker/app");
    assert_eq!(file(Some("app"), Some("cwd://here/Dockerfile")), "here/Dockerfile");
    assert_eq!(file(Some("app"), Some("/etc/Dockerfile")), "/etc/Dockerfile");
    let git = Some("https://example.org/r.git");
    assert_eq!(file(git, None), "remote https://example.org/r.git");
    assert_eq!(file(git, Some("cwd://Dockerfile")), "Dockerfile");
    assert_eq!(&*context(&attributes(Some("cwd://a/../b"), None)), "b");
    let inline = Attributes {
        dockerfile_inline: Some(Box::new("FROM scratch".into())),
        ..attributes(git, Some("Dockerfile"))
    };
    assert_eq!(locate(&inline), Location::Inline("FROM scratch".into()));
}

#[test]
fn what_is_read_has_a_name() {
    let host =
        Memory::new().file("app/dockerfile", "FROM scratch\n").file("x/df", "FROM scratch\n");
    assert_eq!(
        load(&host, &attributes(Some("app"), None)),
        "app/dockerfile Some(\"app/dockerfile\")"
    );
    assert_eq!(load(&host, &attributes(Some("x"), Some("df"))), "x/df Some(\"x/df\")");
    let inline = Attributes {
        dockerfile_inline: Some(Box::new("FROM scratch\n".into())),
        ..Attributes::default()
    };
    assert_eq!(load(&host, &inline), "dockerfile-inline of `app` None");
    let filled_in = Attributes { dockerfile: Some("x/df.jinja".into()), ..inline };
    assert_eq!(load(&host, &filled_in), "x/df.jinja, filled in None");
    let remote = attributes(Some("git@example.org:o/r.git"), Some("Dockerfile"));
    assert_eq!(load(&host, &remote), "it is in the remote context `git@example.org:o/r.git`");
}

#[test]
fn what_is_missing_is_blamed_on_its_attribute() {
    let host = Memory::new().file("app/x", "").file("Dockerfile.app", "FROM scratch\n");
    let cases = [
        (
            attributes(None, None),
            "cannot read the Dockerfile `Dockerfile`: no such file @ c \
             [\"did you mean `Dockerfile.app`?\"]",
        ),
        (
            attributes(Some("app"), Some("y")),
            "cannot read the Dockerfile `app/y`: no such file @ d []",
        ),
        (
            attributes(Some("ap"), None),
            "the build context `ap` does not exist @ c [\"did you mean `app`?\"]",
        ),
        (attributes(Some("nosuch"), None), "the build context `nosuch` does not exist @ c []"),
        (attributes(Some("app/x"), None), "the build context `app/x` is not a directory @ c []"),
        (
            attributes(Some("app"), Some("Dockerfile.app")),
            "cannot read the Dockerfile `app/Dockerfile.app`: no such file @ d \
             [\"it counts from the context `app`; `cwd://Dockerfile.app` is there\"]",
        ),
        (
            attributes(None, Some("https://example.org/Dockerfile")),
            "cannot read the Dockerfile `https:/example.org/Dockerfile`: no such file @ d \
             [\"bake takes an address for a path here; give the text in `dockerfile-inline`\"]",
        ),
    ];
    for (attributes, expected) in cases {
        assert_eq!(load(&host, &attributes), expected);
    }
}

#[test]
fn a_dockerfile_is_read_once() {
    let host = Memory::new().file("Dockerfile", "FROM scratch\nNOSUCH x\n");
    let (mut sources, mut found, mut all) = (Sources::new(), Vec::new(), Dockerfiles::new());
    let mut read = |attributes: &Attributes, found: &mut Vec<_>| match all.load(
        "app",
        attributes,
        &places(),
        &host,
        &mut sources,
        found,
    ) {
        Outcome::Loaded(loaded) => loaded,
        other => panic!("{other:?}"),
    };
    let first = read(&attributes(None, None), &mut found);
    let second = read(&attributes(Some("./."), Some("x/../Dockerfile")), &mut found);
    assert!(Arc::ptr_eq(&first.dockerfile, &second.dockerfile));
    assert_eq!(found.len(), 1);
}
