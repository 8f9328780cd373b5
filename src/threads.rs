//! Threads with enough stack.
//!
//! Trees are walked by recursion, a few hundred bytes to a few kilobytes a level, and the bounds
//! on nesting are set for [`STACK`]: so that what bake reads is read, and what nests deeper is
//! refused politely. Whoever evaluates does it on a thread from here.

use std::cell::{Cell, OnceCell};
use std::panic::resume_unwind;
use std::thread;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The stack of a thread. It is address space; memory is taken only as deep as a walk goes.
const STACK: usize = 256 << 20;

thread_local! {
    static HAS_ENOUGH: Cell<bool> = const { Cell::new(false) };

    /// The threads for many things, of a thread with enough stack, which is one of them: so it
    /// begins to work while the others still wake up. They start when they are first asked for.
    static POOL: OnceCell<Option<ThreadPool>> = const { OnceCell::new() };
}

/// Runs `work` with enough stack: on a thread of its own, unless this one has enough. Where no
/// thread is to be had it runs on what there is.
///
/// # Errors
/// What `work` has panicked with on the other thread.
pub fn with_stack<T: Send>(mut work: impl FnMut() -> T + Send) -> thread::Result<T> {
    if HAS_ENOUGH.get() {
        return Ok(work());
    }
    let on_its_own = thread::scope(|scope| {
        let run = || {
            HAS_ENOUGH.set(true);
            work()
        };
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.ok().map(thread::ScopedJoinHandle::join)
    });
    on_its_own.unwrap_or_else(|| {
        // This one has to do, also for whatever asks again.
        HAS_ENOUGH.set(true);
        Ok(work())
    })
}

/// Does the same with many things, side by side if there are threads to be had, and gives the
/// results in the order of the things.
pub fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    spread(things.len(), &mut || things.par_iter().map(&work).collect())
}

/// The same with things of which some take much longer than others: nothing waits behind one of
/// them while a thread is idle.
pub fn map_singly<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    spread(things.len(), &mut || things.par_iter().with_max_len(1).map(&work).collect())
}

/// The same with things that are changed on the way.
pub fn map_mut<T: Send, R: Send>(things: &mut [T], work: impl Fn(&mut T) -> R + Sync) -> Vec<R> {
    spread(things.len(), &mut || things.par_iter_mut().map(&work).collect())
}

/// Does one thing on this thread, and another one beside it if there are threads to be had.
pub fn beside<R>(here: impl FnOnce() -> R, there: impl FnOnce() + Send) -> R {
    POOL.with(|pool| {
        let Some(pool) = own(pool) else {
            there();
            return here();
        };
        pool.in_place_scope(|scope| {
            scope.spawn(|_| there());
            here()
        })
    })
}

/// Runs what spreads so many things over threads. For a single one this thread will do.
fn spread<R: Send>(things: usize, work: &mut (dyn FnMut() -> R + Send)) -> R {
    if !HAS_ENOUGH.get() {
        let done = with_stack(|| spread(things, work));
        return done.unwrap_or_else(|panic| resume_unwind(panic));
    }
    if things <= 1 || rayon::current_thread_index().is_some() {
        return work();
    }
    POOL.with(|pool| match own(pool) {
        Some(pool) => pool.install(work),
        None => work(),
    })
}

/// The threads of this one, which has enough stack and is one of them; none for any other.
fn own(pool: &OnceCell<Option<ThreadPool>>) -> Option<&ThreadPool> {
    if HAS_ENOUGH.get() { pool.get_or_init(start).as_ref() } else { None }
}

fn start() -> Option<ThreadPool> {
    ThreadPoolBuilder::new()
        .stack_size(STACK)
        .start_handler(|_| HAS_ENOUGH.set(true))
        .use_current_thread()
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::{beside, map, map_mut, map_singly, with_stack};

    /// A walk that takes about 128 MiB of stack.
    fn deep(levels: u32) -> u32 {
        let frame = std::hint::black_box([levels; 256]);
        if levels == 0 { 0 } else { deep(levels - 1) + std::hint::black_box(frame)[0] - levels + 1 }
    }

    #[test]
    fn both_ways_have_stack() {
        assert_eq!(with_stack(|| deep(50_000)).unwrap(), 50_000);
        assert_eq!(map(&[50_000, 40_000], |&levels| deep(levels)), [50_000, 40_000]);
    }

    #[test]
    fn results_come_in_the_order_of_the_things() {
        let mut things: Vec<u32> = (0..1000).collect();
        let doubled = map_mut(&mut things, |thing| {
            *thing += 1;
            *thing * 2
        });
        assert_eq!(things, (1..=1000).collect::<Vec<_>>());
        assert_eq!(doubled, (1..=1000).map(|thing| thing * 2).collect::<Vec<_>>());
        assert_eq!(map_singly(&things, |thing| thing * 2), doubled);
    }

    #[test]
    fn this_thread_takes_part_if_it_has_enough_stack() {
        let id = || thread::current().id();
        let here = |things: &[()]| map(things, |()| id()).contains(&id());
        assert!(with_stack(|| here(&[()])).unwrap());
        assert!(with_stack(|| beside(id, || ()) == id()).unwrap());
        assert!(!here(&[()]));
        assert!(!here(&[(), ()]));
    }

    #[test]
    fn both_of_two_things_are_done() {
        let mut there = 0;
        assert_eq!(with_stack(|| beside(|| 1, || there += 2)).unwrap(), 1);
        assert_eq!(beside(|| 3, || there += 4), 3);
        assert_eq!(there, 6);
    }

    #[test]
    fn things_within_things_are_spread_over_the_same_threads() {
        let inner = |row: &u32| map(&[1, 2, 3], |column| row * column).iter().sum::<u32>();
        assert_eq!(map(&[1, 2, 3], inner), [6, 12, 18]);
    }

    #[test]
    fn a_panic_comes_back() {
        assert!(with_stack(|| assert_eq!(1, 2)).is_err());
        assert!(with_stack(|| with_stack(|| 1).unwrap()).is_ok());
    }
}
