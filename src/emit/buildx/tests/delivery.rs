//! How children get the images of their parents.

use insta::assert_snapshot;

use super::{TREE, printed};

#[test]
fn children_take_parents_from_the_registry_or_the_store() {
    assert_snapshot!(printed(TREE, ""), @r#"
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=Dockerfile --output=type=oci,tar=false,dest="$store"/base .
    digest_base=$(digest digest "$store"/base/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --tag=example.org:5000/b:1 --output=type=registry --metadata-file="$store"/b-1.json .
    digest_b_1=$(digest containerimage.digest "$store"/b-1.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --output=type=image --output=type=oci,tar=false,dest="$store"/b_1 .
    digest_b_1_=$(digest digest "$store"/b_1/index.json)
    docker buildx build --file=Dockerfile --build-context=again=docker-image://example.org:5000/b@"$digest_b_1" --build-context=one=docker-image://example.org:5000/b@"$digest_b_1" --build-context=other=oci-layout://"$store"/b_1@"$digest_b_1_" --tag=top .
    rm -rf "$store"
    "#);
}

#[test]
fn what_children_say_of_layers_their_parents_say_too() {
    let bake = r#"
target "base" {
  output = ["type=local,dest=out"]
}
target "pushed" {
  contexts = { below = "target:base" }
  output   = ["type=registry"]
  tags     = ["example.org/pushed"]
}
target "top" {
  contexts = { below = "target:pushed" }
  output   = ["type=oci,dest=top.tar,rewrite-timestamp=true,compression=zstd", "type=oci,dest=b.tar,compression=gzip"]
}
"#;
    assert_snapshot!(printed(bake, "base pushed top"), @r#"
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=Dockerfile --output=type=local,dest=out --output=type=oci,rewrite-timestamp=true,tar=false,dest="$store"/base .
    digest_base=$(digest digest "$store"/base/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/base@"$digest_base" --tag=example.org/pushed --output=type=registry --output=type=oci,rewrite-timestamp=true,tar=false,dest="$store"/pushed .
    digest_pushed=$(digest digest "$store"/pushed/index.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://"$store"/pushed@"$digest_pushed" --output=type=oci,dest=top.tar,compression=zstd,rewrite-timestamp=true --output=type=oci,dest=b.tar,compression=gzip .
    rm -rf "$store"
    "#);
}

#[test]
fn a_layout_of_its_own_is_taken_where_it_fits() {
    let bake = |more: &str| {
        format!(
            r#"
target "base" {{
  output = [{{ type = "oci", tar = "false", dest = "my out" }}]
}}
target "top" {{
  contexts = {{ below = "target:base" }}
  output = ["type=oci,dest=top.tar{more}"]
}}
"#
        )
    };
    assert_snapshot!(printed(&bake(""), "base top"), @r#"
    unset DOCKER_DEFAULT_PLATFORM
    store=$(mktemp -d)
    digest() {
      { tr -d ' \n' <"$2"; echo; } | sed -n 's/.*"'"$1"'":"\(sha256:[0-9a-f]*\)".*/\1/p' |
        grep . || { echo "no digest in $2" >&2; return 1; }
    }
    docker buildx build --file=Dockerfile '--output=type=oci,dest=my out,tar=false' --metadata-file="$store"/base.json .
    digest_base=$(digest containerimage.digest "$store"/base.json)
    docker buildx build --file=Dockerfile --build-context=below=oci-layout://'my out@'"$digest_base" --output=type=oci,dest=top.tar .
    rm -rf "$store"
    "#);
    assert_snapshot!(printed(&bake(",rewrite-timestamp=true"), "base top"), @r#"
    the image of `base` cannot be handed on: a build writes one OCI layout into a folder, and this one is not what others need at `[{ type = "oci", tar = "false", dest = "my out" }]`
      write an archive instead: leave out `tar=false`
    "#);
}

#[test]
fn nobody_starts_from_what_is_not_built() {
    let bake = "target \"base\" {\n call = \"check\"\n}\ntarget \"top\" {\n contexts = { below = \"target:base\" }\n}";
    assert_snapshot!(printed(bake, "top"), @r#"target `top` cannot start from `base`, which is not built: its `call` is `check` at `"target:base"`"#);
}

/// What a target that is pushed becomes for a child with these platforms.
fn across(platforms: &str, child: &str) -> String {
    let bake = format!(
        "target \"one\" {{\n platforms = {platforms}\n tags = [\"h/one\"]\n output = [\"type=registry\"]\n}}\n\
         target \"app\" {{\n platforms = {child}\n contexts = {{ one = \"target:one\" }}\n}}\n"
    );
    let text = printed(&bake, "one app");
    let (_, context) = text.split_once("--build-context=one=").expect("it is a context");
    context.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn an_image_for_platforms_that_are_not_its_own_is_not_looked_for_in_a_registry() {
    let [none, amd, arm] = ["[]", "[\"linux/amd64\"]", "[\"linux/arm64\"]"];
    let both = "[\"linux/amd64\", \"linux/arm64\"]";
    for (platforms, child) in [(none, none), (amd, amd), (both, both), (both, arm), (both, none)] {
        assert_eq!(across(platforms, child), "docker-image://h/one@", "{platforms} {child}");
    }
    for (platforms, child) in [(none, both), (none, arm), (amd, arm), (amd, both), (amd, none)] {
        assert_eq!(across(platforms, child), "oci-layout://", "{platforms} {child}");
    }
}

#[test]
fn an_image_for_platforms_that_are_not_its_own_has_no_attestations() {
    let bake = r#"
target "files" {
  attest = ["type=provenance,mode=max", "type=sbom,disabled=true"]
}
target "app" {
  platforms = ["linux/arm64"]
  contexts  = { files = "target:files" }
}
"#;
    let text = printed(bake, "app");
    assert!(
        text.contains(
            " --attest=type=provenance,disabled=true --attest=type=sbom,disabled=true --output="
        ),
        "{text}"
    );
    assert_snapshot!(printed(bake, "files app"), @r#"
    the image of `files` cannot be handed on: others start from it for platforms that it is not built for, and with attestations beside it they do not find it at `["type=provenance,mode=max", "type=sbom,disabled=true"]`
      build it for their `platforms`, or leave out `attest`
    "#);
}
