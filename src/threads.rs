//! Threads with enough stack.
//!
//! Trees are walked by recursion, a few hundred bytes to a few kilobytes a level, and the bounds
//! on nesting are set for [`STACK`]: so that what bake reads is read, and what nests deeper is
//! refused politely. Whoever evaluates does it on a thread from here.

use std::cell::{Cell, OnceCell};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder, Yield};

/// The stack of a thread. It is address space; memory is taken only as deep as a walk goes.
const STACK: usize = 256 << 20;

/// As many threads as there are processors, unless `RAYON_NUM_THREADS` says otherwise.
const ALL: usize = 0;

/// How many things make it worth to ask for other threads.
const SEVERAL: usize = 2;

/// The same of things that take some microseconds each.
const MANY: usize = 128;

/// How long a thread looks for something to do before it goes to sleep. From one phase that
/// spreads to the next it is less than that in all but very large plans; and to wake a thread takes
/// longer than most phases do, above all where processors are virtual ones.
const PATIENCE: Duration = Duration::from_millis(5);

/// How many threads beside the first one are so eager. With many processors, all of them would
/// burn more time than they save.
const EAGER: usize = 3;

thread_local! {
    static HAS_ENOUGH: Cell<bool> = const { Cell::new(false) };

    static IS_LOOKING: Cell<bool> = const { Cell::new(false) };

    /// The threads for many things, of a thread with enough stack, which is one of them: so it
    /// begins to work while the others still wake up. They start when they are first asked for.
    static POOL: OnceCell<Option<Pool>> = const { OnceCell::new() };
}

/// Threads for many things.
struct Pool {
    threads: ThreadPool,
    /// Whether the eager ones of them look for something to do.
    looking: Arc<AtomicBool>,
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
    map_from(SEVERAL, things, work)
}

/// The same with things that take some microseconds each: a few are not worth it to wake others.
pub fn map_quick<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    map_from(MANY, things, work)
}

/// The same with things of which some take much longer than others: nothing waits behind one of
/// them while a thread is idle.
pub fn map_singly<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    spread(things.len() >= SEVERAL, &mut |way| match way {
        Way::Alone => things.iter().map(&work).collect(),
        Way::Together => things.par_iter().with_max_len(1).map(&work).collect(),
    })
}

/// The same with things that are changed on the way.
pub fn map_mut<T: Send, R: Send>(things: &mut [T], work: impl Fn(&mut T) -> R + Sync) -> Vec<R> {
    map_mut_from(SEVERAL, things, work)
}

/// The same with quick things that are changed on the way.
pub fn map_quick_mut<T: Send, R: Send>(
    things: &mut [T],
    work: impl Fn(&mut T) -> R + Sync,
) -> Vec<R> {
    map_mut_from(MANY, things, work)
}

fn map_from<T: Sync, R: Send>(
    enough: usize,
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    spread(things.len() >= enough, &mut |way| match way {
        Way::Alone => things.iter().map(&work).collect(),
        Way::Together => things.par_iter().map(&work).collect(),
    })
}

fn map_mut_from<T: Send, R: Send>(
    enough: usize,
    things: &mut [T],
    work: impl Fn(&mut T) -> R + Sync,
) -> Vec<R> {
    spread(things.len() >= enough, &mut |way| match way {
        Way::Alone => things.iter_mut().map(&work).collect(),
        Way::Together => things.par_iter_mut().map(&work).collect(),
    })
}

/// Has threads for many things start, so that they are awake once there are such things.
pub fn prepare() {
    POOL.with(|pool| {
        if let Some(pool) = own(pool) {
            pool.look();
        }
    });
}

/// Does one thing on this thread, and another one beside it if there are threads to be had.
pub fn beside<R>(here: impl FnOnce() -> R, there: impl FnOnce() + Send) -> R {
    POOL.with(|pool| {
        let Some(pool) = own(pool) else {
            there();
            return here();
        };
        pool.look();
        pool.threads.in_place_scope(|scope| {
            scope.spawn(|_| there());
            here()
        })
    })
}

/// In which way things are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One after the other, on this thread.
    Alone,
    /// By the threads of the pool that this one belongs to.
    Together,
}

/// Runs what does many things, and tells it how. Outside of a pool it is never told to do them
/// together: rayon would start another one for all of the process.
fn spread<R: Send>(is_worth_it: bool, work: &mut (dyn FnMut(Way) -> R + Send)) -> R {
    if !HAS_ENOUGH.get() {
        let done = with_stack(|| spread(is_worth_it, work));
        return done.unwrap_or_else(|panic| resume_unwind(panic));
    }
    if !is_worth_it {
        return work(Way::Alone);
    }
    if rayon::current_thread_index().is_some() {
        return work(Way::Together);
    }
    POOL.with(|pool| match own(pool) {
        Some(pool) => {
            pool.look();
            pool.threads.install(|| work(Way::Together))
        }
        None => work(Way::Alone),
    })
}

/// The threads of this one, which has enough stack and is one of them; none for any other.
fn own(pool: &OnceCell<Option<Pool>>) -> Option<&Pool> {
    if HAS_ENOUGH.get() { pool.get_or_init(|| Pool::of(ALL)).as_ref() } else { None }
}

impl Pool {
    /// So many threads, this one among them.
    fn of(number: usize) -> Option<Self> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(number)
            .stack_size(STACK)
            .start_handler(|_| HAS_ENOUGH.set(true))
            .use_current_thread()
            .build();
        Some(Self { threads: threads.ok()?, looking: Arc::default() })
    }

    /// Has the eager threads look for something to do, unless they do.
    fn look(&self) {
        if !self.looking.swap(true, Ordering::Relaxed) {
            let looking = self.looking.clone();
            self.threads.spawn_broadcast(move |context| {
                if (1..=EAGER).contains(&context.index()) && !IS_LOOKING.replace(true) {
                    look_until_tired();
                    IS_LOOKING.set(false);
                    looking.store(false, Ordering::Relaxed);
                }
            });
        }
    }
}

/// Does what there is to do, and goes on looking for more.
fn look_until_tired() {
    let mut last = Instant::now();
    while last.elapsed() < PATIENCE {
        match rayon::yield_now() {
            Some(Yield::Executed) => last = Instant::now(),
            _ => thread::yield_now(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;
    use std::thread;

    use super::{
        MANY, PATIENCE, Pool, beside, map, map_mut, map_quick, map_quick_mut, map_singly,
        with_stack,
    };

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
    fn a_few_things_are_left_to_no_pool() {
        let is_in_a_pool = || rayon::current_thread_index().is_some();
        let (mut one, mut few) = ([()], [(); MANY - 1]);
        let done = with_stack(|| {
            let one_thing = [map(&one, |()| is_in_a_pool()), map_singly(&one, |()| is_in_a_pool())];
            let a_few = map_quick(&few, |()| is_in_a_pool());
            let changed = map_mut(&mut one, |()| is_in_a_pool());
            [one_thing.concat(), a_few, changed, map_quick_mut(&mut few, |()| is_in_a_pool())]
        });
        assert!(!done.unwrap().concat().contains(&true));
        let many = [(); MANY];
        assert!(with_stack(|| map_quick(&many, |()| is_in_a_pool())).unwrap().contains(&true));
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
    fn threads_that_look_in_vain_get_tired() {
        let naps = with_stack(|| {
            let pool = Pool::of(2).unwrap();
            pool.look();
            let is_looking = |_: &_| pool.looking.load(Ordering::Relaxed);
            (0..1000).take_while(is_looking).map(|_| thread::sleep(PATIENCE)).count()
        });
        assert!(naps.unwrap() < 1000);
    }

    #[test]
    fn a_panic_comes_back() {
        assert!(with_stack(|| assert_eq!(1, 2)).is_err());
        assert!(with_stack(|| with_stack(|| 1).unwrap()).is_ok());
    }
}
