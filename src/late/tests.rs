use std::collections::BTreeMap;
use std::sync::Arc;

use super::scan::{others, pieces};
use super::{Finding, Known, Late, Part, fill, names, occurs, strangers, taken};
use crate::digest::Digest;
use crate::select::Selection;
use crate::span::{FileId, Span};
use crate::target::{Cell, Definitions, Places, Promotion, Task};
use crate::text::Text;

/// What a text names: `key` for its own key, else `key(NAME)` or `image(NAME)`, or what is wrong
/// with it.
fn named(text: &str) -> String {
    if let Err(wrong) = pieces(text) {
        let at = text.get(wrong.range).unwrap_or("?");
        return format!("{} (at `{at}`)", wrong.problem.message);
    }
    let shown = |part, node: Option<Text>| {
        let word = if part == Part::Key { "key" } else { "image" };
        node.map_or_else(|| word.to_owned(), |node| format!("{word}({node})"))
    };
    let all: Vec<String> = names(text).into_iter().map(|it| shown(it.part, it.node)).collect();
    all.join(" ")
}

#[test]
fn names_are_found_wherever_they_stand() {
    assert_eq!(named("app:{{ key }}-{{ key('base')[:8] }}"), "key key(base)");
    assert_eq!(named(r#"{{key("a")~image("b")|upper}}"#), "key(a) image(b)");
    assert_eq!(named("{{- key -}}{{ image ( 'x' ) }}"), "key image(x)");
    assert_eq!(named("app:1.0"), "");
    assert_eq!(named("é{{ key('é') }}é"), "key(é)");
}

#[test]
fn what_begins_with_another_word_is_left_alone() {
    for text in ["docker inspect -f '{{.Id}}'", "{{ json . }}", "{{ .key }}", "{{", "{{}}", "{{{"] {
        assert_eq!(named(text), "", "{text}");
    }
    assert_eq!(named("{{ .Id }} {{ key }}"), "key");
    let text = "app:{{ kye }}{{.X}}";
    let words: Vec<&str> =
        others(text).into_iter().flatten().filter_map(|range| text.get(range)).collect();
    assert_eq!(words, ["kye"]);
}

#[test]
fn a_late_value_says_what_it_means() {
    assert_eq!(named("{{ key"), "this late value has no end (at `{{`)");
    assert_eq!(named("{{ key() }}"), "`key` takes one name, written out (at `key(`)");
    assert_eq!(named("{{ key('a' ~ 'b') }}"), "`key` takes one name, written out (at `key(`)");
    assert_eq!(named("{{ image }}"), "`image` does not say whose image (at `image`)");
}

/// Tasks by name, each with its tags and its command, and what comes of them: every text that has
/// changed, and every finding.
fn filled(tasks: &[(&str, &[&str], &[&str])]) -> String {
    let place = Arc::new(Places::of(Span::new(FileId(0), 0, 0)));
    let texts = |texts: &[&str]| texts.iter().map(|text| Text::from(*text)).collect();
    let (mut selection, mut definitions) = (Selection::default(), Definitions::new());
    for (name, tags, command) in tasks {
        let mut task =
            Task::new((*name).into(), (*name).into(), Arc::new(Cell::default()), place.clone());
        (task.tags, task.command) = (texts(tags), texts(command));
        selection.tasks.insert(task.name.clone(), task.clone());
        definitions.add_task(task);
    }
    let keys: BTreeMap<Text, Late> =
        selection.tasks.keys().map(|name| (name.clone(), key(name))).collect();
    let before = selection.clone();
    let known = Known { selection: &before, definitions: &definitions, keys: &keys };
    let findings = fill(&mut selection, known);
    let changed =
        selection.tasks.values().zip(before.tasks.values()).flat_map(|(after, before)| {
            let texts = |task: &Task| [&*task.tags, &*task.command].concat();
            texts(after).into_iter().zip(texts(before)).filter(|(after, before)| after != before)
        });
    let changed = changed.map(|(after, before)| format!("{before} → {after}"));
    changed.chain(findings.iter().map(told)).collect::<Vec<_>>().join("\n")
}

/// The key of a node whose name begins with `v` is no promise.
fn key(name: &str) -> Late {
    let volatile = name.starts_with('v').then(|| "`x` is missing".to_owned());
    Late { key: Digest::of(name.as_bytes()), volatile }
}

fn told(finding: &Finding) -> String {
    let Finding { node, fault, .. } = finding;
    let hints =
        fault.problem.meant.iter().filter_map(|it| it.hint()).chain(fault.problem.hints.clone());
    let hints: Vec<String> = hints.collect();
    format!("{node}.{}: {} [{}]", fault.attribute, fault.problem.message, hints.join("; "))
}

#[test]
fn keys_and_images_are_filled_in() {
    // `printf app | sha256sum` begins with a172cedcae47.
    insta::assert_snapshot!(filled(&[
        ("app", &["r/app:{{ key }}", "r/app:{{ key('base')[:4] }}", "r/app:1"], &["a {{ image('app') }}"]),
        ("base", &["r/base:{{ key[:20] }}"], &["b", "{{ image('app') }} {{.Id}} {{ key('app') | upper }}"]),
    ]), @r"
    r/app:{{ key }} → r/app:a172cedcae47
    r/app:{{ key('base')[:4] }} → r/app:cae6
    a {{ image('app') }} → a r/app:a172cedcae47
    r/base:{{ key[:20] }} → r/base:cae662172fd450bb0cd7
    {{ image('app') }} {{.Id}} {{ key('app') | upper }} → r/app:a172cedcae47 {{.Id}} A172CEDCAE47
    ");
}

#[test]
fn images_are_filled_in_before_those_that_name_them() {
    insta::assert_snapshot!(filled(&[
        ("a", &["{{ image('b') }}-a"], &["x"]),
        ("b", &["{{ image('c') }}-b"], &["x"]),
        ("c", &["r/c:1"], &["{{ image('a') }}"]),
    ]), @r"
    {{ image('b') }}-a → r/c:1-b-a
    {{ image('c') }}-b → r/c:1-b
    {{ image('a') }} → r/c:1-b-a
    ");
}

#[test]
fn images_in_a_circle_are_refused_once() {
    insta::assert_snapshot!(filled(&[
        ("a", &["x:{{ image('b') }}"], &["x"]),
        ("b", &["x:{{ image('a') }}"], &["{{ image('a') }}"]),
        ("c", &["x:1", "{{ image('c') }}-2"], &["x"]),
        ("d", &["x:{{ image('d') }}"], &["x"]),
    ]), @r"
    {{ image('c') }}-2 → x:1-2
    a.tags: tags take in each other: `a` → `b` → `a` [take one of them away]
    d.tags: tags take in each other: `d` → `d` [take one of them away]
    ");
}

#[test]
fn what_cannot_be_filled_in_is_told() {
    insta::assert_snapshot!(filled(&[
        ("base", &[], &["{{ key('bsae') }}", "{{ image('base') }}", "{{ key | uper }}"]),
        ("upper", &["r/X:{{ key }}", "x:{{ key ~ foo }}"], &["x"]),
        ("volatile", &["x:{{ key }}", "y:{{ key }}"], &["x"]),
    ]), @r"
    x:{{ key }} → x:021f0c9a23ee
    y:{{ key }} → y:021f0c9a23ee
    base.command: there is no target, task or promotion `bsae` [did you mean `base`?]
    base.command: `base` has no tag, so its image has no name [give `base` a tag]
    base.command: there is no filter `uper` [did you mean `upper`?]
    upper.tags: `r/X:aee610558292` is not an image reference: the name of a repository has no capital letters []
    upper.tags: `foo` is not defined []
    volatile.tags: the key of `volatile` does not tell all of its image: `x` is missing [an image with this key in its name may differ from the one before]
    ");
}

#[test]
fn late_values_name_nodes() {
    let place = Arc::new(Places::of(Span::new(FileId(0), 0, 0)));
    let mut promotion = Promotion::new("p".into(), "p".into(), Arc::new(Cell::default()), place);
    let mut selection = Selection::default();
    assert!(!occurs(&selection));
    promotion.tags = ["x:{{ key('a') }}{{ image('p') }}".into(), "y:{{ kye }}".into()].into();
    selection.promotions.insert("p".into(), promotion);
    assert!(occurs(&selection));
    assert_eq!(super::named(&selection).into_iter().collect::<Vec<_>>(), ["a", "p"]);
    let strangers: Vec<String> = strangers(&selection).iter().map(told).collect();
    insta::assert_snapshot!(strangers.join("\n"), @"p.tags: `kye` is no late value, so the braces stay as they are [did you mean `key`?]");
}

#[test]
fn what_a_text_takes_in_counts_for_it() {
    let place = Arc::new(Places::of(Span::new(FileId(0), 0, 0)));
    let mut selection = Selection::default();
    for (name, tag) in [("a", "x:{{ key }}"), ("b", "{{ image('a') }}-{{ key('c') }}"), ("c", "y")]
    {
        let mut task =
            Task::new(name.into(), name.into(), Arc::new(Cell::default()), place.clone());
        task.tags = [tag.into()].into();
        selection.tasks.insert(name.into(), task);
    }
    let taken = taken([&"{{ image('b') }} {{ key }}".into()], &selection);
    assert_eq!(taken.keys.into_iter().collect::<Vec<_>>(), ["a", "c"]);
    let tags: Vec<&str> = taken.tags.keys().map(|name| &**name).collect();
    assert_eq!(tags, ["a", "b"]);
}
