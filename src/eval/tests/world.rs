//! A world for expressions: variables and functions from a text.

use std::collections::BTreeMap;
use std::io;
use std::iter::repeat;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::diag::Diagnostic;
use crate::diag::similar::Layer;
use crate::eval::{Context, Evaluated, Fuel, Names, UserFunction, evaluate, type_constraint};
use crate::source::Host;
use crate::source::host::FileKind;
use crate::span::FileId;
use crate::syntax::ast::{Block, Body, Expr, NativeBody};
use crate::syntax::{Place, parse_expression, parse_hcl};
use crate::text::Text;
use crate::value::{Type, Value, convert};

/// Variables and functions.
#[derive(Debug, Default)]
pub(super) struct World {
    variables: BTreeMap<Text, Value>,
    functions: BTreeMap<Text, Arc<UserFunction>>,
}

impl World {
    /// The world that a text with `variable` and `function` blocks describes.
    pub(super) fn new(text: &str) -> Self {
        let mut errors = Vec::new();
        let file = parse_hcl(FileId(1), text, &mut errors);
        assert!(errors.is_empty(), "{}", self::errors(&errors));
        let mut world = Self::default();
        let Body::Native(body) = file.body else { panic!("the native syntax") };
        for block in &body.blocks {
            world.add(block);
        }
        world
    }

    /// Gives a variable a value.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.variables.insert(name.into(), value);
    }

    fn add(&mut self, block: &Block) {
        let Body::Native(body) = &block.body else { panic!("the native syntax") };
        let name = block.labels[0].value.clone();
        if &*block.kind.value == "variable" {
            self.variables.insert(name, variable(body));
        } else {
            self.functions.insert(name.clone(), Arc::new(function(name, body)));
        }
    }
}

fn attribute(body: &NativeBody, name: &str) -> Option<Arc<Expr>> {
    let found = body.attributes.iter().find(|attribute| &*attribute.name.value == name);
    found.map(|attribute| attribute.expr.clone())
}

fn variable(body: &NativeBody) -> Value {
    let ty = attribute(body, "type").map_or(Type::Dynamic, |ty| type_constraint(&ty).unwrap());
    match attribute(body, "default") {
        None => Value::Null(ty),
        Some(default) => {
            let value = evaluate(&default, &context(&World::default(), &Fuel::new(1_000_000)));
            convert(&value.unwrap(), &ty).unwrap()
        }
    }
}

fn function(name: Text, body: &NativeBody) -> UserFunction {
    let params = attribute(body, "params").unwrap();
    let params = params.as_list().unwrap().iter();
    UserFunction {
        name,
        params: params.map(|param| param.as_keyword().unwrap()).collect(),
        variadic: attribute(body, "variadic_params").map(|word| word.as_keyword().unwrap()),
        result: attribute(body, "result").unwrap(),
    }
}

impl Names for World {
    fn variable(&self, name: &str) -> Option<Value> {
        self.variables.get(name).cloned()
    }

    fn function(&self, name: &str) -> Option<&UserFunction> {
        self.functions.get(name).map(|function| &**function)
    }

    fn variable_names(&self) -> Vec<Layer> {
        vec![self.variables.keys().cloned().collect()]
    }

    fn function_names(&self) -> Vec<Layer> {
        vec![self.functions.keys().cloned().collect()]
    }
}

/// A machine with nothing on it.
#[derive(Debug)]
struct Nowhere;

impl Host for Nowhere {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn kind(&self, _: &Path) -> io::Result<Option<FileKind>> {
        Ok(None)
    }

    fn working_directory(&self) -> &Path {
        Path::new("/")
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn environment(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn platform(&self) -> String {
        "linux/amd64".into()
    }
}

/// Evaluation in a world.
pub(super) fn context<'a>(world: &'a World, fuel: &'a Fuel<'a>) -> Context<'a> {
    Context { names: world, globals: world, host: &Nowhere, fuel }
}

/// The expression of a text.
pub(super) fn parsed(text: &str) -> Result<Expr, Vec<Diagnostic>> {
    parse_expression(Place::At(FileId(0), 0), text)
}

/// The value of a text.
pub(super) fn evaluated(text: &str, world: &World) -> Evaluated {
    evaluate(&parsed(text)?, &context(world, &Fuel::new(10_000_000)))
}

/// Errors as text: where, what, and what to do.
pub(super) fn errors(errors: &[Diagnostic]) -> String {
    errors.iter().map(error).collect::<Vec<_>>().join("\n")
}

fn error(error: &Diagnostic) -> String {
    let messages = [error.message.as_str()].into_iter().chain(repeat(""));
    let labels = error.labels.iter().zip(messages).map(|(label, message)| {
        let range = label.span.range();
        let said = if message.is_empty() { &label.text } else { message };
        format!("{}..{} {said}", range.start, range.end)
    });
    let hints = error.advice().iter().fold(String::new(), |text, hint| text + " (" + hint + ")");
    labels.collect::<Vec<_>>().join("; ") + &hints
}

/// A value as `jsonencode` would have it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null(_) => "null".into(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("{:?}", &**text),
        Value::List(_) | Value::Set(_) | Value::Tuple(_) => {
            let items: Vec<_> = value.as_items().unwrap().iter().map(shown).collect();
            format!("[{}]", items.join(","))
        }
        Value::Map(_) | Value::Object(_) => {
            let fields = value.as_fields().unwrap().iter();
            let fields: Vec<_> = fields.map(|(k, v)| format!("{k:?}:{}", shown(v))).collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}
