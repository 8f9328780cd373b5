//! All tests that look at bakewell from outside, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests prepare the disk themselves")]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "what is put together here is short, and reads better so"
)]

mod engine;
mod support;

mod additions;
mod affected;
mod architecture;
mod check;
mod cli;
mod differential;
mod engine_bake;
mod engine_calls;
mod examples;
mod graph;
mod graphs;
mod keys_cli;
mod language;
mod late;
mod lock;
mod proof;
mod regressions;
mod selection;
mod template;
