//! What bakewell adds to a target.
//!
//! bake ignores these attributes: they appear in no plan that bake reads, and no expression of
//! the file sees them. They are inherited, as others are.

use std::collections::BTreeMap;

use crate::diag::Problem;
use crate::target::from_value::{flag, texts};
use crate::target::merge::replace;
use crate::target::normalize::first_of_each;
use crate::target::{Attributes, List};
use crate::text::Text;
use crate::value::{Fields, Value};

/// What a `target` block may say besides what bake knows.
pub const ADDED: &[&str] = &[
    "inputs",
    "key-ignore",
    "matrix-exclude",
    "matrix-include",
    "needs",
    "reuse",
    "template",
    "vars",
];

/// The attributes of one target that bake does not know.
///
/// `None` means that nobody said anything.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Additions {
    /// What must have succeeded before: names of targets, groups, tasks and promotions, and
    /// patterns of such names.
    pub needs: Option<List<Text>>,
    /// Whether the Dockerfile is a template.
    pub template: Option<bool>,
    /// What the template sees under `vars`, by name.
    pub vars: Option<Fields>,
    /// Files that count towards the key though no instruction names them, as patterns.
    pub inputs: Option<List<Text>>,
    /// What does not count towards the key, such as `args.BUILD_DATE`.
    pub key_ignore: Option<List<Text>>,
    /// Whether the image is looked for in the registry before it is built.
    pub reuse: Option<bool>,
}

/// What is said by those who say nothing.
static NOTHING: Additions = Additions {
    needs: None,
    template: None,
    vars: None,
    inputs: None,
    key_ignore: None,
    reuse: None,
};

impl Attributes {
    /// What is said that bake does not know.
    pub fn added(&self) -> &Additions {
        self.additions.as_deref().unwrap_or(&NOTHING)
    }
}

/// How the name of a template ends.
const ENDS: [&str; 2] = [".j2", ".jinja"];

impl Additions {
    /// Whether a Dockerfile of this name is a template: the target says so, or else the end of the
    /// name does.
    pub fn make_template_of(&self, dockerfile: &str) -> bool {
        self.template.unwrap_or_else(|| ENDS.iter().any(|end| dockerfile.ends_with(end)))
    }

    /// Sets the attribute of this name from the value of its expression. A name that is no
    /// addition is ignored; so are those that make the cells of a matrix.
    ///
    /// # Errors
    /// Where the value does not fit, at the part to blame.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        match name {
            "needs" => self.needs = texts(value)?,
            "template" => self.template = flag(value)?,
            "vars" => self.vars = variables(value)?,
            "inputs" => self.inputs = texts(value)?,
            "key-ignore" => self.key_ignore = texts(value)?,
            "reuse" => self.reuse = flag(value)?,
            _ => {}
        }
        Ok(())
    }

    /// Takes over what `other` says: lists and flags are replaced, as `tags` are; `vars` are
    /// merged by name.
    pub fn merge(&mut self, other: &Self) {
        let Self { needs, template, vars, inputs, key_ignore, reuse } = other;
        replace(&mut self.needs, needs.as_ref());
        replace(&mut self.template, template.as_ref());
        for (name, value) in vars.iter().flatten() {
            self.vars.get_or_insert_with(BTreeMap::new).insert(name.clone(), value.clone());
        }
        replace(&mut self.inputs, inputs.as_ref());
        replace(&mut self.key_ignore, key_ignore.as_ref());
        replace(&mut self.reuse, reuse.as_ref());
    }

    /// Drops repeats and empty texts.
    pub fn normalize(&mut self) {
        let Self { needs, template: _, vars: _, inputs, key_ignore, reuse: _ } = self;
        for texts in [needs, inputs, key_ignore] {
            first_of_each(texts);
        }
    }
}

/// Values of any type by name, or nothing for null.
fn variables(value: &Value) -> Result<Option<Fields>, Problem> {
    match value {
        Value::Null(_) => Ok(None),
        _ => value.as_fields().cloned().map(Some).ok_or_else(|| {
            Problem::new(format!("this is {}, not an object", value.ty().noun()))
                .hint("write `{ NAME = value }`")
        }),
    }
}
