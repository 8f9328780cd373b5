//! Stack for deep nesting.

use std::thread;

use super::MAX_NESTING;

/// How deep a text may nest that is read on the stack of the caller, however small that is.
const SHALLOW: usize = 100;

/// Enough for [`MAX_NESTING`] levels, also without optimisation.
const STACK_SIZE: usize = 32 << 20;

/// Runs a reader, which is given how many levels it may go down and says whether there are more.
///
/// Texts of people are read at once. Only one that nests deeper than they do is read again, on a
/// thread with a stack of its own.
pub(super) fn with_enough<T: Send>(read: impl Fn(usize) -> (T, bool) + Sync) -> T {
    let (result, too_deep) = read(SHALLOW);
    if !too_deep {
        return result;
    }
    let deep = thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK_SIZE);
        let reader = builder.spawn_scoped(scope, || read(MAX_NESTING).0);
        reader.ok().and_then(|reader| reader.join().ok())
    });
    deep.unwrap_or(result)
}
