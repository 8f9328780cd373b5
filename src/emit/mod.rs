//! What has been found, as text for others to read: one file a format.

mod go;
pub mod bake;
pub mod table;
pub mod list;
