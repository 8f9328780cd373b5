//! What is typed, and what it means.

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

use super::*;
use crate::cli::args::{Args, Verb};
use crate::run::{Buildx, Invocation};
use crate::source::Sources;

/// The request and the order behind arguments, or every error with the word it points at.
fn meaning(typed: &str) -> String {
    let words: Vec<_> = ["bakewell", "build"].into_iter().chain(typed.split(' ')).collect();
    let Verb::Build(build) = Args::parse_from(&words).verb else { unreachable!() };
    let build = build.0;
    let mut line = CommandLine::new(&words.iter().map(Into::into).collect::<Vec<_>>());
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    line.register(&mut sources);
    match request(&build.wanted, &build.handed, &mut line, &mut diags) {
        Ok(request) => {
            let order = order(&build.wanted, &build.handed, &request, &line);
            shown(&request, &sources) + &handed(&order)
        }
        Err(_) => diags.iter().map(|found| wrong(found, &sources)).collect(),
    }
}

fn shown(request: &Request, sources: &Sources) -> String {
    let file = |file: &FileRequest| match file {
        FileRequest::Stdin => "file -\n".to_owned(),
        FileRequest::Path(path) => {
            format!("file {} at `{}`\n", path.value.display(), sources.slice(path.span))
        }
    };
    let word = |kind: &str, word: &Word| {
        format!("{kind} {} at `{}`\n", word.value, sources.slice(word.span))
    };
    let files = request.files.iter().map(file);
    let targets = request.targets.iter().map(|target| word("target", target));
    let overrides = request.overrides.iter().map(|set| word("set", set));
    let variables = request.variables.iter().map(|(name, it)| format!("var {name}={}\n", it.value));
    let policies = request.policy_disabled.then(|| "policies off\n".to_owned());
    files.chain(targets).chain(overrides).chain(variables).chain(policies).collect()
}

fn handed(order: &Order) -> String {
    let invocation = Invocation::new(Buildx::Plugin, order, String::new());
    invocation.to_shell().lines().next().unwrap_or_default().to_owned()
}

fn wrong(found: &Diagnostic, sources: &Sources) -> String {
    let places = found.labels.iter().map(|label| sources.slice(label.span));
    let text = format!(
        "{} at `{}` {}",
        found.message,
        places.collect::<String>(),
        found.advice().join("; ")
    );
    format!("{}\n", text.trim_end())
}

#[test]
fn flags_and_words_may_be_mixed() {
    insta::assert_snapshot!(meaning("a -f x.hcl b --set a.tags=t -fy.hcl --file=cwd://z -f - -- -c"), @r"
    file x.hcl at `x.hcl`
    file y.hcl at `y.hcl`
    file z at `cwd://z`
    file -
    target a at `a`
    target b at `b`
    target -c at `-c`
    set a.tags=t at `a.tags=t`
    docker buildx bake --file=- <<'PLAN'
    ");
}

#[test]
fn short_flags_become_overrides_in_the_order_of_bake() {
    insta::assert_snapshot!(meaning(
        "--policy strict=true --provenance=mode=max --sbom=false --pull=false --no-cache --check \
         --load --push --set *.tags=t"
    ), @r"
    set *.tags=t at `*.tags=t`
    set *.push=true at `--push`
    set *.load=true at `--load`
    set *.call=lint at `--check`
    set *.no-cache=true at `--no-cache`
    set *.pull=false at `--pull=false`
    set *.attest=type=sbom,disabled=true at `false`
    set *.attest=type=provenance,mode=max at `mode=max`
    set *.policy+=strict=true at `strict=true`
    docker buildx bake --file=- --call=check <<'PLAN'
    ");
}

#[test]
fn switches_that_are_off_change_nothing_but_the_cache_and_pulling() {
    insta::assert_snapshot!(meaning("--push=false --load=F --check=0 --no-cache=false"), @r"
    set *.no-cache=false at `--no-cache=false`
    docker buildx bake --file=- <<'PLAN'
    ");
}

#[test]
fn the_last_of_several_wins() {
    insta::assert_snapshot!(
        meaning("--push --push=false --call outline --check --call=targets,format=json --builder a --builder b"), @r"
    set *.call=targets at `targets,format=json`
    docker buildx bake --file=- --builder=b --call=targets,format=json <<'PLAN'
    ");
    insta::assert_snapshot!(meaning("--call outline --check"), @r"
    set *.call=lint at `--check`
    docker buildx bake --file=- --call=check <<'PLAN'
    ");
    insta::assert_snapshot!(meaning("--call=build"), @"docker buildx bake --file=- --call=build <<'PLAN'");
}

#[test]
fn variables_are_taken_apart_at_the_first_equals_sign() {
    insta::assert_snapshot!(meaning("--var A=b=c --var A=d=e --var= --var B="), @r"
    var A=d=e
    var B=
    docker buildx bake --file=- <<'PLAN'
    ");
}

#[test]
fn what_concerns_the_build_is_handed_over() {
    insta::assert_snapshot!(meaning(
        "app -D --progress=plain --metadata-file m.json --allow ssh --builder app \
         --set *.output=type=local,dest=/out"
    ), @r"
    target app at `app`
    set *.output=type=local,dest=/out at `*.output=type=local,dest=/out`
    docker buildx bake --file=- --debug --builder=app --progress=plain --metadata-file=m.json --allow=ssh --allow=fs.write=/out <<'PLAN'
    ");
}

#[test]
fn policies_can_be_switched_off() {
    insta::assert_snapshot!(meaning("--policy disabled=true"), @r"
    policies off
    docker buildx bake --file=- <<'PLAN'
    ");
}

#[test]
fn every_mistake_is_found_at_its_word() {
    insta::assert_snapshot!(meaning(
        "git@github.com:u/r.git app --allow fs.raed --progress=plane --policy strict=true \
         --policy reset=true --call a,b --var X --var =y"
    ), @r"
    there is nothing called `fs.raed` to allow at `fs.raed` did you mean `fs.read`?
    there is no progress mode `plane` at `plane` there is `auto`, `plain`, `tty`, `quiet` and `rawjson`
    `--policy` takes no `reset`: put it into the bake file at `reset=true`
    `a,b` names two methods at `a,b`
    `--var X` gives no value at `X` write `--var X=VALUE`
    `--var =y` names no variable at `=y`
    definitions are not fetched from elsewhere: this is not supported at `git@github.com:u/r.git` fetch it (`git clone`, `curl`) and run bakewell in that folder
    ");
}

#[test]
fn a_value_may_look_like_a_flag() {
    insta::assert_snapshot!(meaning("--set --push --builder -- app"), @r"
    target app at `app`
    set --push at `--push`
    docker buildx bake --file=- --builder=-- <<'PLAN'
    ");
}

/// As Go does it: each byte that is no UTF-8 is replaced.
#[test]
fn words_may_be_any_bytes() {
    use std::os::unix::ffi::OsStringExt;
    let set = OsString::from_vec(b"--set=app.args.X=\xff\xfe".to_vec());
    let words: Vec<OsString> = vec!["bakewell".into(), "plan".into(), set];
    let args = Args::read(&mut Args::command(), words.clone()).unwrap();
    let Verb::Plan(plan) = args.verb else { unreachable!() };
    assert_eq!(plan.0.wanted.changes.set, ["app.args.X=\u{fffd}\u{fffd}"]);
    let mut line = CommandLine::new(&words);
    assert_eq!(line.value(&["--set"], "app.args.X=\u{fffd}\u{fffd}").start, 20);
}
