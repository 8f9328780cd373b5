//! The `bakewell` program: arguments in, exit code out.

use std::process::ExitCode;

/// A plan is millions of small pieces of text, made on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(bakewell::cli::main())
}
