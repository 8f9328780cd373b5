//! What has been found, as text for others to read: one file a format.

mod go;
mod unstable;
pub mod quote;
pub mod bake;
pub mod buildx;
pub mod shell;
pub mod table;
pub mod list;
pub mod lock_table;
pub mod tree;
pub mod dot;
pub mod mermaid;
pub mod graph_json;
mod branches;
pub mod keys;
pub mod difference;
pub mod plan;
pub mod why;
pub mod affected;
pub mod findings_json;
pub mod annotations;
pub mod rules;
