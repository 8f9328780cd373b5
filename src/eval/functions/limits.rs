//! Bounds on what one call may make, and the way from machine sizes to numbers and back.

use std::cell::Cell;

use crate::diag::Problem;
use crate::value::Value;

/// The longest text that one call may make, in bytes.
const TEXT: usize = 1 << 26;

/// The most elements that one call may make.
const ELEMENTS: usize = 10_000_000;

/// What one call may spend and has spent, on top of going through its arguments once; in units of
/// [`Fuel`](crate::eval::Fuel), which are some ten nanoseconds each.
#[derive(Debug)]
pub struct Work {
    limit: u64,
    spent: Cell<u64>,
}

impl Work {
    /// Nothing spent yet.
    pub fn new(limit: u64) -> Self {
        Self { limit, spent: Cell::new(0) }
    }

    /// What has been asked for, even if that was too much.
    pub fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Spends some, before the work is done.
    ///
    /// # Errors
    /// When there is not that much.
    pub fn spend(&self, units: u64) -> Result<(), Problem> {
        let spent = self.spent.get().saturating_add(units);
        self.spent.set(spent);
        if spent <= self.limit { Ok(()) } else { Err(Problem::new("it takes too long")) }
    }
}

/// Refuses a text of so many bytes, before it is made, if that is too long.
pub(super) fn text(bytes: usize) -> Result<(), Problem> {
    if bytes <= TEXT {
        return Ok(());
    }
    Err(Problem::new(format!("the result is longer than {TEXT} bytes")))
}

/// Refuses a collection of so many elements, before it is made, if these are too many.
pub(super) fn elements(elements: usize) -> Result<(), Problem> {
    if elements <= ELEMENTS {
        return Ok(());
    }
    Err(Problem::new(format!("the result has more than {ELEMENTS} elements")))
}

/// A size that was asked for; what no machine holds becomes the largest size there is.
pub(super) fn size(asked: u64) -> usize {
    usize::try_from(asked).unwrap_or(usize::MAX)
}

/// A count as a value.
pub(super) fn count(count: usize) -> Result<Value, Problem> {
    i64::try_from(count).map(Value::int).map_err(|_| Problem::new("too many to count"))
}
