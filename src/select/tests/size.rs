//! Many definitions: how long chains and diamonds are, and how many targets there are, makes no
//! difference.

use std::sync::Arc;

use crate::diag::{Diagnostics, Stopped};
use crate::span::{FileId, Span, Spanned};
use crate::target::sample::{World, definitions};
use crate::target::{Attributes, Definition, Definitions, Group, Places, Task};
use crate::text::Text;

use super::squeezed;
use crate::select::{Links, Request, Selection, select};

/// Definitions made by rule: for each name, what it inherits from and links to.
fn many(count: usize, related: impl Fn(usize) -> Vec<usize>, link: bool) -> Definitions {
    let name = |index: usize| -> Text { format!("t{index}").into() };
    let places = Arc::new(Places::of(Span::new(FileId(0), 0, 0)));
    let mut definitions = Definitions::new();
    for index in 0..count {
        let names = related(index).into_iter().map(name);
        let mut attributes = Attributes::default();
        if link {
            let context = |name: Text| (name.clone(), format!("target:{name}").into());
            attributes.contexts = Some(names.map(context).collect());
        } else {
            attributes.inherits = Some(names.collect());
        }
        definitions.add_target(Definition {
            name: name(index),
            attributes: attributes.into(),
            cell: Arc::default(),
            block: name(index),
            places: places.clone(),
        });
    }
    definitions
}

fn selected(definitions: &Definitions, name: &str) -> usize {
    selection(definitions, name).map_or(0, |it| it.targets.len())
}

fn selection(definitions: &Definitions, name: &str) -> Result<Selection, Stopped> {
    let words = [Spanned::new(name.to_owned(), Span::new(FileId(1), 0, 1))];
    let request = Request {
        targets: &words,
        only: &[],
        overrides: &[],
        policy_disabled: false,
        links: &Links::new(),
    };
    let mut diags = Diagnostics::new();
    select(definitions, &request, &World::default(), &mut diags)
}

const LONG: usize = 30_000;

#[test]
fn long_chains_are_no_deeper_than_short_ones() {
    let next = |index: usize| if index + 1 < LONG { vec![index + 1] } else { Vec::new() };
    assert_eq!(selected(&many(LONG, next, false), "t0"), 1);
    assert_eq!(selected(&many(LONG, next, true), "t0"), LONG);
}

#[test]
fn a_chain_of_groups_around_a_task_is_no_group_of_bake() {
    let place = Arc::new(Places::of(Span::new(FileId(0), 0, 0)));
    let mut definitions = many(1, |_| Vec::new(), false);
    let task = Task::new("task".into(), "task".into(), Arc::default(), place.clone());
    definitions.add_task(task);
    for index in 0..LONG {
        let next = if index == 0 { "task".into() } else { format!("g{}", index - 1).into() };
        let mut group = Group::new(format!("g{index}").into(), place.clone());
        group.targets = Some([next].into());
        definitions.add_group(group);
    }
    let mut all = Group::new("all".into(), place);
    all.targets = Some([format!("g{}", LONG - 1).into(), "t0".into()].into());
    definitions.add_group(all);
    let plan = selection(&definitions, "all").unwrap();
    assert_eq!(squeezed(&plan)[0], r#"group all {"targets":["t0"]}"#);
    assert_eq!(plan.groups.len(), 2);
}

#[test]
fn diamonds_are_looked_at_once() {
    let both = |index: usize| (index + 1..(index + 3).min(200)).collect();
    assert_eq!(selected(&many(200, both, false), "t0"), 1);
    assert_eq!(selected(&many(200, both, true), "t0"), 200);
}

#[test]
fn long_chains_of_groups_are_no_deeper_than_short_ones() {
    let mut definitions = many(1, |_| Vec::new(), false);
    let places = Arc::new(Places::of(Span::new(FileId(0), 0, 0)));
    for index in 0..LONG {
        let next: Text =
            if index + 1 < LONG { format!("g{}", index + 1).into() } else { "t0".into() };
        definitions.add_group(Group {
            name: format!("g{index}").into(),
            description: Text::default(),
            targets: Some([next.clone(), next].into()),
            places: places.clone(),
        });
    }
    assert_eq!(selected(&definitions, "g0"), 1);
}

/// Many targets are settled by several threads, one by this one: both ways give the same, also where
/// parents form circles.
#[test]
fn many_come_to_the_same_as_each_by_itself() {
    let mut text = String::from(
        "target \"base\" {\n args = { A = \"1\" }\n tags = [\"base\"]\n}\n\
         target \"round\" {\n inherits = [\"trip\"]\n args = { R = \"1\" }\n}\n\
         target \"trip\" {\n inherits = [\"round\", \"base\"]\n args = { T = \"1\" }\n}\n",
    );
    let names: Vec<String> = (0..160).map(|number| format!("t{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        let parents = ["\"base\"", "\"round\"", "\"base\", \"trip\"", ""][number % 4];
        let block = format!(
            "target \"{name}\" {{\n inherits = [{parents}]\n args = {{ N = \"{number}\" }}\n}}\n"
        );
        text.push_str(&block);
    }
    let definitions = definitions(&text);
    let lines = |names: &[String]| -> Vec<String> {
        let span = Span::new(FileId(1), 0, 0);
        let targets: Vec<_> = names.iter().map(|name| Spanned::new(name.clone(), span)).collect();
        let request = Request {
            targets: &targets,
            only: &[],
            overrides: &[],
            policy_disabled: false,
            links: &Links::new(),
        };
        let selection =
            select(&definitions, &request, &World::default(), &mut Diagnostics::new()).unwrap();
        squeezed(&selection).into_iter().filter(|line| line.starts_with("target ")).collect()
    };
    let mut apart: Vec<String> =
        names.iter().flat_map(|name| lines(std::slice::from_ref(name))).collect();
    apart.sort();
    let mut together = lines(&names);
    together.sort();
    assert_eq!(together, apart);
    assert_eq!(together.len(), 160);
}
