//! A bound on the work of a compilation, so that no input can hang it or eat the memory.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::diag::Problem;

/// What is left to spend: some units for each node that is evaluated or looked at, for each byte of
/// text and for each element that is made. What these cost is chosen so that the default is spent
/// in seconds and bounds the memory to about a gigabyte.
#[derive(Debug)]
pub struct Fuel {
    limit: u64,
    left: AtomicU64,
}

impl Fuel {
    /// Enough for a hundred thousand large targets, spent in some ten seconds.
    pub const DEFAULT: u64 = 1_000_000_000;

    /// Fuel for `limit` units of work.
    pub fn new(limit: u64) -> Self {
        Self { limit, left: AtomicU64::new(limit) }
    }

    /// What is left.
    pub fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }

    /// Spends some. Once this has failed nothing is left: it fails for everybody who asks next.
    ///
    /// # Errors
    /// When there is not that much left.
    pub fn spend(&self, units: u64) -> Result<(), Problem> {
        let take = |left: u64| left.checked_sub(units);
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
            return Ok(());
        }
        self.left.store(0, Ordering::Relaxed);
        Err(Problem::new(format!("evaluation takes more than {} steps", self.limit))
            .hint("shorten the loops or the texts that double; `--eval-limit` raises the bound"))
    }
}

#[cfg(test)]
mod tests {
    use super::Fuel;

    #[test]
    fn what_is_there_can_be_spent_and_no_more() {
        let fuel = Fuel::new(10);
        assert!(fuel.spend(4).is_ok());
        assert!(fuel.spend(6).is_ok());
        assert!(fuel.spend(0).is_ok());
        assert!(fuel.spend(1).is_err());
    }

    #[test]
    fn a_failure_empties_the_tank() {
        let fuel = Fuel::new(10);
        assert!(fuel.spend(u64::MAX).is_err());
        assert!(fuel.spend(1).is_err());
    }
}
