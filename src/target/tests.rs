//! Values in, attributes as JSON out.

use insta::assert_snapshot;

use crate::source::host::FileKind;
use crate::span::{FileId, Span};
use crate::target::normalize::without_repeats;
use crate::target::sample::{World, value};
use crate::target::{Attributes, Definition, Definitions, Escape, Places, bases};
use crate::text::Text;
use crate::value::{Type, Value};

/// What a target says after `name = value`, as bake prints it once it is in normal form.
macro_rules! sets {
    ($name:literal, $text:expr, @$expected:literal) => {
        assert_snapshot!(set($name, &value($text)), @$expected)
    };
}

fn set(name: &str, value: &Value) -> String {
    let mut attributes = Attributes::default();
    match attributes.set(name, value) {
        Ok(()) => {
            attributes.normalize();
            written(&attributes, Escape::AsBake)
        }
        Err(problem) => {
            let index = problem.argument.map(|index| format!(" at {index}"));
            let entry = problem.entry.map(|key| format!(" at `{key}`"));
            let place = [index, entry].into_iter().flatten().collect::<String>();
            format!("error{place}: {}", problem.message)
        }
    }
}

fn written(attributes: &Attributes, escape: Escape) -> String {
    serde_json::to_string(&attributes.written(escape)).expect("attributes are JSON")
}

#[test]
fn texts_take_what_converts_and_null_says_nothing() {
    sets!("context", "5", @r#"{"context":"5"}"#);
    sets!("target", "\"\"", @r#"{"target":""}"#);
    sets!("context", "null", @"{}");
    sets!("description", "null", @"error: null is not allowed here");
    sets!("pull", "\"1\"", @r#"{"pull":true}"#);
    sets!("pull", "null", @"{}");
    sets!("nosuch", "[]", @"{}");
}

#[test]
fn lists_of_texts_lose_repeats_and_what_is_empty() {
    sets!("tags", r#"["b", "a", "b", "", 1]"#, @r#"{"tags":["b","a","1"]}"#);
    sets!("tags", "null", @"{}");
    sets!("tags", r#"["a", null]"#, @"error at 1: null is not allowed here");
    let tags = Value::Set(match Value::strings(["a", "b"]) {
        Value::List(list) => list,
        other => panic!("{other:?} is no list"),
    });
    assert_snapshot!(set("tags", &tags), @r#"{"tags":["a","b"]}"#);
}

#[test]
fn maps_keep_nulls_where_they_mean_not_given() {
    sets!("args", "{ A = null, B = 2 }", @r#"{"args":{"A":null,"B":"2"}}"#);
    sets!("contexts", r#"{ a = "", b = "x" }"#, @r#"{"contexts":{"b":"x"}}"#);
    sets!("contexts", "{ a = null }", @"error at `a`: null is not allowed here");
}

#[test]
fn caches_are_images_pairs_or_objects() {
    sets!("cache-from", r#"["a", "", "b,c", "TYPE=gha,Scope=X", { type = "s3", size = 1 }]"#, @r#"{"cache-from":[{"ref":"a","type":"registry"},{"ref":"b","type":"registry"},{"ref":"c","type":"registry"},{"scope":"X","type":"gha"},{"size":"1","type":"s3"}]}"#);
    sets!("cache-to", r#"["a", "type=gha,b"]"#, @"error at 1: `b` is not of the form `key=value`");
    sets!("cache-to", "[{ ref = \"a\" }]", @"error at 0: this object does not say its `type`");
    sets!("cache-to", "null", @"error: null is not allowed here");
}

#[test]
fn outputs_are_places_pairs_or_objects() {
    sets!("output", r#"["-", "dest=out", " Type =image, Name =n", { type = "local", dest = "o" }]"#, @r#"{"output":[{"dest":"-","type":"tar"},{"dest":"dest=out","type":"local"},{"name":"n","type":"image"},{"dest":"o","type":"local"}]}"#);
    sets!("output", r#"["type=local,dest=o", "o"]"#, @r#"{"output":[{"dest":"o","type":"local"}]}"#);
    sets!("output", "[{ type = null }]", @"error at 0 at `type`: null is not allowed here");
    sets!("output", "[null]", @"error at 0: null is not allowed here");
}

#[test]
fn sets_are_no_lists_of_outputs() {
    let outputs = match value(r#"["type=docker"]"#) {
        Value::Tuple(items) => Value::Set(std::sync::Arc::new(crate::value::List {
            element: Type::String,
            items: items.to_vec(),
        })),
        other => panic!("{other:?} is no tuple"),
    };
    assert!(set("output", &outputs).starts_with("error"));
}

#[test]
fn attestations_of_a_type_take_the_place_of_the_first() {
    sets!("attest", r#"["type=sbom,Generator=a", { type = "provenance", disabled = true }, "type=sbom"]"#, @r#"{"attest":[{"type":"sbom"},{"disabled":true,"type":"provenance"}]}"#);
    sets!("attest", r#"[{ mode = "max" }]"#, @r#"{"attest":[{"mode":"max","type":""}]}"#);
    sets!("attest", r#"["mode=max"]"#, @"error at 0: `mode=max` does not say its `type`");
}

#[test]
fn secrets_and_agents_may_be_objects_with_holes() {
    sets!("secret", r#"["id=a,type=env,src=E", { id = "b", env = null, more = [] }]"#, @r#"{"secret":[{"id":"a","env":"E"},{"id":"b"}]}"#);
    sets!("secret", r#"["id=a,foo=b"]"#, @"error at 0: a secret has no `foo`");
    sets!("ssh", r#"["default", "k=a,b", { paths = ["x"] }]"#, @r#"{"ssh":[{"id":"default"},{"id":"k","paths":["a","b"]},{"paths":["x"]}]}"#);
}

#[test]
fn policies_print_as_a_go_struct() {
    sets!("policy", r#"["filename=a,log-level=warn", { strict = 1, reset = null, filename = "" }]"#, @r#"{"policy":[{"Files":[{"Filename":"a","Data":null}],"Reset":false,"Disabled":false,"Strict":null,"LogLevel":"warning"},{"Files":null,"Reset":false,"Disabled":false,"Strict":true,"LogLevel":null}]}"#);
    sets!("policy", "[{ stict = true }]", @"error at 0: a policy has no `stict`");
}

#[test]
fn limits_are_texts_and_whole_numbers() {
    sets!("resources", r#"{ memory = 5, cpu-shares = "10", other = 1 }"#, @r#"{"resources":{"memory":"5","cpu-shares":10}}"#);
    sets!("resources", "{ cpu-shares = 1.5 }", @"error: `cpu-shares` must be a whole number of at most 64 bits");
    sets!("resources", "null", @"error: null is not allowed here");
}

#[test]
fn the_host_network_is_an_entitlement() {
    sets!("network", "\"host\"", @r#"{"network":"host","entitlements":["network.host"]}"#);
}

#[test]
fn repeats_go_in_the_order_of_bake() {
    let order = |text: &str| {
        let mut letters = Some(text.chars().collect());
        without_repeats(&mut letters);
        letters.map_or(String::new(), String::from_iter)
    };
    assert_eq!(order("abacd"), "abdc");
    assert_eq!(order("aabbcc"), "acb");
    assert_eq!(order("abc"), "abc");
    assert_eq!(order("aaaa"), "a");
    assert_eq!(order(""), "");
}

fn target(fields: &[(&str, &str)]) -> Attributes {
    let mut attributes = Attributes::default();
    for (name, text) in fields {
        attributes.set(name, &value(text)).expect("a sample fits");
    }
    attributes
}

#[test]
fn some_lists_grow_and_others_are_replaced() {
    let mut base = target(&[
        ("tags", r#"["a"]"#),
        ("annotations", r#"["a=1"]"#),
        ("output", r#"["type=docker"]"#),
        ("cache-from", r#"["a"]"#),
        ("secret", r#"["id=a,env=A", "id=b"]"#),
        ("labels", r#"{ a = "1", b = "1" }"#),
        ("description", "\"base\""),
        ("resources", "{ memory = \"1g\", cpu-shares = 1 }"),
    ]);
    base.merge(&target(&[
        ("tags", "[]"),
        ("annotations", r#"["b=2"]"#),
        ("output", r#"["type=image"]"#),
        ("cache-from", r#"["b", "a"]"#),
        ("secret", r#"["id=a,src=f"]"#),
        ("labels", r#"{ a = null, b = "2" }"#),
        ("description", "\"\""),
        ("resources", "{ cpu-shares = 2 }"),
    ]));
    base.normalize();
    let json = written(&base, Escape::AsBake);
    assert_snapshot!(json.replace(",\"", ",\n\""), @r#"
    {"description":"base",
    "annotations":["a=1",
    "b=2"],
    "labels":{"a":"1",
    "b":"2"},
    "cache-from":[{"ref":"a",
    "type":"registry"},{"ref":"b",
    "type":"registry"}],
    "secret":[{"id":"a",
    "src":"f"},{"id":"b"}],
    "output":[{"type":"image"}],
    "resources":{"memory":"1g",
    "cpu-shares":2}}
    "#);
}

#[test]
fn expressions_see_every_attribute() {
    let attributes = target(&[("tags", r#"["a"]"#), ("output", r#"["type=docker"]"#)]);
    let value = attributes.to_value("app");
    let fields = value.as_fields().expect("a target is an object");
    let shown = |name: &str| format!("{:?}", fields.get(name));
    assert_eq!(fields.len(), super::NAMES.len() - 1, "all but `matrix`");
    assert!(super::NAMES.iter().all(|&name| name == "matrix" || fields.contains_key(name)));
    assert!(shown("context").contains("Null(String)"));
    assert!(shown("platforms").contains("Null(List(String))"));
    assert_snapshot!(shown("attest"), @"Some(List(List { element: Map(String), items: [] }))");
    assert_snapshot!(shown("output"), @r#"Some(List(List { element: Map(String), items: [Map(Map { element: String, items: {"dest": String(""), "type": String("docker")} })] }))"#);
}

#[test]
fn a_plan_for_bake_escapes_every_text() {
    let attributes = target(&[
        ("tags", r#"["a$${b}"]"#),
        ("args", r#"{ A = "%%{b}" }"#),
        ("policy", r#"["filename=a,\"filename=b,c\"", {}]"#),
    ]);
    let json = |escape| written(&attributes, escape);
    assert_snapshot!(json(Escape::AsBake), @r#"{"args":{"A":"%%{b}"},"tags":["a${b}"],"policy":[{"Files":[{"Filename":"a","Data":null},{"Filename":"b,c","Data":null}],"Reset":false,"Disabled":false,"Strict":null,"LogLevel":null},{"Files":null,"Reset":false,"Disabled":false,"Strict":null,"LogLevel":null}]}"#);
    assert_snapshot!(json(Escape::Everything), @r#"{"args":{"A":"%%{b}"},"tags":["a$${b}"],"policy":["filename=a,\"filename=b,c\"","reset=false"]}"#);
}

/// What is wrong with attributes, and what they are in the end.
fn finished(fields: &[(&str, &str)], world: &World) -> String {
    let mut attributes = target(fields);
    let faults = attributes.finish(world);
    let fault = |fault: &super::Fault| format!("{}: {}", fault.attribute, fault.problem.message);
    let mut lines: Vec<String> = faults.iter().map(fault).collect();
    if lines.is_empty() {
        lines.push(written(&attributes, Escape::AsBake));
    }
    lines.join("\n")
}

#[test]
fn contexts_are_cleaned_unless_they_are_remote() {
    let context = |text: &str| finished(&[("context", text)], &World::default());
    assert_snapshot!(context("\"cwd://a/../b\""), @r#"{"context":"b"}"#);
    assert_snapshot!(context("\"docker-image://x\""), @r#"{"context":"docker-image:/x"}"#);
    assert_snapshot!(context("\"https://h//x\""), @r#"{"context":"https://h//x"}"#);
    assert_snapshot!(context("\"-\""), @"context: standard input is not allowed here");
}

#[test]
fn outputs_need_places_that_fit() {
    let world = World::default().file("f", "").other("d", FileKind::Directory);
    let output = |text: &str| finished(&[("output", text)], &world);
    assert_snapshot!(output(r#"["type=oci", "type=docker", "d"]"#), @r#"{"context":".","output":[{"dest":"-","type":"oci"},{"type":"docker"},{"dest":"d","type":"local"}]}"#);
    assert_snapshot!(output(r#"["type=local", "f", "type=tar,dest=d", "type=oci,tar=0,dest=-"]"#), @"
    output: an output of type `local` needs a `dest`
    output: the destination `f` is not a directory
    output: the destination `d` is a directory
    output: an output of type `oci` cannot go to standard output
    ");
    assert_snapshot!(output(r#"["-", "type=oci"]"#), @"output: more than one output goes to standard output");
}

#[test]
fn secrets_are_looked_for() {
    let world = World::default().file("f", "").file("big", &"x".repeat(512_001)).variable("V", "");
    let secret = |text: &str| finished(&[("secret", text)], &world);
    assert_snapshot!(secret(r#"["id=V", "id=f", "id=a,env=UNSET", "id=b,src=f"]"#), @r#"{"context":".","secret":[{"id":"V"},{"id":"f"},{"id":"a","env":"UNSET"},{"id":"b","src":"f"}]}"#);
    assert_snapshot!(secret(r#"["id=none", "env=V", "id=big", "id=c,src=none"]"#), @"
    secret: secret `none`: there is no file `none`
    secret: a secret has no `id`
    secret: secret `big` is larger than 512000 bytes
    secret: secret `c`: there is no file `none`
    ");
}

#[test]
fn keys_are_private_and_open() {
    let begin = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    let end = "\n-----END OPENSSH PRIVATE KEY-----\n";
    let key = |body: &str| format!("{begin}{body}{end}");
    let world = World::default()
        .file("open", &key("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU="))
        .file("sealed", &key("b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHI="))
        .file("text", "hello")
        .other("socket", FileKind::Socket)
        .other("d", FileKind::Directory);
    let agent = |text: &str| finished(&[("ssh", text)], &world);
    assert_snapshot!(agent(r#"["a=open", "b=socket", "c=open,open"]"#), @r#"{"context":".","ssh":[{"id":"a","paths":["open"]},{"id":"b","paths":["socket"]},{"id":"c","paths":["open","open"]}]}"#);
    assert_snapshot!(agent(r#"["a=sealed", "b=text", "c=open,socket", "d=socket,socket", "e=d", "f=none"]"#), @"
    ssh: the private key `sealed` needs a passphrase
    ssh: `text` is not a private key
    ssh: an SSH agent is either a socket or keys, not both
    ssh: an SSH agent can have only one socket
    ssh: `d` is a directory
    ssh: there is no file `none`
    ");
    assert_snapshot!(agent(r#"["=socket", "default=socket"]"#), @"ssh: the SSH agent `default` is given twice");
}

/// A target: its name, its file, its attributes, and the target whose context it takes.
type Said<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], Option<&'a str>);

/// The contexts of targets, each from a file, once they have been made relative to those files.
fn rebased(targets: &[Said<'_>]) -> String {
    rebased_on(false, targets)
}

/// The same on Linux or, with `wsl`, on Linux on Windows.
fn rebased_on(wsl: bool, targets: &[Said<'_>]) -> String {
    let mut definitions = Definitions::new();
    for (name, file, fields, context_of) in targets {
        let mut attributes = target(fields);
        let says_contexts = fields.iter().any(|(name, _)| *name == "contexts");
        attributes.set_source(&bases::of_file(file), context_of.map(Text::from), says_contexts);
        let places = Places::of(Span::new(FileId(0), 0, 0)).into();
        let (name, cell) = (Text::from(*name), std::sync::Arc::default());
        let (block, attributes) = (name.clone(), std::sync::Arc::new(attributes));
        definitions.add_target(Definition { name, attributes, cell, block, places });
    }
    bases::rebase(definitions.targets_mut(), wsl);
    let line = |it: &Definition| {
        let Attributes { context, contexts, .. } = &*it.attributes;
        let context = context.clone().unwrap_or_else(|| it.attributes.default_context());
        format!("{}: {context} {:?}", it.name, contexts.iter().flatten().collect::<Vec<_>>())
    };
    definitions.targets().iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn contexts_are_relative_to_the_file_that_says_them() {
    let contexts = r#"{ a = "../x", b = "docker-image://alpine", c = "cwd://y", d = "/abs" }"#;
    let both = [("context", r#""ctx""#), ("contexts", contexts)];
    assert_snapshot!(rebased(&[
        ("said", "sub/bake.hcl", &both, None),
        ("unsaid", "sub/bake.hcl", &[], None),
        ("top", "bake.hcl", &[("context", r#""./ctx/../c""#)], None),
        ("stdin", "-", &[("context", r#""ctx""#)], None),
        ("remote", "sub/bake.hcl", &[("context", r#""https://h/r.git""#)], None),
    ]), @r#"
    said: sub/ctx [("a", "x"), ("b", "docker-image://alpine"), ("c", "cwd://y"), ("d", "/abs")]
    unsaid: sub []
    top: c []
    stdin: ctx []
    remote: https://h/r.git []
    "#);
}

#[test]
fn paths_of_windows_are_those_of_its_drives_on_wsl() {
    let contexts = r#"{ a = "D:/x", b = "x" }"#;
    let targets: [Said<'_>; 3] = [
        ("said", "bake.hcl", &[("context", r#""C:\\ctx""#), ("contexts", contexts)], None),
        ("there", "C:/sub/bake.hcl", &[("context", r#""..\\ctx""#)], None),
        ("unsaid", "C:/sub/bake.hcl", &[], None),
    ];
    assert_snapshot!(rebased_on(true, &targets), @r#"
    said: /mnt/c/ctx [("a", "/mnt/d/x"), ("b", "x")]
    there: /mnt/c/ctx []
    unsaid: /mnt/c/sub []
    "#);
    assert_snapshot!(rebased_on(false, &targets), @r#"
    said: C:\ctx [("a", "D:/x"), ("b", "x")]
    there: C:/sub/..\ctx []
    unsaid: C:/sub []
    "#);
}

#[test]
fn a_target_in_several_files_keeps_the_base_of_each_context() {
    assert_snapshot!(rebased(&[
        ("one", "a/bake.hcl", &[("context", r#""ctx""#), ("contexts", r#"{ x = "x", y = "y" }"#)], None),
        ("one", "b/bake.hcl", &[("contexts", r#"{ y = "z" }"#)], None),
        ("two", "a/bake.hcl", &[], None),
        ("two", "b/bake.hcl", &[], None),
        ("borrows", "c/bake.hcl", &[("context", r#""ctx""#)], Some("one")),
    ]), @r#"
    one: a/ctx [("x", "a/x"), ("y", "b/z")]
    two: b []
    borrows: a/ctx []
    "#);
}
