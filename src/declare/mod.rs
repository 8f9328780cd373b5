//! Trees to one program: files merged, blocks and attributes known, expressions untouched.
//!
//! Nothing is evaluated here. bake drops in silence what it does not know. Some of that is an
//! addition of ours and kept apart from what is bake's; the rest, an attribute or a block that
//! neither knows, is dropped here too, with a warning that names the nearest name there is. There
//! are warnings as well for what a file says twice.

pub mod program;
pub mod schema;
mod added;
mod repeated;
mod unknown;

use crate::diag::{Diagnostic, Diagnostics, Stopped, similar};
use crate::syntax::ast::{Attribute, Block, Body, Content, Expr, ExprKind, File, Name, Schema};

pub use program::{BlockKind, Declaration, Function, NodeKind, Program, Validation, Variable};

/// Merges the files into one program, in the order in which they were given.
///
/// # Errors
/// Blocks without the one label they need, and what `function` and `validation` blocks do not
/// take: bake is strict there, and lenient everywhere else.
pub fn gather(files: &[File], diags: &mut Diagnostics) -> Result<Program, Stopped> {
    let mut program = Program::default();
    for file in files {
        gather_file(&file.body, &mut program, diags);
    }
    diags.checked(program)
}

fn gather_file(body: &Body, program: &mut Program, diags: &mut Diagnostics) {
    let Content { blocks, rest, .. } = content(body, &schema::FILE, diags);
    repeated::blocks(&blocks, diags);
    for block in &blocks {
        match &*block.kind.value {
            "variable" => program.variables.extend(variable(block, diags)),
            "function" => program.functions.extend(function(block, diags)),
            "group" => program.blocks.extend(declaration(BlockKind::Group, block, diags)),
            _ => program.blocks.extend(declaration(BlockKind::Target, block, diags)),
        }
    }
    let (nodes, rest) = added::blocks(rest, diags);
    program.nodes.extend(nodes);
    unknown::blocks(&rest, diags);
    let mut twice = Vec::new();
    program.globals.extend(rest.just_attributes(&mut twice));
    // bake forgives blocks there, but neither an array of objects in JSON nor a name that it has twice.
    if let Body::Json(_) = rest {
        diags.extend(twice);
    }
}

/// The parts of a body that a schema names; what is wrong with them goes to the sink.
fn content(body: &Body, schema: &Schema<'_>, diags: &mut Diagnostics) -> Content {
    let mut found = Vec::new();
    let content = body.content(schema, &mut found);
    diags.extend(found);
    content
}

fn variable(block: &Block, diags: &mut Diagnostics) -> Option<Variable> {
    let content = content(&block.body, &schema::VARIABLE, diags);
    unknown::attributes(&content.rest, "variable", &schema::VARIABLE, diags);
    let name = block.labels.first()?.clone();
    let validations = content.blocks.iter().map(|inner| validation(inner, diags)).collect();
    let [ty, default, description] = pick(content.attributes, ["type", "default", "description"]);
    Some(Variable { name, ty, default, description, validations, head: block.head })
}

fn validation(block: &Block, diags: &mut Diagnostics) -> Validation {
    let content = content(&block.body, &schema::VALIDATION, diags);
    refuse_rest(&content.rest, "validation", schema::VALIDATION.attributes, diags);
    let [condition, message] = pick(content.attributes, ["condition", "error_message"]);
    Validation { condition, message, head: block.head }
}

fn function(block: &Block, diags: &mut Diagnostics) -> Option<Function> {
    let content = content(&block.body, &schema::FUNCTION, diags);
    refuse_rest(&content.rest, "function", schema::FUNCTION.attributes, diags);
    let name = block.labels.first()?.clone();
    let [params, variadic, result] =
        pick(content.attributes, ["params", "variadic_params", "result"]);
    if let Body::Json(_) = block.body {
        let words = params.iter().flat_map(|list| list.expr.as_list().unwrap_or_default());
        diags.extend(words.chain(variadic.iter().map(|it| &*it.expr)).filter_map(no_word_of_json));
    }
    Some(Function { name, params, variadic, result, head: block.head })
}

/// Names of parameters are strings in JSON, where `null` and `true` are no words.
fn no_word_of_json(parameter: &Expr) -> Option<Diagnostic> {
    let is_literal = matches!(parameter.kind, ExprKind::Null | ExprKind::Bool(_));
    is_literal.then(|| {
        Diagnostic::error("a parameter is a name", parameter.span).hint("write it in quotes")
    })
}

fn declaration(kind: BlockKind, block: &Block, diags: &mut Diagnostics) -> Option<Declaration> {
    let (known, added) = (kind.attributes(), kind.additions());
    let Content { attributes, rest, .. } = content(&block.body, &only(known), diags);
    let Content { attributes: additions, rest, .. } = content(&rest, &only(added), diags);
    unknown::attributes(&rest, kind.word(), &only(&[known, added].concat()), diags);
    unknown::entries(&attributes, diags);
    // In JSON it is an error, once the object is evaluated.
    if let Body::Native(_) = block.body {
        repeated::entries(&attributes, diags);
    }
    let label = block.labels.first()?.clone();
    Some(Declaration { kind, label, attributes, additions, head: block.head })
}

/// A schema of attributes and no blocks.
fn only<'a>(attributes: &'a [&'a str]) -> Schema<'a> {
    Schema { attributes, blocks: &[] }
}

/// The attributes of these names, in the order of the names.
fn pick<const N: usize>(attributes: Vec<Attribute>, names: [&str; N]) -> [Option<Attribute>; N] {
    let mut picked = names.map(|_| None);
    for attribute in attributes {
        if let Some(at) = names.iter().position(|name| *name == &*attribute.name.value) {
            picked[at] = Some(attribute);
        }
    }
    picked
}

/// Errors for everything that a strict block does not take.
fn refuse_rest(rest: &Body, kind: &str, known: &[&str], diags: &mut Diagnostics) {
    let mut blocks = Vec::new();
    for name in names(rest, &mut blocks) {
        diags.push(
            Diagnostic::error(
                format!("`{}` is not an attribute of a {kind}", name.value),
                name.span,
            )
            .hint(similar::one_of(&name.value, known)),
        );
    }
    diags.extend(blocks);
}

/// What a body says beside its blocks, which are errors. In JSON it may be an array of objects.
fn names(body: &Body, diags: &mut Vec<Diagnostic>) -> Vec<Name> {
    match body {
        Body::Native(_) => body.just_attributes(diags).into_iter().map(|it| it.name).collect(),
        Body::Json(body) => {
            let said = body.properties.iter().filter(|it| &*it.name.value != "//");
            said.map(|property| property.name.clone()).collect()
        }
    }
}
