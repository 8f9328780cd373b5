//! Many things evaluated side by side, some to a thread at once.

use crate::eval::Fuel;
use crate::threads;

use super::resolver::Resolver;

/// How many things make it worth to wake other threads.
pub(super) const MANY: usize = 64;

/// How many things a thread takes at once, on one portion of fuel.
const SHARE: usize = 16;

/// What comes of many things, in their order.
pub(super) fn in_shares<T: Sync, R: Send>(
    resolver: &Resolver<'_>,
    things: &[T],
    work: impl Fn(&T, &Fuel<'_>) -> R + Sync,
) -> impl Iterator<Item = R> {
    let run = |share: &&[T]| -> Vec<R> {
        let fuel = resolver.inputs.fuel.portion();
        share.iter().map(|thing| work(thing, &fuel)).collect()
    };
    // A single share is done on this thread.
    let size = if things.len() < MANY { MANY } else { SHARE };
    let shares: Vec<&[T]> = things.chunks(size).collect();
    threads::map(&shares, run).into_iter().flatten()
}
