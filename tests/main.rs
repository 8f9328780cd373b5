//! All tests that look at bakewell from outside, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests prepare the disk themselves")]

mod engine;
mod support;

mod additions;
mod architecture;
mod check;
mod cli;
mod differential;
mod engine_bake;
mod engine_calls;
mod examples;
mod graph;
mod graphs;
mod language;
mod regressions;
mod template;
