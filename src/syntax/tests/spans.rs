//! Where nodes say they stand.

use std::fmt::Write;

use insta::assert_snapshot;

use crate::span::Span;
use crate::syntax::ast::{Block, Body, Expr, ExprKind, Part, Step};
use crate::syntax::{Place, parse_expression};

use super::{FILE, hcl};

/// The text of every node, indented by its depth.
struct Slices<'a> {
    text: &'a str,
    out: String,
}

impl Slices<'_> {
    fn line(&mut self, depth: usize, what: &str, span: Span) {
        let slice = self.text[span.range()].escape_debug();
        writeln!(self.out, "{}{what}: {slice}", "  ".repeat(depth)).unwrap();
    }

    fn body(&mut self, depth: usize, body: &Body) {
        let Body::Native(body) = body else { return };
        for attribute in &body.attributes {
            self.line(depth, "attribute", attribute.span);
            self.line(depth + 1, "name", attribute.name.span);
            self.expr(depth + 1, &attribute.expr);
        }
        for block in &body.blocks {
            self.block(depth, block);
        }
    }

    fn block(&mut self, depth: usize, block: &Block) {
        self.line(depth, "block", block.span);
        self.line(depth + 1, "head", block.head);
        self.line(depth + 1, "kind", block.kind.span);
        for label in &block.labels {
            self.line(depth + 1, "label", label.span);
        }
        self.line(depth + 1, "body", block.body.span());
        self.body(depth + 1, &block.body);
    }

    fn exprs<'e>(&mut self, depth: usize, exprs: impl IntoIterator<Item = &'e Expr>) {
        for expr in exprs {
            self.expr(depth, expr);
        }
    }

    fn steps(&mut self, depth: usize, steps: &[Step]) {
        for step in steps {
            self.line(depth, "step", step.span);
        }
    }

    fn expr(&mut self, depth: usize, expr: &Expr) {
        let kind = format!("{:?}", expr.kind);
        let end = kind.find(|char: char| !char.is_alphabetic()).unwrap_or(kind.len());
        self.line(depth, &kind[..end], expr.span);
        self.children(depth + 1, &expr.kind);
    }

    fn children(&mut self, depth: usize, kind: &ExprKind) {
        match kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Element
            | ExprKind::JsonString { .. } => {}
            ExprKind::Template(parts) => parts.iter().for_each(|part| self.part(depth, part)),
            ExprKind::Wrap(inside) | ExprKind::Parens(inside) => self.expr(depth, inside),
            ExprKind::Tuple(items) => self.exprs(depth, items),
            ExprKind::Object(items) => {
                for item in items {
                    self.exprs(depth, [&item.key, &item.value]);
                }
            }
            ExprKind::Traversal(traversal) => {
                self.line(depth, "root", traversal.root.span);
                self.steps(depth, &traversal.steps);
            }
            ExprKind::Index { collection, key } => self.exprs(depth, [&**collection, &**key]),
            ExprKind::Relative { source, steps } => {
                self.expr(depth, source);
                self.steps(depth, steps);
            }
            ExprKind::Splat { source, each, marker } => {
                self.line(depth, "marker", *marker);
                self.exprs(depth, [&**source, &**each]);
            }
            ExprKind::For(parts) => {
                self.line(depth, "intro", parts.intro);
                self.exprs(depth, [&parts.collection]);
                self.exprs(depth, &parts.result_key);
                self.exprs(depth, [&parts.result_value]);
                self.exprs(depth, &parts.condition);
            }
            ExprKind::Conditional(parts) => {
                self.exprs(depth, [&parts.condition, &parts.then, &parts.otherwise]);
            }
            ExprKind::Binary(parts) => self.exprs(depth, [&parts.left, &parts.right]),
            ExprKind::Unary { operand, .. } => self.expr(depth, operand),
            ExprKind::Call(call) => {
                self.line(depth, "name", call.name.span);
                self.line(depth, "parens", call.parens);
                self.exprs(depth, &call.arguments);
            }
        }
    }

    fn part(&mut self, depth: usize, part: &Part) {
        match part {
            Part::Literal(text) => self.line(depth, "literal", text.span),
            Part::Interpolation(expr) => self.expr(depth, expr),
            Part::If(parts) => {
                self.line(depth, "if", parts.span);
                self.exprs(depth + 1, [&parts.condition, &parts.then, &parts.otherwise]);
            }
            Part::For(parts) => {
                self.line(depth, "for", parts.span);
                self.exprs(depth + 1, [&parts.collection, &parts.body]);
            }
        }
    }
}

fn slices(text: &str) -> String {
    let (file, errors) = hcl(text);
    assert!(errors.is_empty(), "{errors:?}");
    let mut slices = Slices { text, out: String::new() };
    slices.body(0, &file.body);
    slices.out
}

#[test]
fn blocks_and_attributes() {
    let text = "\u{feff}# c\ntarget \"é\" x {\n  a = 1 # d\n  b { c = 2 }\n}\n";
    assert_snapshot!(slices(text), @r#"
    block: target \"é\" x {\n  a = 1 # d\n  b { c = 2 }\n}
      head: target \"é\" x
      kind: target
      label: \"é\"
      label: x
      body: \n  a = 1 # d\n  b { c = 2 }\n
      attribute: a = 1
        name: a
        Number: 1
      block: b { c = 2 }
        head: b
        kind: b
        body:  c = 2 
        attribute: c = 2
          name: c
          Number: 2
    "#);
}

#[test]
fn terms_and_steps() {
    assert_snapshot!(slices("a = [x.y[0], f(z...)[k], ( p ) .q, -n, xs[*].y.z, xs.*.y]"), @r"
    attribute: a = [x.y[0], f(z...)[k], ( p ) .q, -n, xs[*].y.z, xs.*.y]
      name: a
      Tuple: [x.y[0], f(z...)[k], ( p ) .q, -n, xs[*].y.z, xs.*.y]
        Traversal: x.y[0]
          root: x
          step: .y
          step: [0]
        Index: f(z...)[k]
          Call: f(z...)
            name: f
            parens: (z...)
            Traversal: z
              root: z
          Traversal: k
            root: k
        Relative: ( p ) .q
          Parens: ( p )
            Traversal: p
              root: p
          step: .q
        Unary: -n
          Traversal: n
            root: n
        Splat: xs[*].y.z
          marker: [*]
          Traversal: xs
            root: xs
          Relative: [*].y.z
            Element: [*]
            step: .y
            step: .z
        Splat: xs.*.y
          marker: .*
          Traversal: xs
            root: xs
          Relative: .*.y
            Element: .*
            step: .y
    ");
}

#[test]
fn operators_and_collections() {
    let text = "a = x ? { k = 1 + 2, (l) : !m } : [for k, v in xs : v if k]";
    assert_snapshot!(slices(text), @r"
    attribute: a = x ? { k = 1 + 2, (l) : !m } : [for k, v in xs : v if k]
      name: a
      Conditional: x ? { k = 1 + 2, (l) : !m } : [for k, v in xs : v if k]
        Traversal: x
          root: x
        Object: { k = 1 + 2, (l) : !m }
          Traversal: k
            root: k
          Binary: 1 + 2
            Number: 1
            Number: 2
          Parens: (l)
            Traversal: l
              root: l
          Unary: !m
            Traversal: m
              root: m
        For: [for k, v in xs : v if k]
          intro: for k, v in xs
          Traversal: xs
            root: xs
          Traversal: v
            root: v
          Traversal: k
            root: k
    ");
}

#[test]
fn templates() {
    let text = "a = \"é${ b }c\"\nd = <<-E\n  x ${ y }\n  z\n  E\ne = \"%{ if f }g%{ else }%{ endif }%{ for v in w }${v}%{ endfor }\"\n";
    assert_snapshot!(slices(text), @r#"
    attribute: a = \"é${ b }c\"
      name: a
      Template: \"é${ b }c\"
        literal: é
        Traversal: b
          root: b
        literal: c
    attribute: d = <<-E\n  x ${ y }\n  z\n  E
      name: d
      Template: <<-E\n  x ${ y }\n  z\n  E
        literal:   x 
        Traversal: y
          root: y
        literal: \n  z\n
    attribute: e = \"%{ if f }g%{ else }%{ endif }%{ for v in w }${v}%{ endfor }\"
      name: e
      Template: \"%{ if f }g%{ else }%{ endif }%{ for v in w }${v}%{ endfor }\"
        if: %{ if f }g%{ else }%{ endif }
          Traversal: f
            root: f
          Template: g
            literal: g
          Template: 
            literal: 
        for: %{ for v in w }${v}%{ endfor }
          Traversal: w
            root: w
          Template: v
            Traversal: v
              root: v
    "#);
}

#[test]
fn a_piece_of_a_text_has_the_places_of_the_whole() {
    let text = "xxxx list(string)";
    let expr = parse_expression(Place::At(FILE, 5), &text[5..]).unwrap();
    let mut slices = Slices { text, out: String::new() };
    slices.expr(0, &expr);
    assert_snapshot!(slices.out, @r"
    Call: list(string)
      name: list
      parens: (string)
      Traversal: string
        root: string
    ");
}
