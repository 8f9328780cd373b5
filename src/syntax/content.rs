//! The parts of a body that a schema asks for.

use std::collections::HashMap;

use crate::diag::{Diagnostic, words};
use crate::span::Span;
use crate::text::Text;

use super::ast::{
    Attribute, Block, BlockSchema, Body, Content, JsonBody, JsonKind, JsonProperty, JsonValue,
    Name, NativeBody, Schema,
};
use super::json;
use super::parser::set_twice;

impl Body {
    /// All of it, without the braces.
    pub fn span(&self) -> Span {
        match self {
            Self::Native(body) => body.span,
            Self::Json(body) => body.span,
        }
    }

    /// The attributes and blocks that `schema` knows, and the rest.
    ///
    /// Errors: a block with other labels than the schema says, and in JSON a second value for an
    /// attribute and a value that can be no block.
    pub fn content(&self, schema: &Schema, diags: &mut Vec<Diagnostic>) -> Content {
        match self {
            Self::Native(body) => native_content(body, schema, diags),
            Self::Json(body) => json_content(body, schema, diags),
        }
    }

    /// Everything as attributes. Errors: blocks, and in JSON a name that comes twice.
    ///
    /// `"//"` of JSON is a comment and left out; [`content`](Self::content) leaves it in the rest.
    pub fn just_attributes(&self, diags: &mut Vec<Diagnostic>) -> Vec<Attribute> {
        match self {
            Self::Native(body) => {
                if let Some(block) = body.blocks.first() {
                    let message = format!("a block `{}` is not allowed here", block.kind.value);
                    diags.push(Diagnostic::error(message, block.kind.span));
                }
                body.attributes.clone()
            }
            Self::Json(body) => json_attributes(body, diags),
        }
    }
}

impl Schema<'_> {
    fn block(&self, kind: &str) -> Option<&BlockSchema<'_>> {
        self.blocks.iter().find(|block| block.kind == kind)
    }
}

fn native_content(body: &NativeBody, schema: &Schema, diags: &mut Vec<Diagnostic>) -> Content {
    let (attributes, other_attributes) = body
        .attributes
        .iter()
        .cloned()
        .partition(|attribute| schema.attributes.contains(&&*attribute.name.value));
    let (known, other_blocks): (Vec<Block>, _) =
        body.blocks.iter().cloned().partition(|block| schema.block(&block.kind.value).is_some());
    let mut fits = |block: &Block| match schema.block(&block.kind.value) {
        Some(wanted) => labels_fit(block, wanted.labels, diags),
        None => false,
    };
    let blocks = known.into_iter().filter(|block| fits(block)).collect();
    let rest = NativeBody { attributes: other_attributes, blocks: other_blocks, span: body.span };
    Content { attributes, blocks, rest: Body::Native(rest) }
}

fn labels_fit(block: &Block, wanted: usize, diags: &mut Vec<Diagnostic>) -> bool {
    if block.labels.len() == wanted {
        return true;
    }
    let labels = words::count(wanted, "label");
    let message =
        format!("a block `{}` has {labels}, not {}", block.kind.value, block.labels.len());
    let place = block.labels.get(wanted).map_or(block.head, |surplus| surplus.span);
    diags.push(Diagnostic::error(message, place));
    false
}

fn json_content(body: &JsonBody, schema: &Schema, diags: &mut Vec<Diagnostic>) -> Content {
    let mut content = JsonContent::default();
    let mut rest = JsonBody { properties: Vec::new(), ..*body };
    for property in &body.properties {
        let name = &*property.name.value;
        if schema.attributes.contains(&name) {
            content.add_attribute(property, diags);
        } else if let Some(wanted) = schema.block(name) {
            content.add_blocks(&property.name, &property.value, wanted.labels, diags);
        } else {
            rest.properties.push(property.clone());
        }
    }
    let JsonContent { attributes, blocks, names: _ } = content;
    Content { attributes, blocks, rest: Body::Json(rest) }
}

/// What has been found in a body of JSON.
#[derive(Default)]
struct JsonContent {
    attributes: Vec<Attribute>,
    blocks: Vec<Block>,
    /// Where each attribute was first set; a lookup only.
    names: HashMap<Text, Span>,
}

impl JsonContent {
    fn add_attribute(&mut self, property: &JsonProperty, diags: &mut Vec<Diagnostic>) {
        let name = &property.name;
        if let Some(&first) = self.names.get(&name.value) {
            diags.push(set_twice(name, first));
            return;
        }
        self.names.insert(name.value.clone(), name.span);
        self.attributes.push(json::attribute(property));
    }

    fn add_blocks(
        &mut self,
        kind: &Name,
        value: &JsonValue,
        labels: usize,
        diags: &mut Vec<Diagnostic>,
    ) {
        self.unpack(kind, value.clone(), labels, &mut Vec::new(), diags);
    }

    /// Each label is a level of objects; below the last one an object is a block and an array is
    /// several.
    fn unpack(
        &mut self,
        kind: &Name,
        value: JsonValue,
        labels_left: usize,
        labels: &mut Vec<Name>,
        diags: &mut Vec<Diagnostic>,
    ) {
        let Some(labels_left) = labels_left.checked_sub(1) else {
            self.unpack_bodies(kind, value, labels, diags);
            return;
        };
        let (span, before) = (value.span, diags.len());
        let of = format!("the labels of `{}` as its names", kind.value);
        let properties = json::properties(value, &of, diags);
        if properties.is_empty() && diags.len() == before {
            let message = format!("a block `{}` needs a label", kind.value);
            let hint = format!("write `\"{}\": {{\"label\": {{…}}}}`", kind.value);
            diags.push(Diagnostic::error(message, span).hint(hint));
        }
        for property in properties {
            labels.push(property.name);
            self.unpack(kind, property.value, labels_left, labels, diags);
            labels.pop();
        }
    }

    fn unpack_bodies(
        &mut self,
        kind: &Name,
        value: JsonValue,
        labels: &[Name],
        diags: &mut Vec<Diagnostic>,
    ) {
        match value.kind {
            JsonKind::Null => {}
            JsonKind::Object(_) => self.add_block(kind, value, labels, diags),
            JsonKind::Array(items) => {
                for item in items {
                    self.add_block(kind, item, labels, diags);
                }
            }
            other => {
                let message = format!(
                    "a block `{}` is an object or an array of objects, not {}",
                    kind.value,
                    json::noun(&other)
                );
                diags.push(Diagnostic::error(message, value.span));
            }
        }
    }

    fn add_block(
        &mut self,
        kind: &Name,
        value: JsonValue,
        labels: &[Name],
        diags: &mut Vec<Diagnostic>,
    ) {
        let head = labels.last().map_or(kind.span, |label| label.span);
        let span = value.span;
        let body = Body::Json(json::body(value, diags));
        let labels = labels.to_vec();
        self.blocks.push(Block { kind: kind.clone(), labels, body, head, span });
    }
}

fn json_attributes(body: &JsonBody, diags: &mut Vec<Diagnostic>) -> Vec<Attribute> {
    if !body.is_object {
        let message = "expected an object with arguments, found an array";
        diags.push(Diagnostic::error(message, body.span));
        return Vec::new();
    }
    let mut content = JsonContent::default();
    for property in body.properties.iter().filter(|property| &*property.name.value != "//") {
        content.add_attribute(property, diags);
    }
    content.attributes
}
