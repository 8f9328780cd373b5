//! What was selected, with all that bake does not know, as text.

use bakewell::select::{Need, Selection};
use bakewell::target::{Cell, Promotion, Task};
use bakewell::text::Text;
use bakewell::value::{Value, json};

/// A line for each target, task and promotion. A star is for what was asked for.
pub(crate) fn nodes(selection: &Selection) -> String {
    let mut lines = Vec::new();
    for (name, target) in &selection.targets {
        let added = target.attributes.added();
        let vars = added.vars.iter().flatten();
        let vars: Vec<String> = vars.map(|(name, it)| format!("{name} = {}", value(it))).collect();
        let is_asked = selection.asked.contains(name);
        let is_promoted = selection.promotions.values().any(|it| it.target == *name);
        let parts = [
            Some(cell(&target.cell)),
            (is_promoted && !is_asked).then(|| "promoted".to_owned()),
            Some(needs(selection, name)),
            added.template.map(|it| format!("template: {it}")),
            added.vars.as_ref().map(|_| format!("vars: {}", vars.join(", "))),
            added.inputs.as_ref().map(|it| list("inputs", it)),
            added.key_ignore.as_ref().map(|it| list("key-ignore", it)),
            added.reuse.map(|it| format!("reuse: {it}")),
        ];
        assert_eq!(target.linked, !is_asked && !is_promoted, "{name}");
        lines.push(line(selection, "target", name, &parts));
    }
    for (name, task) in &selection.tasks {
        let Task { image, command, inputs, env, tags, timeout, .. } = task;
        let parts = [
            Some(cell(&task.cell)),
            image.as_ref().map(|it| format!("image: {it}")),
            Some(list("command", command)),
            Some(needs(selection, name)),
            Some(list("inputs", inputs)),
            Some(list("env", env)),
            Some(list("tags", tags)),
            timeout.map(|it| format!("timeout: {it:?}")),
        ];
        lines.push(line(selection, "task", name, &parts));
    }
    for (name, promotion) in &selection.promotions {
        let Promotion { target, tags, .. } = promotion;
        let target = format!("target: {target}");
        let parts = [
            Some(cell(&promotion.cell)),
            Some(target),
            Some(list("tags", tags)),
            Some(needs(selection, name)),
        ];
        lines.push(line(selection, "promotion", name, &parts));
    }
    lines.join("\n")
}

fn line(selection: &Selection, kind: &str, name: &Text, parts: &[Option<String>]) -> String {
    let star = if selection.asked.contains(name) { "*" } else { "" };
    let parts = parts.iter().flatten().filter(|part| !part.is_empty());
    let mut words = vec![format!("{kind} {name}{star}")];
    words.extend(parts.cloned());
    words.join("; ")
}

fn cell(cell: &Cell) -> String {
    let axis = |(name, it): &(Text, Value)| format!("{name} = {}", value(it));
    cell.axes.iter().map(axis).collect::<Vec<_>>().join(", ")
}

fn needs(selection: &Selection, name: &Text) -> String {
    let needs = selection.needs.get(name).into_iter().flatten();
    list("needs", &needs.map(|Need { name, .. }| name.clone()).collect::<Vec<_>>())
}

fn list(name: &str, items: &[Text]) -> String {
    if items.is_empty() { String::new() } else { format!("{name}: {}", items.join(" ")) }
}

fn value(value: &Value) -> String {
    json::encode(value).unwrap_or_default()
}
