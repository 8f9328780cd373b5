//! A name for several targets and groups.

use std::sync::Arc;

use crate::diag::Problem;
use crate::target::from_value::{text, texts};
use crate::target::to_value::texts as list;
use crate::target::{List, Places};
use crate::text::Text;
use crate::value::{Fields, Value};

/// A name for several targets and groups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its name.
    pub name: Text,
    /// What it is for; empty where nobody said so.
    pub description: Text,
    /// What it stands for, in order; `targets = null` is none.
    pub targets: Option<List<Text>>,
    /// Where all this is written.
    pub places: Arc<Places>,
}

impl Group {
    /// A group of which nothing is known but its name and where it is written.
    pub fn new(name: Text, places: Arc<Places>) -> Self {
        Self { name, description: Text::default(), targets: None, places }
    }

    /// Whether it has no members.
    pub fn is_empty(&self) -> bool {
        self.targets.as_ref().is_none_or(|targets| targets.is_empty())
    }

    /// Sets the attribute of this name from the value of its expression. A name that no group has
    /// is ignored, as bake ignores it.
    ///
    /// # Errors
    /// Where the value does not fit.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        match name {
            "description" => self.description = text(value)?,
            "targets" => self.targets = texts(value)?,
            _ => {}
        }
        Ok(())
    }

    /// What an expression sees of a group.
    pub fn to_value(&self) -> Value {
        let Self { name, description, targets, places: _ } = self;
        let fields = [
            ("name", Value::string(name)),
            ("description", Value::string(description)),
            ("targets", list(targets.as_deref())),
        ];
        Value::object(
            fields.map(|(name, value)| (name.into(), value)).into_iter().collect::<Fields>(),
        )
    }
}
