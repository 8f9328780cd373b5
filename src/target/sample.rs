//! What tests are made of: definitions written in HCL without any computation, and a world.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use hcl::{Body, Expression, Structure};

use crate::source::Host;
use crate::source::host::FileKind;
use crate::span::{FileId, Span};
use crate::target::{Definition, Definitions, Group, Place, Places};
use crate::text::Text;
use crate::value::{Fields, Type, Value};

/// The value of an expression in which nothing is to be computed.
pub(crate) fn value(text: &str) -> Value {
    let body: Body = hcl::from_str(&format!("it = {text}")).expect("a sample is HCL");
    let attribute = body.attributes().next().expect("there is one attribute");
    literal(attribute.expr())
}

fn literal(expression: &Expression) -> Value {
    match expression {
        Expression::Null => Value::NULL,
        Expression::Bool(truth) => Value::Bool(*truth),
        Expression::Number(number) => {
            let text = Value::string(number.to_string());
            crate::value::convert::convert(&text, &Type::Number).expect("a number is one")
        }
        Expression::String(text) => Value::string(text),
        Expression::TemplateExpr(template) => Value::string(template.to_string()),
        Expression::Array(items) => Value::tuple(items.iter().map(literal).collect()),
        Expression::Object(entries) => {
            let key = |key: &hcl::ObjectKey| -> Text {
                match key {
                    hcl::ObjectKey::Identifier(name) => name.as_str().into(),
                    hcl::ObjectKey::Expression(key) => literal(key).as_str().expect("text").into(),
                    _ => panic!("no other keys"),
                }
            };
            let fields: Fields =
                entries.iter().map(|(name, it)| (key(name), literal(it))).collect();
            Value::object(fields)
        }
        other => panic!("a sample computes nothing, but has {other:?}"),
    }
}

/// The definitions in a bake file in which nothing is to be computed. Places are found by text,
/// so a text in quotes should stand only once where its place matters.
pub(crate) fn definitions(text: &str) -> Definitions {
    let body: Body = hcl::from_str(text).expect("a sample is HCL");
    let mut definitions = Definitions::new();
    for block in body.blocks() {
        let name: Text = block.labels().first().map_or("", |label| label.as_str()).into();
        let attributes = block.body().iter().filter_map(Structure::as_attribute);
        let values: Vec<_> =
            attributes.map(|it| (Text::from(it.key()), literal(it.expr()))).collect();
        let places = Arc::new(places(text, &name, &values));
        match block.identifier() {
            "group" => definitions.add_group(group(name, &values, places)),
            "target" => definitions.add_target(target(name, &values, places)),
            other => panic!("there is no block {other}"),
        }
    }
    definitions
}

fn target(name: Text, values: &[(Text, Value)], places: Arc<Places>) -> Definition {
    let (block, cell) = (name.clone(), Arc::default());
    let mut definition = Definition { name, attributes: Arc::default(), cell, block, places };
    for (attribute, value) in values {
        let attributes = Arc::make_mut(&mut definition.attributes);
        attributes.set(attribute, value).expect("a sample fits");
    }
    definition
}

fn group(name: Text, values: &[(Text, Value)], places: Arc<Places>) -> Group {
    let mut group = Group { name, description: Text::default(), targets: None, places };
    for (attribute, value) in values {
        match &**attribute {
            "targets" => {
                group.targets = crate::target::from_value::texts(value).expect("names");
            }
            "description" => group.description = value.as_str().expect("text").into(),
            other => panic!("a group has no {other}"),
        }
    }
    group
}

fn places(text: &str, name: &str, values: &[(Text, Value)]) -> Places {
    let find = |needle: &str| {
        let at = text.find(needle).unwrap_or_default();
        Span::new(FileId(0), at, at + needle.len())
    };
    let quoted = |value: &Value| find(&format!("\"{}\"", value.as_str().unwrap_or_default()));
    let place = |value: &Value| Place {
        span: find(""),
        elements: value.as_items().unwrap_or_default().iter().map(quoted).collect(),
        entries: value
            .as_fields()
            .into_iter()
            .flatten()
            .map(|(k, v)| (k.clone(), quoted(v)))
            .collect(),
    };
    let mut places = Places::of(find(&format!("\"{name}\"")));
    places.attributes = values.iter().map(|(name, value)| (name.clone(), place(value))).collect();
    places
}

/// A world in memory.
#[derive(Clone, Default, Debug)]
pub(crate) struct World {
    /// Texts of files.
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    /// Directories and sockets.
    pub(crate) others: BTreeMap<PathBuf, FileKind>,
    /// The environment.
    pub(crate) variables: BTreeMap<String, String>,
}

impl World {
    /// The world with a file more.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// The world with a directory or a socket more.
    pub(crate) fn other(mut self, path: &str, kind: FileKind) -> Self {
        self.others.insert(path.into(), kind);
        self
    }

    /// The world with a variable more.
    pub(crate) fn variable(mut self, name: &str, text: &str) -> Self {
        self.variables.insert(name.into(), text.into());
        self
    }
}

impl Host for World {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        let path: PathBuf = path.strip_prefix(".").unwrap_or(path).components().collect();
        if path.ancestors().skip(1).any(|parent| self.files.contains_key(parent)) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let file = self.files.contains_key(&path).then_some(FileKind::File);
        Ok(file.or_else(|| self.others.get(&path).copied()))
    }

    fn working_directory(&self) -> &Path {
        Path::new("/project")
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn environment(&self) -> BTreeMap<String, String> {
        self.variables.clone()
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn platform(&self) -> String {
        "linux/amd64".to_owned()
    }
}
