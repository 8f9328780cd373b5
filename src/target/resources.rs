//! Limits of the containers that a build runs.

use crate::diag::{Problem, similar};
use crate::target::from_value::{no_null, object_fields};
use crate::target::secret::optional_object;
use crate::target::size;
use crate::text::Text;
use crate::value::{Number, Type, Value};

/// The limits; what is `None` is not limited here.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Resources {
    /// Memory.
    pub memory: Option<Text>,
    /// Memory and swap together; `-1` for no limit.
    pub memory_swap: Option<Text>,
    /// Relative weight.
    pub cpu_shares: Option<i64>,
    /// The period that the quota is counted in, in microseconds.
    pub cpu_period: Option<i64>,
    /// The time in each period, in microseconds.
    pub cpu_quota: Option<i64>,
    /// The processors to run on.
    pub cpuset_cpus: Option<Text>,
    /// The memory nodes to use.
    pub cpuset_mems: Option<Text>,
}

/// The limits there are.
pub const NAMES: [&str; 7] = [
    "memory",
    "memory-swap",
    "cpu-shares",
    "cpu-period",
    "cpu-quota",
    "cpuset-cpus",
    "cpuset-mems",
];

/// The type of the limits written as an object: all of them may be missing, and further
/// attributes are ignored.
pub fn value_type() -> Type {
    optional_object(NAMES.map(|name| (name, type_of(name))))
}

/// The type of one limit.
pub(crate) fn type_of(name: &str) -> Type {
    if matches!(name, "cpu-shares" | "cpu-period" | "cpu-quota") {
        Type::Number
    } else {
        Type::String
    }
}

fn no_whole_number(name: &str) -> Problem {
    Problem::new(format!("`{name}` must be a whole number of at most 64 bits"))
}

impl Resources {
    /// The limits that are given, each with its name, in the order of [`NAMES`].
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let Self {
            memory,
            memory_swap,
            cpu_shares,
            cpu_period,
            cpu_quota,
            cpuset_cpus,
            cpuset_mems,
        } = self;
        let text = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        let number = |number: &Option<i64>| number.map(|number| number.to_string());
        let all = [
            ("memory", text(memory)),
            ("memory-swap", text(memory_swap)),
            ("cpu-shares", number(cpu_shares)),
            ("cpu-period", number(cpu_period)),
            ("cpu-quota", number(cpu_quota)),
            ("cpuset-cpus", text(cpuset_cpus)),
            ("cpuset-mems", text(cpuset_mems)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The limits that an object stands for.
    ///
    /// # Errors
    /// For null, for what is no such object, and for numbers that are not whole or too large.
    pub fn from_value(value: &Value) -> Result<Self, Problem> {
        if value.is_null() {
            return Err(no_null());
        }
        let fields = object_fields(value, &value_type())?;
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(Text::from);
        let number = |name: &str| {
            let number = fields.get(name).and_then(Value::as_number);
            let whole = |number: &Number| number.to_i64().ok_or_else(|| no_whole_number(name));
            number.map(whole).transpose()
        };
        Ok(Self {
            memory: text("memory"),
            memory_swap: text("memory-swap"),
            cpu_shares: number("cpu-shares")?,
            cpu_period: number("cpu-period")?,
            cpu_quota: number("cpu-quota")?,
            cpuset_cpus: text("cpuset-cpus"),
            cpuset_mems: text("cpuset-mems"),
        })
    }

    /// Sets the limit of this name from a text, for `--set target.resources.name=text`.
    ///
    /// # Errors
    /// Where there is no such limit, or a number is expected and something else is found.
    pub fn put(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let whole = || text.parse().map(Some).map_err(|_| no_whole_number(name));
        match name {
            "memory" => self.memory = Some(text.into()),
            "memory-swap" => self.memory_swap = Some(text.into()),
            "cpu-shares" => self.cpu_shares = whole()?,
            "cpu-period" => self.cpu_period = whole()?,
            "cpu-quota" => self.cpu_quota = whole()?,
            "cpuset-cpus" => self.cpuset_cpus = Some(text.into()),
            "cpuset-mems" => self.cpuset_mems = Some(text.into()),
            _ => {
                let problem = Problem::new(format!("resources have no `{name}`"));
                return Err(problem.hint(similar::one_of(name, &NAMES)));
            }
        }
        Ok(())
    }

    /// What an expression sees: every limit, null where there is none.
    pub fn to_value(&self) -> Value {
        let Self {
            memory,
            memory_swap,
            cpu_shares,
            cpu_period,
            cpu_quota,
            cpuset_cpus,
            cpuset_mems,
        } = self;
        let text = |text: &Option<Text>| match text {
            Some(text) => Value::string(text),
            None => Value::Null(Type::String),
        };
        let number = |number: &Option<i64>| match number {
            Some(number) => Value::int(*number),
            None => Value::Null(Type::Number),
        };
        let values = [
            text(memory),
            text(memory_swap),
            number(cpu_shares),
            number(cpu_period),
            number(cpu_quota),
            text(cpuset_cpus),
            text(cpuset_mems),
        ];
        Value::object(NAMES.into_iter().map(Text::from).zip(values).collect())
    }

    /// Takes over the limits that `other` has.
    pub fn merge(&mut self, other: &Self) {
        let Self {
            memory,
            memory_swap,
            cpu_shares,
            cpu_period,
            cpu_quota,
            cpuset_cpus,
            cpuset_mems,
        } = other;
        let text = |mine: &mut Option<Text>, theirs: &Option<Text>| {
            if theirs.is_some() {
                mine.clone_from(theirs);
            }
        };
        text(&mut self.memory, memory);
        text(&mut self.memory_swap, memory_swap);
        self.cpu_shares = cpu_shares.or(self.cpu_shares);
        self.cpu_period = cpu_period.or(self.cpu_period);
        self.cpu_quota = cpu_quota.or(self.cpu_quota);
        text(&mut self.cpuset_cpus, cpuset_cpus);
        text(&mut self.cpuset_mems, cpuset_mems);
    }

    /// Checks the sizes; the other texts are passed on as they are.
    ///
    /// # Errors
    /// For what is no size. The swap may also be `-1`, for no limit.
    pub fn check(&self) -> Result<(), Problem> {
        if let Some(memory) = &self.memory {
            size::check(memory.trim())?;
        }
        match self.memory_swap.as_deref().map(str::trim) {
            Some("-1") | None => Ok(()),
            Some(swap) => size::check(swap),
        }
    }
}
