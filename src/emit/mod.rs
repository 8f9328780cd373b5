//! What has been found, as text for others to read: one file a format.

mod go;
pub mod quote;
pub mod bake;
pub mod buildx;
pub mod shell;
pub mod table;
pub mod list;
pub mod tree;
pub mod dot;
pub mod mermaid;
pub mod graph_json;
pub mod findings_json;
pub mod annotations;
pub mod rules;
