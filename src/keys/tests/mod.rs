//! Text in, keys out.
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "what is put together here is short, and reads better so"
)]

mod support;
mod instructions;
mod stages;
mod arguments;
mod settings;
mod links;
mod files;
mod ignored;
mod volatile;
mod nodes;
mod pinned;
mod properties;
