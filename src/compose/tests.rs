//! Compose files in, targets out. Every answer here is the reference's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::{Compose, Recognised, load, recognise};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::host::FileKind;
use crate::source::{Host, Loaded, Sources};
use crate::target::Escape;

/// A world of a few files and variables. The first files are the compose files.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) files: BTreeMap<String, String>,
    pub(super) variables: BTreeMap<String, String>,
}

impl Host for Desk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let found = path.to_str().and_then(|path| self.files.get(path));
        let found = found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(found.clone().into_bytes())
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        let path = path.to_str().unwrap_or_default();
        let inside = format!("{path}/");
        Ok(if self.files.contains_key(path) {
            Some(FileKind::File)
        } else if self.files.keys().any(|name| name.starts_with(&inside)) {
            Some(FileKind::Directory)
        } else {
            None
        })
    }

    fn working_directory(&self) -> &Path {
        Path::new("/here")
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn environment(&self) -> BTreeMap<String, String> {
        self.variables.clone()
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn platform(&self) -> String {
        "linux/amd64".to_owned()
    }
}

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self { files: files.iter().map(own).collect(), ..Self::default() }
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The targets of some of the files, or what is wrong with them.
    fn plan(&self, names: &[&str]) -> String {
        let mut sources = Sources::new();
        let files: Vec<_> =
            names.iter().map(|name| sources.add(*name, self.files[*name].as_str())).collect();
        let mut diagnostics = Diagnostics::new();
        match load(&files, &BTreeMap::new(), self, &mut sources, &mut diagnostics) {
            Ok(compose) => shown(&compose),
            Err(_) => diagnostics.iter().map(|error| line(error, &sources)).collect(),
        }
    }
}

fn shown(compose: &Compose) -> String {
    let mut out = String::new();
    for target in &compose.targets {
        let json = serde_json::to_string(&target.attributes.written(Escape::AsBake));
        writeln!(out, "{}: {}", target.name, json.unwrap_or_default()).expect("strings grow");
    }
    out
}

fn line(error: &Diagnostic, sources: &Sources) -> String {
    let place = error.labels.first().map_or(String::new(), |label| {
        let (line, column) = sources.position(label.span.file, label.span.start);
        format!("{}:{line}:{column}: ", sources.get(label.span.file).name)
    });
    format!("{place}{}\n", error.message)
}

/// The targets of one file.
fn plan(text: &str) -> String {
    Desk::with(&[("compose.yml", text)]).plan(&["compose.yml"])
}

/// A file with one service whose build says this, in flow style.
fn build(fields: &str) -> String {
    plan(&format!("services: {{app: {{build: {fields}}}}}"))
}

fn builds(all: &[&str]) -> String {
    all.iter().map(|fields| build(fields)).collect()
}

/// One file on top of another, both with one service and its build.
fn two(base: &str, over: &str) -> String {
    let service = |build: &str| format!("services: {{app: {{build: {build}}}}}");
    let (base, over) = (service(base), service(over));
    Desk::with(&[("a.yml", &base), ("b.yml", &over)]).plan(&["a.yml", "b.yml"])
}

#[test]
fn a_service_becomes_a_target() {
    insta::assert_snapshot!(plan(
        "services:
  web.app:
    image: me/app
    build:
      context: ./x/../y/
      dockerfile: D
      args: {A: 010, B: 1e6, C: yes, D: , E: 2001-01-01}
      labels: [a=1, b]
      target: t
      network: host
      cache_from: [me/cache, 'type=gha,scope=x']
      no_cache: 'on'
      shm_size: 1.5g
      ulimits: {nofile: {soft: 1, hard: 2}, nproc: 5}
      extra_hosts: ['a:1,2', 'b=[::1]']
      additional_contexts: {base: service:a.b, img: docker-image://x}
      provenance: mode=max
      sbom: false
      secrets: [s]
      ssh: [default, k=./k.pem]
  a.b: {build: .}
secrets: {s: {environment: S}}
"
    ), @r#"
a_b: {"context":"."}
web_app: {"attest":[{"disabled":true,"type":"sbom"},{"mode":"max","type":"provenance"}],"context":"y","contexts":{"base":"target:a_b","img":"docker-image://x"},"dockerfile":"D","args":{"A":"8","B":"1e+06","C":"yes","E":"2001-01-01 00:00:00 +0000 UTC"},"labels":{"a":"1","b":""},"tags":["me/app"],"cache-from":[{"ref":"me/cache","type":"registry"},{"scope":"x","type":"gha"}],"target":"t","secret":[{"id":"s","env":"S"}],"ssh":[{"id":"default"},{"id":"k","paths":["k.pem"]}],"no-cache":true,"network":"host","shm-size":"1.5GiB","ulimits":["nofile=1:2","nproc=0:0"],"extra-hosts":{"a":"1,2","b":"::1"}}
"#);
}

#[test]
fn an_image_is_a_tag_only_without_tags() {
    let file = |more: &str| plan(&format!("services: {{app: {{image: i, build: {{{more}}}}}}}"));
    let all = ["", "tags: []", "tags: [t]", "x-bake: {tags: [b]}"];
    insta::assert_snapshot!(all.map(file).concat(), @r#"
app: {"context":".","tags":["i"]}
app: {"context":".","tags":["i"]}
app: {"context":".","tags":["t"]}
app: {"context":".","tags":["b"]}
"#);
}

#[test]
fn what_bake_adds_goes_on_top() {
    insta::assert_snapshot!(builds(&[
        "{tags: [a, b], platforms: [p], x-bake: {tags: [b, c], platforms: p q}}",
        "{cache_to: [x], x-bake: {cache-to: [y, x], secret: ['id=b,env=B', 'id=b,env=C'], ssh: [b, a]}}",
        "{no_cache: true, x-bake: {no-cache: no, pull: ~, no-cache-filter: [s, s]}}",
        "{additional_contexts: {x: one}, x-bake: {contexts: {x: two, y: 'target:a.b', z: }}}",
        "{x-bake: {output: 'type=docker type=docker', tags: [1.5, ~, true], nonsense: 1}}",
        "{x-bake: {pull: 'true'}}",
        "{x-bake: {tags: {a: b}, output: [foo=bar]}}",
        "{x-bake: [a]}",
    ]), @r#"
app: {"context":".","tags":["a","b","c"],"platforms":["p","q"]}
app: {"context":".","cache-to":[{"ref":"x","type":"registry"},{"ref":"y","type":"registry"}],"secret":[{"id":"b","env":"B"},{"id":"b","env":"C"}],"ssh":[{"id":"a"},{"id":"b"}]}
app: {"context":".","no-cache":false,"no-cache-filter":["s"]}
app: {"context":".","contexts":{"x":"one","y":"target:a_b","z":""}}
app: {"context":".","tags":["1.5","true"],"output":[{"type":"docker"},{"type":"docker"}]}
compose.yml:1:41: `pull` must be `true` or `false`, and this is a string
compose.yml:1:41: `tags` takes strings, and this is a mapping
compose.yml:1:34: `x-bake` must be a mapping, and this is a list
"#);
}

#[test]
fn a_second_file_is_merged_field_by_field() {
    let all = [
        two("{args: {A: 1, B: 2}}", "{args: [B=3, C]}"),
        two("{tags: [a, b], platforms: [p]}", "{tags: [b, c], platforms: [p, q]}"),
        two("{args: {A: 1.50}}", "{args: {B: 1e3}}"),
        two("{extra_hosts: {a: '1'}}", "{extra_hosts: {a: '1', b: ['2', '3']}}"),
        two("x", "{dockerfile: D}"),
        two("{args: {A: 1}, tags: [a], target: t}", "{args: !reset ~, tags: !override [b]}"),
        two("{x-bake: {tags: [a]}}", "{x-bake: {tags: b}}"),
        two("{dockerfile: D}", "{dockerfile_inline: FROM x}"),
    ];
    insta::assert_snapshot!(all.concat(), @r#"
app: {"context":".","args":{"A":"1","B":"3"}}
app: {"context":".","tags":["a","b","c"],"platforms":["p","p","q"]}
app: {"context":".","args":{"A":"1.5","B":"1000"}}
app: {"context":".","extra-hosts":{"a":"1","b":"2,3"}}
app: {"context":"x","dockerfile":"D"}
app: {"context":".","tags":["b"],"target":"t"}
b.yml:1:41: `services.app.build.x-bake.tags` was a list before, and a string cannot replace it
b.yml:1:26: service `app` has both a `dockerfile` and a `dockerfile_inline`
"#);
}

#[test]
fn services_extend_services() {
    let other = "services:
  base: {build: {context: ctx, args: {A: 1, B: 2}}, env_file: e.env}
  two: {extends: base}
";
    let file = "services:
  app:
    extends: {file: sub/other.yml, service: two}
    build: {args: {B: 3, E: }}
  own:
    extends: app
    build: {args: !override {Z: 1}}
";
    let desk = Desk::with(&[("c.yml", file), ("sub/other.yml", other), ("sub/e.env", "E=x")]);
    insta::assert_snapshot!(desk.plan(&["c.yml"]), @r#"
app: {"context":"sub/ctx","args":{"A":"1","B":"3","E":"x"}}
own: {"context":"sub/ctx","args":{"Z":"1"}}
"#);
}

#[test]
fn services_that_extend_themselves_are_refused() {
    let cycle = "services: {a: {extends: b}, b: {extends: a}}";
    let unknown = "services: {app: {extends: bass}, base: {build: .}}";
    insta::assert_snapshot!(format!("{}{}", plan(cycle), plan(unknown)), @r"
compose.yml:1:25: services extend each other: `a` → `b` → `a`
compose.yml:1:27: there is no service `bass` to extend
");
}

#[test]
fn included_files_have_paths_and_variables_of_their_own() {
    let file = "include: [sub/lib.yml]\nservices: {app: {build: {args: [A, B]}}, over: {build: {target: t}}}";
    let lib = "services: {lib: {build: {context: l, args: {A: $A, B: $B}}}, over: {build: o}}";
    let desk = Desk::with(&[("c.yml", file), ("sub/lib.yml", lib), ("sub/.env", "A=dot\nB=dot")]);
    insta::assert_snapshot!(desk.set("A", "env").plan(&["c.yml"]), @r#"
app: {"context":".","args":{"A":"env"}}
lib: {"context":"sub/l","args":{"A":"env","B":"dot"}}
over: {"context":"sub/o","target":"t"}
"#);
    let cycle = Desk::with(&[("a.yml", "include: [b.yml]"), ("b.yml", "include: [b.yml]")]);
    insta::assert_snapshot!(cycle.plan(&["a.yml"]), @"b.yml:1:11: files include each other: `a.yml` → `b.yml` → `b.yml`");
}

#[test]
fn variables_come_from_the_process_then_from_dotenv() {
    let file = "services: {app: {build: {args: {A: $A, B: '${B}', C: '${C:-d}', P: $COMPOSE_PROJECT_NAME}}}}";
    let desk = || Desk::with(&[("c.yml", file), (".env", "A=dot\nB=\"$A\\tx\"")]).set("A", "env");
    insta::assert_snapshot!(desk().plan(&["c.yml"]), @r#"app: {"context":".","args":{"A":"env","B":"env\tx","C":"d","P":"bake"}}"#);
    let alone = desk().set("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP", "1");
    insta::assert_snapshot!(alone.plan(&["c.yml"]), @r#"app: {"context":".","args":{"A":"dot","B":"dot\tx","C":"d","P":"bake"}}"#);
}

#[test]
fn arguments_without_value_ask_the_service_first() {
    let file = "services:
  app:
    environment: [A=own, C]
    env_file: [{path: e.env}, {path: none.env, required: false}]
    build: {args: [A, B, C, D]}
";
    let desk = Desk::with(&[("c.yml", file), ("e.env", "A=file\nB=$A$X\nC=file")]).set("X", "x");
    insta::assert_snapshot!(desk.plan(&["c.yml"]), @r#"app: {"context":".","args":{"A":"own","B":"ownx"}}"#);
}

#[test]
fn every_error_has_a_place() {
    let all = [
        "services: {app: {build: {nosuch: 1, tgas: [x], no_cache: 1}}}",
        "services: {'a b': {build: .}}",
        "services: {app: }",
        "services: {app: {image: '${NO_SUCH}'}}",
        "services: {app: {build: {secrets: [s]}}, b: {image: }}",
        "services: {app: {build: {secrets: [s]}}}\nsecrets: {s: {external: true}}",
        "services: {app: {build: {args: {A: '${U:?say}', B: '${'}}, init: perhaps}}",
        "services: {app: {build: {args: {1: x}}}}",
        "services: {app: {build: {args: {A: 1, A: 2}}}}",
        "services: {app: {build: {args: {A: .inf}}}}",
        "services:\n  app: [",
        "foo: 1",
        "- x",
        "services: {app: {build: {ulimits: {nofile: {soft: 3, hard: 2}}, cache_from: ['x=y']}}}",
    ];
    insta::assert_snapshot!(all.map(plan).concat(), @r"
compose.yml:1:58: `services.app.build.no_cache` must be a boolean or a string, and this is a number
compose.yml:1:26: `services.app.build` has no field `nosuch`
compose.yml:1:37: `services.app.build` has no field `tgas`
compose.yml:1:12: `a b` is not a valid name in `services`
compose.yml:1:12: service `app` has neither an `image` nor a `build`
compose.yml:1:25: the `image` of service `app` is empty, and it has no `build`
compose.yml:1:52: `services.b.image` must be a string, and this is null
compose.yml:1:36: the secret `s` is external, which a build cannot use
compose.yml:1:36: the variable `U` must have a value: say
compose.yml:1:52: `${` is not a valid template
compose.yml:1:66: `perhaps` is not a boolean
compose.yml:1:33: a key must be a string, and this is a number
compose.yml:1:39: the key `A` is written twice
compose.yml:1:36: `services.app.build.args.A` must be finite, and this is a number
compose.yml:2:9: this is not YAML: a value is missing
compose.yml:1:1: this compose file has no services
compose.yml:1:1: a compose file must be a mapping, and this is a list
compose.yml:1:78: `x=y` does not say its `type`
compose.yml:1:35: the soft limit of ulimit `nofile=3:2` is above the hard one
");
}

#[test]
fn what_a_plan_has_no_use_for_is_read_all_the_same() {
    let file = |more: &str| plan(&format!("services: {{app: {{build: ., {more}}}}}"));
    let all = [
        "ports: [x]",
        "ports: ['1-2:3-5']",
        "volumes: ['xx:yy:zz:ww']",
        "depends_on: x",
        "nosuch: 1",
    ];
    insta::assert_snapshot!(all.map(file).concat(), @r#"
compose.yml:1:36: the port `x` is not a port or a range of ports
compose.yml:1:36: the port `1-2:3-5` has ranges of different lengths
compose.yml:1:38: the volume `xx:yy:zz:ww` has too many colons
compose.yml:1:40: `services.app.depends_on` cannot be a string
app: {"context":"."}
"#);
}

#[test]
fn what_is_taken_back_may_have_a_key_twice() {
    let service =
        |args: &str| plan(&format!("services: {{a: {{build: {{context: ., args: {args}}}}}}}"));
    insta::assert_snapshot!(service("!reset {A: 1, A: 2}"), @r#"
    a: {"context":"."}
    "#);
    insta::assert_snapshot!(service("!override {A: 1, A: 2}"), @"compose.yml:1:59: the key `A` is written twice");
    insta::assert_snapshot!(service("{A: 1, A: !reset 2}"), @"compose.yml:1:49: the key `A` is written twice");
}

#[test]
fn what_is_taken_back_costs_what_it_is_and_not_how_deep_it_lies() {
    let many = |count: usize, line: fn(usize) -> String| -> String {
        (0..count).map(line).collect::<Vec<_>>().concat()
    };
    let resets = |count| many(count, |number| format!("k{number}: !reset b, "));
    let services = "services: {a: {build: .}}\n";
    let deep = format!("x: {}{{{}}}{}", "{a: ".repeat(300), resets(3_000), "}".repeat(300));
    assert_eq!(plan(&format!("{services}{deep}")), "a: {\"context\":\".\"}\n");
    let aliases = many(2_000, |number| format!("x-{number}: *a\n"));
    let far_too_much = format!("{services}x: &a {{{}}}\n{aliases}", resets(2_000));
    assert!(plan(&far_too_much).contains("this file takes back far too much"));
}

#[test]
fn files_are_told_apart_by_name_and_then_by_what_they_say() {
    let kind = |name: &str, text: &str| {
        let mut sources = Sources::new();
        let one = Loaded { name: name.into(), file: sources.add(name, text), broken: None };
        recognise(&one, &BTreeMap::new(), &Desk::default(), &mut sources) == Recognised::Compose
    };
    assert!(kind("A.YML", "x"));
    assert!(!kind("a.json", "services: {a: {build: .}}"));
    assert!(kind("bakefile", "services: {a: {build: .}}"));
    assert!(!kind("bakefile", "target \"a\" {}"));
    assert!(!kind("bakefile", "{\"target\": {}}"));
}

#[test]
fn services_without_build_leave_an_empty_group() {
    let load_one = |text: &str| {
        let mut sources = Sources::new();
        let file = sources.add("compose.yml", text);
        let mut diagnostics = Diagnostics::new();
        load(&[file], &BTreeMap::new(), &Desk::default(), &mut sources, &mut diagnostics)
    };
    assert_eq!(load_one("services: {a: {image: x}}").map(|it| it.default), Ok(Some(vec![])));
    assert_eq!(load_one("services: {}").map(|it| it.default), Ok(None));
}

#[test]
fn a_comment_may_stand_right_behind_a_quote_a_bracket_or_a_sign() {
    insta::assert_snapshot!(plan(
        "services:
  a:
    build: \"x\"#c
  b: {build: .}#c
  c:
    build:
      dockerfile_inline: |#c
        FROM scratch
"
    ), @r#"
    a: {"context":"x"}
    b: {"context":"."}
    c: {"context":".","dockerfile-inline":"FROM scratch\n"}
    "#);
}
