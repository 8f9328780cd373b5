//! What `--list` prints: targets and groups, or variables; and tasks and promotions besides.

use std::fmt::Write;

use serde::Serialize;

use super::{go, table, unstable};

/// What the definitions declare, nothing selected.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Declared {
    /// The targets, in the order of the files, which shows where a name is there twice.
    pub targets: Vec<DeclaredTarget>,
    /// The groups, in that order too.
    pub groups: Vec<DeclaredGroup>,
    /// The tasks, in any order; bake has none.
    pub tasks: Vec<DeclaredNode>,
    /// The promotions, in any order; bake has none.
    pub promotions: Vec<DeclaredNode>,
    /// The variables, in any order; `None` where only Compose files were read, for which bake
    /// prints `null` instead of an empty list.
    pub variables: Option<Vec<DeclaredVariable>>,
}

/// A target by its own name: a matrix has been expanded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclaredTarget {
    /// Its name.
    pub name: String,
    /// Its description, which may be empty.
    pub description: String,
}

/// A task or a promotion by its own name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclaredNode {
    /// Its name.
    pub name: String,
    /// Its description, or in short what it does.
    pub description: String,
}

/// A group, or the name that stands for all targets of a matrix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclaredGroup {
    /// Its name.
    pub name: String,
    /// Its description, which may be empty.
    pub description: String,
    /// The targets and groups in it.
    pub targets: Vec<String>,
}

/// A variable with the value in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DeclaredVariable {
    /// Its name.
    pub name: String,
    /// Its description, which may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its declared type in cty's words, such as `list of string`; empty where none is declared.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub ty: String,
    /// Its value: a string as it is, others as JSON; `None` for null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What to list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Targets and groups.
    Targets,
    /// Variables.
    Variables,
}

/// How to print it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// A table with a header line.
    Table,
    /// A JSON array.
    Json,
}

/// The list as text, the same bytes as bake's.
pub fn list(declared: &Declared, kind: Kind, layout: Layout) -> String {
    match (kind, layout) {
        (Kind::Targets, Layout::Table) => target_table(&entries(declared)),
        (Kind::Targets, Layout::Json) => target_json(&entries(declared)),
        (Kind::Variables, Layout::Table) => variable_table(&variables(declared)),
        (Kind::Variables, Layout::Json) => match &declared.variables {
            Some(_) => json(&variables(declared)),
            None => json(&()),
        },
    }
}

/// A line of the list of targets.
#[derive(Serialize)]
struct Entry {
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    group: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    task: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    promotion: bool,
}

impl Entry {
    fn new(name: &str, description: String) -> Self {
        let (group, task, promotion) = (false, false, false);
        Self { name: name.to_owned(), description, group, task, promotion }
    }
}

/// Everything by name, as bake sorts it, without what a leading underscore marks as private.
fn entries(declared: &Declared) -> Vec<Entry> {
    let targets = declared.targets.iter().map(|it| Entry::new(&it.name, it.description.clone()));
    let groups = declared
        .groups
        .iter()
        .map(|group| Entry { group: true, ..Entry::new(&group.name, described(group)) });
    let node = |it: &DeclaredNode| Entry::new(&it.name, it.description.clone());
    let tasks = declared.tasks.iter().map(|it| Entry { task: true, ..node(it) });
    let promotions = declared.promotions.iter().map(|it| Entry { promotion: true, ..node(it) });
    let all = targets.chain(groups).chain(tasks).chain(promotions);
    let mut all: Vec<Entry> = all.collect();
    unstable::sort(&mut all, |one, other| one.name < other.name);
    all.retain(|entry| !entry.name.starts_with('_'));
    all
}

/// The description of a group, its members in brackets; or the members alone.
fn described(group: &DeclaredGroup) -> String {
    let mut members = group.targets.clone();
    members.sort();
    match (group.description.as_str(), members.join(", ")) {
        (text, _) if members.is_empty() => text.to_owned(),
        ("", members) => members,
        (text, members) => format!("{text} ({members})"),
    }
}

fn variables(declared: &Declared) -> Vec<DeclaredVariable> {
    let mut all = declared.variables.clone().unwrap_or_default();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

fn target_table(entries: &[Entry]) -> String {
    let mut text = String::from("TARGET\tDESCRIPTION\n");
    for Entry { name, description, .. } in entries {
        let _infallible = writeln!(text, "{name}\t{description}");
    }
    table::aligned(&text)
}

fn variable_table(variables: &[DeclaredVariable]) -> String {
    let mut text = String::from("VARIABLE\tTYPE\tVALUE\tDESCRIPTION\n");
    for DeclaredVariable { name, description, ty, value } in variables {
        let value = value.as_deref().unwrap_or("<null>");
        let _infallible = writeln!(text, "{name}\t{ty}\t{value}\t{description}");
    }
    table::aligned(&text)
}

/// No entry at all is `null`, as Go prints a list that was never made.
fn target_json(entries: &[Entry]) -> String {
    if entries.is_empty() { json(&()) } else { json(&entries) }
}

/// JSON as Go's encoder prints it for HTML's sake: `<`, `>`, `&` and the two Unicode line ends are
/// escaped. Those occur within strings only.
fn json(value: &impl Serialize) -> String {
    go::json(value, 0) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, description: &str, targets: &[&str]) -> DeclaredGroup {
        DeclaredGroup {
            name: name.to_owned(),
            description: description.to_owned(),
            targets: targets.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    fn target(name: &str, description: &str) -> DeclaredTarget {
        DeclaredTarget { name: name.to_owned(), description: description.to_owned() }
    }

    fn variable(name: &str, ty: &str, value: Option<&str>, description: &str) -> DeclaredVariable {
        DeclaredVariable {
            name: name.to_owned(),
            description: description.to_owned(),
            ty: ty.to_owned(),
            value: value.map(str::to_owned),
        }
    }

    fn declared() -> Declared {
        Declared {
            targets: vec![target("b", ""), target("a", "first"), target("_x", "")],
            groups: vec![group("g", "dd", &["b", "a"]), group("e", "", &[])],
            tasks: Vec::new(),
            promotions: Vec::new(),
            variables: Some(vec![
                variable("LONGNAME_X", "", None, "b"),
                variable("A", "", Some("x\ty\nz"), "d<&>é"),
                variable("é", "", Some("[\"a\",\"b\"]"), ""),
            ]),
        }
    }

    #[test]
    fn targets_come_with_groups_and_without_the_private_ones() {
        let table = list(&declared(), Kind::Targets, Layout::Table);
        assert_eq!(table, "TARGET\tDESCRIPTION\na\tfirst\nb\t\ne\t\ng\tdd (a, b)\n");
        insta::assert_snapshot!(list(&declared(), Kind::Targets, Layout::Json), @r#"
        [
          {
            "name": "a",
            "description": "first"
          },
          {
            "name": "b"
          },
          {
            "name": "e",
            "group": true
          },
          {
            "name": "g",
            "description": "dd (a, b)",
            "group": true
          }
        ]
        "#);
    }

    #[test]
    fn tasks_and_promotions_say_what_they_are() {
        let node = |name: &str, description: &str| DeclaredNode {
            name: name.to_owned(),
            description: description.to_owned(),
        };
        let tasks = vec![node("smoke", "runs `./smoke.sh`"), node("_private", "")];
        let promotions = vec![node("latest", "")];
        let declared = Declared { tasks, promotions, ..Declared::default() };
        let table = list(&declared, Kind::Targets, Layout::Table);
        assert_eq!(table, "TARGET\tDESCRIPTION\nlatest\t\nsmoke\truns `./smoke.sh`\n");
        insta::assert_snapshot!(list(&declared, Kind::Targets, Layout::Json), @r#"
        [
          {
            "name": "latest",
            "promotion": true
          },
          {
            "name": "smoke",
            "description": "runs `./smoke.sh`",
            "task": true
          }
        ]
        "#);
    }

    #[test]
    fn a_tab_in_a_value_is_a_cell_of_its_own() {
        let table = list(&declared(), Kind::Variables, Layout::Table);
        assert_eq!(
            table,
            "VARIABLE\tTYPE\tVALUE\tDESCRIPTION\nA\t\t\tx\ty\nz\t\td<&>é\nLONGNAME_X\t\t<null>\t\
             \tb\né\t\t\t[\"a\",\"b\"]\t\n"
        );
    }

    #[test]
    fn json_is_escaped_for_html() {
        insta::assert_snapshot!(list(&declared(), Kind::Variables, Layout::Json), @r#"
        [
          {
            "name": "A",
            "description": "d\u003c\u0026\u003eé",
            "value": "x\ty\nz"
          },
          {
            "name": "LONGNAME_X",
            "description": "b"
          },
          {
            "name": "é",
            "value": "[\"a\",\"b\"]"
          }
        ]
        "#);
    }

    #[test]
    fn nothing_is_null_or_an_empty_list_as_in_bake() {
        let none = Declared::default();
        assert_eq!(list(&none, Kind::Targets, Layout::Json), "null\n");
        assert_eq!(list(&none, Kind::Variables, Layout::Json), "null\n");
        let no_variables = Declared { variables: Some(Vec::new()), ..none };
        assert_eq!(list(&no_variables, Kind::Variables, Layout::Json), "[]\n");
    }
}
