//! Expressions in, values out. The values are those that `docker buildx bake` gives, and what
//! fails here fails there.

mod access;
mod bounds;
mod calls;
mod collections;
mod conditionals;
mod functions;
mod json;
mod loops;
mod operators;
mod references;
mod templates;
mod types;
mod values;
mod world;

use std::sync::LazyLock;

use world::World;

/// What the names in the tests stand for.
static WORLD: LazyLock<World> = LazyLock::new(|| World::new(include_str!("world.hcl")));

/// Asserts what expressions evaluate to, as `jsonencode` would write it.
macro_rules! evaluates {
    ($($expr:literal => $value:literal;)*) => {
        $(assert_eq!($crate::eval::tests::outcome($expr), $value, "{}", $expr);)*
    };
}

/// Asserts what is wrong with expressions: the place, what is said, other places, hints.
macro_rules! fails {
    ($($expr:literal => $errors:literal;)*) => {
        $(assert_eq!($crate::eval::tests::failure($expr), $errors, "{}", $expr);)*
    };
}

use {evaluates, fails};

fn outcome(expr: &str) -> String {
    match world::evaluated(expr, &WORLD) {
        Ok(value) => world::shown(&value),
        Err(errors) => format!("error: {}", world::errors(&errors)),
    }
}

fn failure(expr: &str) -> String {
    match world::evaluated(expr, &WORLD) {
        Ok(value) => format!("value: {}", world::shown(&value)),
        Err(errors) => world::errors(&errors),
    }
}
