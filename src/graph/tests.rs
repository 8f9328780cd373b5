//! Lines such as `app > base tools` in, the sealed graph or what is wrong out.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::draft::Ranked;
use super::{Draft, Edge, Graph, Kind, Node, NodeId, Reason, Way, cycle};
use crate::diag::{Diagnostic, Diagnostics, Stopped};
use crate::span::{FileId, Span};

fn place(start: usize, end: usize) -> Span {
    Span::new(FileId(0), start, end)
}

/// A node; a name in capitals is a task, one that ends in `!` a promotion.
fn node(name: &str, place: Span) -> Node {
    let kind = match name {
        _ if name.ends_with('!') => Kind::Promotion,
        _ if name.chars().all(|c| c.is_ascii_uppercase()) => Kind::Task,
        _ => Kind::Target,
    };
    Node { name: name.into(), kind, place }
}

fn needs(span: Span) -> Edge {
    Edge { reason: Reason::Needs, span }
}

/// Each line has a node and, after a `>`, what it needs.
fn draft(text: &str) -> Draft {
    let mut draft = Draft::new();
    let at = |word: &str| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        place(start, start + word.len())
    };
    for line in text.lines() {
        let mut words = line.split_whitespace().filter(|word| *word != ">");
        let Some(user) = words.next() else { continue };
        draft.add(node(user, at(user)));
        for needed in words {
            draft.connect(&user.into(), &needed.into(), needs(at(needed)));
        }
    }
    draft
}

fn sealed(text: &str) -> (Result<Graph, Stopped>, Vec<Diagnostic>) {
    let mut diags = Diagnostics::new();
    let graph = draft(text).seal(&mut diags);
    (graph, diags.iter().cloned().collect())
}

fn graph(text: &str) -> Graph {
    sealed(text).0.expect("the graph is right")
}

fn names(graph: &Graph, nodes: impl IntoIterator<Item = NodeId>) -> String {
    let names: Vec<&str> = nodes.into_iter().map(|id| &*graph.node(id).name).collect();
    names.join(" ")
}

/// The order, the waves and the ends; or what is wrong, label by label.
fn outcome(text: &str) -> String {
    match sealed(text) {
        (Ok(graph), _) => {
            let waves = graph.waves().into_iter().map(|wave| names(&graph, wave));
            let waves: Vec<String> = waves.collect();
            let ends = (names(&graph, graph.roots()), names(&graph, graph.leaves()));
            let order = names(&graph, graph.ids());
            format!("{order}\nwaves {}\nroots {}\nleaves {}", waves.join(" | "), ends.0, ends.1)
        }
        (Err(_), found) => {
            let lines = found.iter().map(|error| {
                let piece = |span: Span| text.get(span.range()).unwrap_or_default();
                let label = |label: &crate::diag::Label| {
                    format!("\n  at {} {}: {}", label.span.start, piece(label.span), label.text)
                };
                let labels = error.labels.iter().map(label).collect::<Vec<_>>().concat();
                let advice: Vec<String> =
                    error.advice().iter().map(|hint| format!("\n  = {hint}")).collect();
                format!("{}{labels}{}", error.message, advice.concat())
            });
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

macro_rules! seals {
    ($text:expr, @$expected:literal) => {
        assert_snapshot!(outcome($text), @$expected)
    };
}

const TREE: &str = "\
tests > SMOKE
SMOKE > app
app > tools base
tools > base
base > system
system
docs > system
latest! > app tests
";

#[test]
fn what_is_needed_comes_first_and_ties_go_by_name() {
    seals!(TREE, @"
    system base docs tools app SMOKE tests latest!
    waves system | base docs | tools | app | SMOKE | tests | latest!
    roots system
    leaves docs latest!
    ");
    seals!("", @"

    waves 
    roots 
    leaves
    ");
}

#[test]
fn a_name_that_nothing_has_is_an_error() {
    seals!("app > bse bass\nbase", @r"
    there is no target, task or promotion `bse`
      at 6 bse: 
      = did you mean `base`?
    there is no target, task or promotion `bass`
      at 10 bass: 
      = did you mean `base`?
    ");
    seals!("app\napp", @"
    a target and a target are called `app`
      at 4 app: 
      at 0 app: and here
      = give one of them another name
    ");
}

#[test]
fn a_circle_is_told_edge_by_edge() {
    seals!("a > b\nb > c\nc > a d\nd", @r"
    3 targets need each other: `a` → `b` → `c` → `a`
      at 4 b: `a` needs `b`
      at 10 c: `b` needs `c`
      at 16 a: `c` needs `a`
      = take one of them away
    ");
    seals!("a > a", @r"
    target `a` needs itself
      at 4 a: `a` needs `a`
      = take one of them away
    ");
}

#[test]
fn each_knot_is_told_by_a_shortest_circle() {
    seals!("a > b\nb > c\nc > a d\nd > c\nX > y\ny > X\nuser > a X\nfree", @r"
    1 target and 1 task need each other: `X` → `y` → `X`
      at 30 y: `X` needs `y`
      at 36 X: `y` needs `X`
      = take one of them away
    2 targets need each other: `c` → `d` → `c`
      at 18 d: `c` needs `d`
      at 24 c: `d` needs `c`
      = take one of them away
    ");
}

#[test]
fn around_a_node_there_is_what_it_needs_and_what_needs_it() {
    let graph = graph(TREE);
    let around = |way, depth| {
        let found = graph.within(graph.find("app"), way, depth);
        let part = graph.part(&found);
        format!("{} ({} edges)", names(&part, part.ids()), part.edge_count())
    };
    assert_eq!(around(Way::Down, None), "system base tools app (4 edges)");
    assert_eq!(around(Way::Down, Some(1)), "base tools app (3 edges)");
    assert_eq!(around(Way::Down, Some(0)), "app (0 edges)");
    assert_eq!(around(Way::Up, None), "app SMOKE tests latest! (4 edges)");
    assert_eq!(around(Way::Up, Some(1)), "app SMOKE latest! (2 edges)");
}

#[test]
fn reasons_between_the_same_two_nodes_are_all_kept_and_none_twice() {
    let mut draft = draft("a > b\nb");
    let edge = |reason| Edge { reason, span: place(0, 0) };
    draft.connect(&"a".into(), &"b".into(), edge(Reason::Image));
    draft.connect(&"a".into(), &"b".into(), edge(Reason::Image));
    let graph = draft.seal(&mut Diagnostics::new()).expect("the graph is right");
    let a = graph.find("a").expect("it is there");
    let reasons: Vec<String> = graph.needs(a).map(|(_, edge)| edge.reason.to_string()).collect();
    assert_eq!(reasons, ["image", "needs"]);
    assert_eq!(names(&graph, graph.neighbours(a, Way::Down)), "b");
}

/// Nodes by number, each needing what the function says.
fn many(count: usize, needed: impl Fn(usize) -> Vec<usize>) -> Draft {
    let mut draft = Draft::new();
    let name = |number: usize| format!("n{number:06}").into();
    for number in 0..count {
        draft.add(node(&format!("n{number:06}"), place(0, 0)));
        for other in needed(number) {
            draft.connect(&name(number), &name(other), needs(place(0, 0)));
        }
    }
    draft
}

const LONG: usize = 100_000;

#[test]
fn long_chains_are_no_deeper_than_short_ones() {
    let graph = many(LONG, |number| number.checked_sub(1).into_iter().collect())
        .seal(&mut Diagnostics::new())
        .expect("the graph is right");
    assert_eq!(graph.depth(), LONG);
    let part = graph.part(&graph.within(graph.leaves(), Way::Down, None));
    assert_eq!(part.len(), LONG);
}

#[test]
fn a_long_circle_is_told_in_few_words() {
    let mut diags = Diagnostics::new();
    let knot = many(LONG, |number| vec![(number + 1) % LONG]);
    assert!(knot.seal(&mut diags).is_err());
    let error = diags.iter().next().expect("it is told");
    assert!(error.message.starts_with("100000 targets need each other: `n000000` → `n000001`"));
    assert!(error.message.contains("(99984 more)"), "{}", error.message);
    assert_eq!(error.labels.len(), 64);
}

/// A few nodes and any edges between them, in circles or not.
fn edges() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1_usize..24).prop_flat_map(|count| {
        (Just(count), proptest::collection::vec((0..count, 0..count), 0..60))
    })
}

fn built(count: usize, edges: &[(usize, usize)]) -> Result<Graph, Stopped> {
    let needed = |user| edges.iter().filter(move |edge| edge.0 == user).map(|edge| edge.1);
    many(count, |user| needed(user).collect()).seal(&mut Diagnostics::new())
}

proptest! {
    #[test]
    fn the_order_respects_every_edge_and_waves_are_minimal((count, edges) in edges()) {
        let forward: Vec<_> = edges.into_iter().filter(|(user, needed)| needed < user).collect();
        let graph = built(count, &forward).expect("there is no circle");
        prop_assert_eq!(graph.len(), count);
        for id in graph.ids() {
            let below: Vec<NodeId> = graph.needs(id).map(|(needed, _)| needed).collect();
            prop_assert!(below.iter().all(|needed| *needed < id));
            let least = below.iter().map(|&needed| graph.wave(needed) + 1).max().unwrap_or(0);
            prop_assert_eq!(graph.wave(id), least);
            let users: Vec<_> = graph.needed_by(id).map(|(user, _)| user).collect();
            prop_assert!(users.is_sorted() && below.is_sorted());
        }
        // Of those that could come next, the first by name comes next.
        let mut done = BTreeSet::new();
        for id in graph.ids() {
            let ready = |other: &NodeId| {
                !done.contains(other) && graph.needs(*other).all(|(it, _)| done.contains(&it))
            };
            let first = graph.ids().filter(ready).min_by_key(|it| graph.node(*it).name.clone());
            prop_assert_eq!(first, Some(id));
            done.insert(id);
        }
    }

    #[test]
    fn a_circle_that_is_told_is_one_and_a_shortest((count, edges) in edges()) {
        let mut ranked: Vec<Ranked> = edges
            .iter()
            .map(|&(user, needed)| Ranked { user, needed, edge: needs(place(0, 0)) })
            .collect();
        ranked.sort();
        ranked.dedup();
        let circles = cycle::circles(&ranked, &vec![true; count]);
        prop_assert_eq!(circles.is_empty(), built(count, &edges).is_ok());
        let shortest = (0..count).filter_map(|node| shortest_through(node, count, &edges)).min();
        prop_assert_eq!(circles.iter().map(Vec::len).min(), shortest);
        for circle in circles {
            let steps: Vec<&Ranked> = circle.iter().filter_map(|&at| ranked.get(at)).collect();
            for (step, next) in steps.iter().zip(steps.iter().cycle().skip(1)) {
                prop_assert_eq!(step.needed, next.user);
            }
            let once: BTreeSet<usize> = steps.iter().map(|step| step.user).collect();
            prop_assert_eq!(once.len(), circle.len());
        }
    }
}

/// The length of a shortest circle through a node, found by taking step after step.
fn shortest_through(node: usize, count: usize, edges: &[(usize, usize)]) -> Option<usize> {
    let mut reached = BTreeSet::from([node]);
    for length in 1..=count {
        let step = |&(user, needed): &(usize, usize)| reached.contains(&user).then_some(needed);
        reached = edges.iter().filter_map(step).collect();
        if reached.contains(&node) {
            return Some(length);
        }
    }
    None
}
