//! What is known: the blocks of a file and the attributes of each, bake's and those added to them.

use crate::syntax::ast::{BlockSchema, Schema};

/// The attributes of a `target` that bake ignores.
pub use crate::target::ADDED;
/// The attributes of a `target` that bake knows.
pub use crate::target::NAMES as TARGET;

/// What bake knows at the top level of a file. All other attributes there are global values.
pub const FILE: Schema<'static> = Schema {
    attributes: &[],
    blocks: &[
        BlockSchema { kind: "function", labels: 1 },
        BlockSchema { kind: "group", labels: 1 },
        BlockSchema { kind: "target", labels: 1 },
        BlockSchema { kind: "variable", labels: 1 },
    ],
};

/// The blocks at the top level that bake ignores.
pub const ADDED_BLOCKS: Schema<'static> = Schema {
    attributes: &[],
    blocks: &[BlockSchema { kind: "promote", labels: 1 }, BlockSchema { kind: "task", labels: 1 }],
};

/// A `variable` block.
pub const VARIABLE: Schema<'static> = Schema {
    attributes: &["default", "description", "type"],
    blocks: &[BlockSchema { kind: "validation", labels: 0 }],
};

/// A `validation` block in a `variable`.
pub const VALIDATION: Schema<'static> =
    Schema { attributes: &["condition", "error_message"], blocks: &[] };

/// A `function` block.
pub const FUNCTION: Schema<'static> =
    Schema { attributes: &["params", "result", "variadic_params"], blocks: &[] };

/// The attributes of a `group`. The last two are known so that they can be refused.
pub const GROUP: &[&str] = &["description", "targets", "matrix", "name"];
