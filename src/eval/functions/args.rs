//! The arguments of one call, as a function's body reads them.

use super::limits::Work;
use crate::diag::Problem;
use crate::value::{Fields, Number, Value};

/// The arguments of a call, already converted to the types of the parameters.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    values: &'a [Value],
    work: &'a Work,
}

impl<'a> Args<'a> {
    /// Arguments that match the parameters of the function that will read them.
    pub fn new(values: &'a [Value], work: &'a Work) -> Self {
        Self { values, work }
    }

    /// Pays for work that is more than going through the arguments once.
    ///
    /// # Errors
    /// When there is not that much left to spend.
    pub fn spend(self, units: u64) -> Result<(), Problem> {
        self.work.spend(units)
    }

    /// All of them.
    pub fn all(self) -> &'a [Value] {
        self.values
    }

    /// Those from `start` on: what a variadic parameter takes.
    pub fn rest(self, start: usize) -> &'a [Value] {
        self.values.get(start..).unwrap_or_default()
    }

    /// An argument.
    ///
    /// # Errors
    /// When there is none of this index, which [`call`](super::call) rules out.
    pub fn value(self, index: usize) -> Result<&'a Value, Problem> {
        self.values.get(index).ok_or_else(|| Problem::new("an argument is missing").argument(index))
    }

    /// A string.
    ///
    /// # Errors
    /// When it is none, which a parameter of this type rules out.
    pub fn string(self, index: usize) -> Result<&'a str, Problem> {
        self.value(index)?.as_str().ok_or_else(|| wrong(index, "a string"))
    }

    /// A number.
    ///
    /// # Errors
    /// When it is none, which a parameter of this type rules out.
    pub fn number(self, index: usize) -> Result<&'a Number, Problem> {
        self.value(index)?.as_number().ok_or_else(|| wrong(index, "a number"))
    }

    /// A whole number of machine size.
    ///
    /// # Errors
    /// When it has a fraction or is too large.
    pub fn whole(self, index: usize) -> Result<i64, Problem> {
        let whole = self.number(index)?.to_i64();
        whole.ok_or_else(|| wrong(index, "a whole number of at most 64 bits"))
    }

    /// The machine float nearest to a number.
    ///
    /// # Errors
    /// When the number is finite and the float is not.
    pub fn float(self, index: usize) -> Result<f64, Problem> {
        let number = self.number(index)?;
        let float = number.to_f64();
        if float.is_infinite() && !number.is_infinite() {
            return Err(wrong(index, "a number within the range of machine floats"));
        }
        Ok(float)
    }

    /// A bool.
    ///
    /// # Errors
    /// When it is none, which a parameter of this type rules out.
    pub fn bool(self, index: usize) -> Result<bool, Problem> {
        self.value(index)?.as_bool().ok_or_else(|| wrong(index, "a bool"))
    }

    /// The elements of a list, set or tuple.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn items(self, index: usize) -> Result<&'a [Value], Problem> {
        self.value(index)?.as_items().ok_or_else(|| wrong(index, "a list, set or tuple"))
    }

    /// The elements of a map or the attributes of an object.
    ///
    /// # Errors
    /// When it is neither.
    pub fn fields(self, index: usize) -> Result<&'a Fields, Problem> {
        self.value(index)?.as_fields().ok_or_else(|| wrong(index, "a map or an object"))
    }
}

/// The problem with an argument that is not what the function needs.
pub(super) fn wrong(index: usize, needed: &str) -> Problem {
    Problem::new(format!("must be {needed}")).argument(index)
}
