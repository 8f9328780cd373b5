//! A bound on the work of a compilation, so that no input can hang it or eat the memory.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::diag::Problem;

/// What is left to spend: some units for each node that is evaluated or looked at, for each byte of
/// text and for each element that is made. What these cost is chosen so that the default is spent
/// in seconds and bounds the memory to about a gigabyte.
#[derive(Debug)]
pub struct Fuel<'a> {
    limit: u64,
    left: AtomicU64,
    /// Where more of it comes from, and what is left in the end goes back to.
    tank: Option<&'a Fuel<'a>>,
}

/// How much a portion is.
const PORTION: u64 = 1 << 14;

/// How many portions must be left for one to be handed out: near the end of it, all that is left is
/// for whoever needs it.
const PLENTY: u64 = 1 << 10;

impl<'a> Fuel<'a> {
    /// Enough for a hundred thousand large targets, spent in some ten seconds.
    pub const DEFAULT: u64 = 1_000_000_000;

    /// Fuel for `limit` units of work.
    pub fn new(limit: u64) -> Self {
        Self { limit, left: AtomicU64::new(limit), tank: None }
    }

    /// Some of it for one thread, which need not ask the others for every little thing.
    #[must_use = "a portion that is not used goes back"]
    pub fn portion(&'a self) -> Self {
        let portion = |left: u64| left.checked_sub(PORTION).filter(|&left| left > PORTION * PLENTY);
        let got = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, portion).is_ok();
        let left = AtomicU64::new(if got { PORTION } else { 0 });
        Self { limit: self.limit, left, tank: Some(self) }
    }

    /// What is left.
    pub fn left(&self) -> u64 {
        let own = self.left.load(Ordering::Relaxed);
        own.saturating_add(self.tank.map_or(0, Fuel::left))
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
        if let Some(tank) = self.tank {
            return tank.spend(units);
        }
        self.left.store(0, Ordering::Relaxed);
        Err(Problem::new(format!("evaluation takes more than {} steps", self.limit))
            .hint("shorten the loops or the texts that double; `--eval-limit` raises the bound"))
    }
}

impl Drop for Fuel<'_> {
    fn drop(&mut self) {
        let left = *self.left.get_mut();
        if let Some(tank) = self.tank.filter(|_| left > 0) {
            tank.left.fetch_add(left, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::{Fuel, PLENTY, PORTION};

    #[test]
    fn what_is_there_can_be_spent_and_no_more() {
        let fuel = Fuel::new(10);
        assert!(fuel.spend(4).is_ok());
        assert!(fuel.spend(6).is_ok());
        assert!(fuel.spend(0).is_ok());
        assert!(fuel.spend(1).is_err());
    }

    #[test]
    fn portions_come_out_of_the_tank_and_what_is_left_of_them_goes_back() {
        let fuel = Fuel::new(PORTION * (PLENTY + 2));
        let portion = fuel.portion();
        assert_eq!(fuel.left.load(Ordering::Relaxed), PORTION * (PLENTY + 1));
        assert_eq!(portion.left(), fuel.limit);
        assert!(portion.spend(PORTION - 1).is_ok());
        assert!(portion.spend(2).is_ok(), "the tank has more");
        drop(portion);
        assert_eq!(fuel.left(), fuel.limit - PORTION - 1);
    }

    #[test]
    fn near_the_end_a_portion_is_nothing_but_the_tank() {
        let fuel = Fuel::new(10);
        let (one, other) = (fuel.portion(), fuel.portion());
        assert!(one.spend(10).is_ok());
        assert!(other.spend(1).is_err());
    }

    #[test]
    fn a_failure_empties_the_tank() {
        let fuel = Fuel::new(10);
        assert!(fuel.spend(u64::MAX).is_err());
        assert!(fuel.spend(1).is_err());
    }
}
