//! The `bakewell` program: arguments in, exit code out.

use std::process::ExitCode;

/// A plan is millions of small pieces of text, made on several threads.
///
/// Without huge pages: to find room for them, the system may have to move other programs' pages
/// first, which takes longer than a plan. The second line of mimalloc is a tenth faster here than
/// the third.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(bakewell::cli::main())
}
