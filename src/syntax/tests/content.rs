//! Bodies divided by a schema, and expressions read as something else.

use insta::assert_snapshot;

use crate::diag::Diagnostic;
use crate::syntax::ast::{Attribute, BlockSchema, Content, Expr, ExprKind, File, Schema};

use super::{Printer, hcl, json, rendered};

const SCHEMA: Schema = Schema {
    attributes: &["a", "b"],
    blocks: &[BlockSchema { kind: "target", labels: 1 }, BlockSchema { kind: "plain", labels: 0 }],
};

/// The parts of a file, one a line, and then the errors.
fn content(text: &str, (file, mut errors): (File, Vec<Diagnostic>)) -> String {
    let printer = Printer { text };
    let Content { attributes, blocks, rest } = file.body.content(&SCHEMA, &mut errors);
    let attribute = |attribute: &Attribute| {
        format!("{} = {}\n", attribute.name.value, printer.expr(&attribute.expr))
    };
    let mut out: String = attributes.iter().map(attribute).collect();
    out.extend(blocks.iter().map(|block| printer.block(block) + "\n"));
    format!("{out}rest {}\n{}", printer.body(&rest), rendered(text, &errors))
}

fn just_attributes(text: &str, (file, mut errors): (File, Vec<Diagnostic>)) -> String {
    let attributes = file.body.just_attributes(&mut errors);
    let names: Vec<_> = attributes.iter().map(|attribute| &*attribute.name.value).collect();
    format!("{}\n{}", names.join(" "), rendered(text, &errors))
}

#[test]
fn native_bodies_are_divided() {
    let text = "b = 1\nc = 2\ntarget \"x\" {}\nother {}\na = 3\nplain {\n  d = 4\n}\ntarget y {}\n";
    assert_snapshot!(content(text, hcl(text)), @r#"
    b = #1
    a = #3
    (block target "x" {})
    (block plain {(= d #4)})
    (block target "y" {})
    rest {(= c #2) (block other {})}
    "#);
}

#[test]
fn native_labels_must_fit() {
    let text = "target {}\ntarget \"x\" \"y\" {}\nplain \"z\" {}\n";
    assert_snapshot!(content(text, hcl(text)), @r#"
    rest {}
    1: a block `target` has 1 label, not 0 <target>
    2: a block `target` has 1 label, not 2 <\"y\">
    3: a block `plain` has 0 labels, not 1 <\"z\">
    "#);
}

#[test]
fn native_attributes() {
    let text = "x = 1\nb {}\ny = 2\nc {}\n";
    assert_snapshot!(just_attributes(text, hcl(text)), @r"
    x y
    2: a block `b` is not allowed here <b>
    ");
}

#[test]
fn json_bodies_are_divided() {
    let text = r#"{"b": 1, "c": 2, "target": {"x": {"y": 1}, "z": [{}, {"q": null}]}, "//": "c",
        "plain": [{"d": 4}, null, [{"e": 5}, {"f": 6}]], "target": [{"v": null}, {"w": {}}]}"#;
    assert_snapshot!(content(text, json(text)), @r#"
    b = #1
    (block target "x" {"y": #1})
    (block target "z" {})
    (block target "z" {"q": null})
    (block plain {"d": #4})
    (block plain {})
    (block plain {"e": #5, "f": #6})
    (block target "w" {})
    rest {"c": #2, "//": "c"}
    "#);
}

#[test]
fn json_values_that_are_no_blocks() {
    let text = r#"{"target": {"x": "y"}, "plain": 1, "a": 1, "a": 2, "target": [], "target": null,
        "target": [1], "target": "s", "plain": ["t"], "plain": null, "plain": []}"#;
    assert_snapshot!(content(text, json(text)), @r#"
    a = #1
    (block plain {})
    rest {}
    1: a block `target` is an object or an array of objects, not a string <\"y\">
    1: a block `plain` is an object or an array of objects, not a number <1>
    1: `a` is set twice <\"a\">
    1: set here first <\"a\">
    1: a block `target` needs a label <[]>
       write `"target": {"label": {…}}`
    1: a block `target` needs a label <null>
       write `"target": {"label": {…}}`
    2: expected an object with the labels of `target` as its names, found a number <1>
    2: expected an object or an array of objects with the labels of `target` as its names, found a string <\"s\">
    2: expected an object or an array of objects with arguments and blocks, found a string <\"t\">
    "#);
}

#[test]
fn json_attributes() {
    let text = r#"{"x": 1, "//": 2, "y": 3, "//": 4, "x": 5}"#;
    assert_snapshot!(just_attributes(text, json(text)), @r#"
    x y
    1: `x` is set twice <\"x\">
    1: set here first <\"x\">
    "#);
    let text = r#"[{"x": 1}]"#;
    assert_snapshot!(just_attributes(text, json(text)), @r#"1: expected an object with arguments, found an array <[{\"x\": 1}]>"#);
}

fn json_expression(text: &str) -> (String, Vec<Attribute>) {
    let text = format!(r#"{{"a": {text}}}"#);
    let (file, mut errors) = json(&text);
    let attributes = file.body.just_attributes(&mut errors);
    assert!(errors.is_empty(), "{}", rendered(&text, &errors));
    (text, attributes)
}

#[test]
fn json_values_as_expressions() {
    let tree = |value: &str| {
        let (text, attributes) = json_expression(value);
        Printer { text: &text }.expr(&attributes[0].expr)
    };
    assert_snapshot!(tree(r#"[1, true, null, "a", "a${b}", "${b}"]"#), @r#"(tuple #1 true null (tmpl "a") (tmpl "a" (${} b)) (wrap b))"#);
    assert_snapshot!(tree(r#"{"${k}": {"l": "%{ if x }y%{ endif }"}, "k": "\n${ a\n }"}"#), @r#"(object ((wrap k) (object ((tmpl "l") (tmpl (%if x (tmpl "y") (tmpl "")))))) ((tmpl "k") (tmpl "\n" (${} a))))"#);
    assert_snapshot!(tree(r#"["${", "%{ if }", "$${x}"]"#), @r#"(tuple (broken "${" 1) (broken "%{ if }" 1) (tmpl "${x}"))"#);
}

/// What an expression is besides an expression.
fn readings(expr: &Expr) -> String {
    let keyword = expr.as_keyword().map(|word| format!("keyword {word}"));
    let steps = expr.as_traversal().map(|found| format!("traversal+{}", found.steps.len()));
    let call = expr.as_call().map(|call| format!("{}()", call.name.value));
    let list = expr.as_list().map(|items| format!("list of {}", items.len()));
    let all: Vec<_> = [keyword, steps, call, list].into_iter().flatten().collect();
    if all.is_empty() { "nothing".into() } else { all.join(", ") }
}

#[test]
fn native_expressions_read_as_something_else() {
    let read = |text: &str| {
        let (file, _) = hcl(&format!("a = {text}"));
        readings(&file.body.just_attributes(&mut Vec::new())[0].expr)
    };
    let texts = ["x", "true", "null", "x.y", "(x)", "\"x\"", "f(x)", "[x, y]", "1"];
    assert_snapshot!(texts.map(read).join("\n"), @r"
    keyword x, traversal+0
    keyword true
    keyword null
    traversal+1
    nothing
    nothing
    f()
    list of 2
    nothing
    ");
}

#[test]
fn json_strings_read_as_something_else() {
    let read = |text: &str| readings(&json_expression(text).1[0].expr);
    let texts = [r#""x""#, r#""true""#, r#""x.y""#, r#""(x)""#, r#""f(x)""#, "[1]", "true", "{}"];
    assert_snapshot!(texts.map(read).join("\n"), @r"
    keyword x, traversal+0
    keyword true, traversal+0
    traversal+1
    nothing
    f()
    list of 1
    keyword true
    nothing
    ");
}

#[test]
fn places_in_json_strings() {
    let (text, attributes) = json_expression(r#"["é${ x }", "\n${ y }"]"#);
    let items = attributes[0].expr.as_list().unwrap();
    let slice = |expr: &Expr| text[expr.span.range()].to_owned();
    let inner = |expr: &Expr| match &expr.kind {
        ExprKind::JsonString { template, .. } => match &**template {
            Ok(Expr { kind: ExprKind::Template(parts), .. }) => {
                text[parts.last().unwrap().span().range()].to_owned()
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    // Exact where the JSON has no escapes, and else the whole string.
    assert_snapshot!(items.iter().map(|item| slice(item) + " " + &inner(item)).collect::<Vec<_>>().join("\n"), @r#"
    "é${ x }" x
    "\n${ y }" "\n${ y }"
    "#);
}
