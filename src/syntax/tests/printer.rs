//! The tree as S-expressions, without places.

use std::fmt::Write;

use crate::syntax::ast::{
    BinaryOp, Block, Body, Expr, ExprKind, For, JsonKind, JsonProperty, JsonValue, NativeBody,
    ObjectItem, Part, Step, StepKind, UnaryOp,
};
use crate::value::Value;

/// Prints nodes; numbers as they are written in `text`.
pub(crate) struct Printer<'a> {
    pub(crate) text: &'a str,
}

impl Printer<'_> {
    pub(crate) fn body(&self, body: &Body) -> String {
        match body {
            Body::Native(body) => self.native_body(body),
            Body::Json(body) => self.properties(&body.properties),
        }
    }

    fn native_body(&self, body: &NativeBody) -> String {
        let attributes = body.attributes.iter().map(|attribute| {
            let expr = self.expr(&attribute.expr);
            (attribute.span.start, format!("(= {} {expr})", attribute.name.value))
        });
        let blocks = body.blocks.iter().map(|block| (block.span.start, self.block(block)));
        let mut items: Vec<_> = attributes.chain(blocks).collect();
        items.sort();
        let items: Vec<_> = items.into_iter().map(|(_, item)| item).collect();
        format!("{{{}}}", items.join(" "))
    }

    pub(crate) fn block(&self, block: &Block) -> String {
        let mut out = format!("(block {}", block.kind.value);
        for label in &block.labels {
            write!(out, " {}", quoted(&label.value)).unwrap();
        }
        format!("{out} {})", self.body(&block.body))
    }

    pub(crate) fn exprs<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> String {
        exprs.into_iter().fold(String::new(), |out, expr| out + " " + &self.expr(expr))
    }

    pub(crate) fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Null => "null".into(),
            ExprKind::Bool(truth) => truth.to_string(),
            ExprKind::Number(_) => format!("#{}", &self.text[expr.span.range()]),
            ExprKind::Text(text) => format!("(tmpl {})", quoted(text)),
            ExprKind::Template(parts) => self.template(parts),
            ExprKind::Wrap(inside) => format!("(wrap{})", self.exprs([&**inside])),
            ExprKind::JsonString { text, template } => match &**template {
                Ok(template) => self.expr(template),
                Err(errors) => format!("(broken {} {})", quoted(text), errors.len()),
            },
            ExprKind::Parens(inside) => format!("(parens{})", self.exprs([&**inside])),
            ExprKind::Tuple(items) => format!("(tuple{})", self.exprs(items)),
            ExprKind::Object(items) => self.object(items),
            ExprKind::Traversal(name) if name.steps.is_empty() => name.root.value.to_string(),
            ExprKind::Traversal(name) => {
                format!("(trav {}{})", name.root.value, steps(&name.steps))
            }
            ExprKind::Index { collection, key } => {
                format!("(index{})", self.exprs([&**collection, &**key]))
            }
            ExprKind::Relative { source, steps: all } => {
                format!("(rel {}{})", self.expr(source), steps(all))
            }
            ExprKind::Splat { source, each, .. } => {
                format!("(splat{})", self.exprs([&**source, &**each]))
            }
            ExprKind::Element => "@".into(),
            ExprKind::For(parts) => self.for_expression(parts),
            ExprKind::Conditional(parts) => {
                format!("(?{})", self.exprs([&parts.condition, &parts.then, &parts.otherwise]))
            }
            ExprKind::Binary(parts) => {
                format!("({}{})", symbol(parts.op), self.exprs([&parts.left, &parts.right]))
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => format!("(! {})", self.expr(operand)),
            ExprKind::Unary { op: UnaryOp::Negate, operand } => {
                format!("(- {})", self.expr(operand))
            }
            ExprKind::Call(call) => {
                let spread = if call.spread { " ..." } else { "" };
                format!("({}(){}{spread})", call.name.value, self.exprs(&call.arguments))
            }
        }
    }

    fn template(&self, parts: &[Part]) -> String {
        let mut out = String::from("(tmpl");
        for part in parts {
            match part {
                Part::Literal(text) => write!(out, " {}", quoted(&text.value)).unwrap(),
                Part::Interpolation(expr) => write!(out, " (${{}} {})", self.expr(expr)).unwrap(),
                Part::If(parts) => {
                    let all = self.exprs([&parts.condition, &parts.then, &parts.otherwise]);
                    write!(out, " (%if{all})").unwrap();
                }
                Part::For(parts) => {
                    let key = parts.key.as_ref().map(|key| format!("{},", key.value));
                    let (key, value) = (key.unwrap_or_default(), &parts.value.value);
                    let all = self.exprs([&parts.collection, &parts.body]);
                    write!(out, " (%for {key}{value}{all})").unwrap();
                }
            }
        }
        out + ")"
    }

    fn object(&self, items: &[ObjectItem]) -> String {
        let item = |item: &ObjectItem| {
            let key = match &item.bare {
                Some(word) => format!("={word}"),
                None => self.expr(&item.key),
            };
            format!(" ({key} {})", self.expr(&item.value))
        };
        format!("(object{})", items.iter().map(item).collect::<String>())
    }

    fn for_expression(&self, parts: &For) -> String {
        let mut out = String::from("(for ");
        if let Some(key) = &parts.key {
            write!(out, "{},", key.value).unwrap();
        }
        write!(out, "{} {}", parts.value.value, self.expr(&parts.collection)).unwrap();
        if let Some(key) = &parts.result_key {
            write!(out, " {} =>", self.expr(key)).unwrap();
        }
        write!(out, " {}", self.expr(&parts.result_value)).unwrap();
        if parts.grouped {
            out.push_str(" ...");
        }
        if let Some(condition) = &parts.condition {
            write!(out, " if {}", self.expr(condition)).unwrap();
        }
        out + ")"
    }

    fn properties(&self, properties: &[JsonProperty]) -> String {
        let property = |property: &JsonProperty| {
            format!("{}: {}", quoted(&property.name.value), self.json(&property.value))
        };
        format!("{{{}}}", properties.iter().map(property).collect::<Vec<_>>().join(", "))
    }

    pub(crate) fn json(&self, value: &JsonValue) -> String {
        match &value.kind {
            JsonKind::Null => "null".into(),
            JsonKind::Bool(truth) => truth.to_string(),
            JsonKind::Number(_) => format!("#{}", &self.text[value.span.range()]),
            JsonKind::String(text) => quoted(text),
            JsonKind::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.json(item)).collect();
                format!("[{}]", items.join(", "))
            }
            JsonKind::Object(properties) => self.properties(properties),
        }
    }
}

pub(crate) fn steps(steps: &[Step]) -> String {
    steps.iter().fold(String::new(), |out, step| out + " " + &one_step(step))
}

fn one_step(step: &Step) -> String {
    match &step.kind {
        StepKind::Attribute(name) => format!(".{name}"),
        StepKind::Index(Value::Number(_)) => "[#]".into(),
        StepKind::Index(Value::String(text)) => format!("[{}]", quoted(text)),
        StepKind::Index(Value::Bool(truth)) => format!("[{truth}]"),
        StepKind::Index(_) => "[null]".into(),
    }
}

pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "||",
        BinaryOp::And => "&&",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterOrEqual => ">=",
        BinaryOp::Less => "<",
        BinaryOp::LessOrEqual => "<=",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
    }
}
