//! `task` and `promote` blocks, which bake ignores.

use crate::diag::Diagnostics;
use crate::syntax::ast::{Block, Body, Content, JsonBody, JsonKind, JsonProperty, JsonValue};

use super::program::{Declaration, NodeKind};
use super::{content, only, schema, unknown};

/// The `task` and `promote` blocks at the top level of a file, and what remains.
///
/// In JSON, bake takes such a property for a global value, and a file without additions may have
/// one. So there only what has the shape of these blocks is one, and it remains as a value too.
pub(super) fn blocks(rest: Body, diags: &mut Diagnostics) -> (Vec<Declaration<NodeKind>>, Body) {
    let (found, rest) = match rest {
        Body::Native(_) => {
            let Content { blocks, rest, .. } = content(&rest, &schema::ADDED_BLOCKS, diags);
            (blocks, rest)
        }
        Body::Json(body) => {
            let shaped = Body::Json(shaped(&body));
            (content(&shaped, &schema::ADDED_BLOCKS, diags).blocks, Body::Json(body))
        }
    };
    (found.iter().filter_map(|block| node(block, diags)).collect(), rest)
}

fn node(block: &Block, diags: &mut Diagnostics) -> Option<Declaration<NodeKind>> {
    let kind = NodeKind::of(&block.kind.value)?;
    let known = kind.attributes();
    let Content { attributes, rest, .. } = content(&block.body, &only(known), diags);
    unknown::attributes(&rest, kind.noun(), &only(known), diags);
    let label = block.labels.first()?.clone();
    Some(Declaration { kind, label, attributes, additions: Vec::new(), head: block.head })
}

/// The properties that have the shape of our blocks: objects by label, each of them, or each in
/// an array, with an attribute that such a block has.
fn shaped(body: &JsonBody) -> JsonBody {
    let is_shaped = |property: &JsonProperty| {
        NodeKind::of(&property.name.value).is_some_and(|kind| has_shape(&property.value, kind))
    };
    let properties = body.properties.iter().filter(|property| is_shaped(property));
    JsonBody { properties: properties.cloned().collect(), ..*body }
}

fn has_shape(value: &JsonValue, kind: NodeKind) -> bool {
    match &value.kind {
        JsonKind::Object(labelled) => {
            !labelled.is_empty() && labelled.iter().all(|it| is_body(&it.value, kind))
        }
        JsonKind::Array(items) => {
            !items.is_empty() && items.iter().all(|item| has_shape(item, kind))
        }
        _ => false,
    }
}

fn is_body(value: &JsonValue, kind: NodeKind) -> bool {
    match &value.kind {
        JsonKind::Object(body) => {
            body.iter().any(|it| kind.attributes().contains(&&*it.name.value))
        }
        JsonKind::Array(items) => !items.is_empty() && items.iter().all(|item| is_body(item, kind)),
        _ => false,
    }
}
