//! What the program ends with.

/// Everything asked for is done.
pub const DONE: u8 = 0;
/// A build failed. `docker buildx` may end with other numbers; they are passed on.
pub const FAILED: u8 = 1;
/// The definitions, the arguments or the environment are wrong; nothing was built and nothing was
/// printed on standard output.
pub const WRONG: u8 = 2;
/// bakewell itself is broken: what Rust programs end with.
pub const PANICKED: u8 = 101;
/// A build was ended by a signal: this and the number of the signal, as shells count.
pub const SIGNALLED: u8 = 128;

/// The codes as the help shows them.
pub const TABLE: &str = "\
Exit codes:
  0      done
  1      a build failed (or whatever else `docker buildx` ended with)
  2      the definitions, the arguments or the environment are wrong; nothing was built
  128+n  the build was ended by signal n";
