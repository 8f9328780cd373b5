//! `variable` blocks and global attributes: what their values are.

use crate::declare::{NodeKind, Program, Variable};
use crate::diag::similar::Layer;
use crate::diag::{At, Diagnostic, Meant};
use crate::eval::{Context, Names, evaluate, references, type_constraint};
use crate::syntax::ast::{Attribute, Expr, ExprKind, Name};
use crate::value::convert::convert;
use crate::value::{Type, Value, json};

use super::cell::Scope;
use super::primitive::{self, Given};
use super::resolver::{Failure, Resolver};
use super::{Inputs, Outside};

/// A variable as `--list=variables` shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What it is for; empty where the file does not say.
    pub description: String,
    /// Its declared type, in cty's words; empty where none is declared.
    pub ty: String,
    /// Its value, as JSON where it is not primitive; none where it is null.
    pub value: Option<String>,
}

/// What a variable's declaration and the outside say of its value.
struct Slot<'a> {
    name: &'a Name,
    /// The expression that the file gives.
    default: Option<&'a Expr>,
    /// The declared type.
    ty: Type,
    /// Whether a type is declared: `type = any` is a declaration, no `type` is not.
    typed: bool,
    /// Whether `--var` and the environment may set it: `variable` blocks, not global attributes.
    open: bool,
}

/// Evaluates every variable and lists them by name.
pub(super) fn resolve_all(resolver: &mut Resolver<'_>) -> Vec<Listed> {
    let program = resolver.program;
    let mut listed = Vec::new();
    for (at, variable) in program.variables.iter().enumerate() {
        // bake reads the description also where another block of the name is the one that counts.
        let description = description(resolver, variable);
        if resolver.declared.variables.get(&*variable.name.value) == Some(&at) {
            let _reported = resolve(resolver, &Scope::GLOBAL, &variable.name);
            listed.extend(list(resolver, variable, description));
        }
    }
    listed.sort_by(|a, b| a.name.cmp(&b.name));
    listed
}

/// Evaluates the global attributes that nothing has asked for.
pub(super) fn resolve_globals(resolver: &mut Resolver<'_>) {
    let program = resolver.program;
    for (at, global) in program.globals.iter().enumerate() {
        let is_last = resolver.declared.globals.get(&*global.name.value) == Some(&at);
        if is_last && !is_nodes(program, global) {
            let _reported = resolve(resolver, &Scope::GLOBAL, &global.name);
        }
    }
}

/// Whether a global attribute, in JSON, is also the tasks or promotions of the file. Then it is
/// evaluated only where something asks for it: their cells are not known where it stands.
fn is_nodes(program: &Program, global: &Attribute) -> bool {
    let is_word = NodeKind::of(&global.name.value).is_some();
    is_word
        && program.nodes.iter().any(|node| {
            let head = node.head;
            head.file == global.span.file && global.span.range().contains(&head.range().start)
        })
}

/// Makes sure that a name has a value in a scope.
///
/// A global attribute is evaluated in the scope that first asks for it, be it a cell of a matrix,
/// and keeps that value for everyone: so it is in bake.
///
/// # Errors
/// Where it is not declared, or wrong, or needs itself.
pub(super) fn resolve(
    resolver: &mut Resolver<'_>,
    scope: &Scope,
    name: &Name,
) -> Result<(), Failure> {
    if let Some(value) = resolver.values.get(&name.value) {
        return if value.is_some() { Ok(()) } else { Err(Failure::Reported) };
    }
    if scope.axis(&name.value).is_some() {
        return Ok(());
    }
    let declared = &resolver.declared;
    if scope.lacks(&name.value) && !declared.has(&name.value) {
        return Err(Failure::Undefined);
    }
    resolver.ask(scope, name)?;
    let declared = &resolver.declared;
    let program = resolver.program;
    if let Some(&at) = declared.globals.get(&*name.value) {
        let open = declared.variables.contains_key(&*name.value);
        return settle(resolver, scope, name, |_| Ok(global(&program.globals[at], open)));
    }
    let Some(&at) = declared.variables.get(&*name.value) else {
        return Err(Failure::Undefined);
    };
    settle(resolver, &Scope::GLOBAL, name, |this| declared_slot(this, &program.variables[at]))
}

/// Evaluates a slot as a step of its own and keeps what comes of it.
fn settle<'p>(
    resolver: &mut Resolver<'p>,
    scope: &Scope,
    name: &Name,
    slot: impl FnOnce(&mut Resolver<'p>) -> Result<Slot<'p>, Failure>,
) -> Result<(), Failure> {
    let value = resolver.enter(format!("`{}`", name.value), name.span, |this| {
        let slot = slot(this)?;
        value_of(this, scope, &slot)
    });
    let failure = value.as_ref().err().copied();
    resolver.values.insert(name.value.clone(), value.ok());
    failure.map_or(Ok(()), Err)
}

fn global(attribute: &Attribute, open: bool) -> Slot<'_> {
    let default = Some(&*attribute.expr);
    Slot { name: &attribute.name, default, ty: Type::Dynamic, typed: false, open }
}

fn declared_slot<'p>(
    resolver: &mut Resolver<'p>,
    variable: &'p Variable,
) -> Result<Slot<'p>, Failure> {
    let ty = constraint(variable).map_err(|errors| resolver.fail_all(errors))?;
    let default = variable.default.as_ref().map(|attribute| &*attribute.expr);
    let typed = ty.is_some();
    let ty = ty.unwrap_or(Type::Dynamic);
    Ok(Slot { name: &variable.name, default, ty, typed, open: true })
}

/// The declared type, if one is declared. `type = null` declares none.
fn constraint(variable: &Variable) -> Result<Option<Type>, Vec<Diagnostic>> {
    let Some(attribute) = &variable.ty else { return Ok(None) };
    let ty = type_constraint(&attribute.expr)?;
    let any = attribute.expr.as_keyword().as_deref() == Some("any");
    Ok((ty != Type::Dynamic || any).then_some(ty))
}

fn value_of<'p>(
    resolver: &mut Resolver<'p>,
    scope: &Scope,
    slot: &Slot<'p>,
) -> Result<Value, Failure> {
    let Some(default) = slot.default else {
        return without_default(resolver, slot);
    };
    let value = resolver.value(scope, default)?;
    let value = convert(&value, &slot.ty).map_err(|problem| {
        problem.within(&format!("the default of `{}` does not fit its `type`", slot.name.value))
    });
    let value = value.at(default.span).map_err(|error| resolver.fail(error))?;
    overridden(resolver, slot, Some(value))
}

/// A variable without a default: null of its type, or the empty string if it has no type.
fn without_default(resolver: &mut Resolver<'_>, slot: &Slot<'_>) -> Result<Value, Failure> {
    if given(resolver, slot.name, false).is_some() {
        return overridden(resolver, slot, None);
    }
    Ok(if slot.typed { Value::Null(slot.ty.clone()) } else { Value::string("") })
}

/// The value after `--var` and the environment have had their say.
fn overridden(
    resolver: &mut Resolver<'_>,
    slot: &Slot<'_>,
    default: Option<Value>,
) -> Result<Value, Failure> {
    let inferred = default.as_ref().map(Value::ty);
    let found = given(resolver, slot.name, slot.typed).filter(|_| slot.open);
    let Some(given) = found else {
        return Ok(default.unwrap_or_else(|| Value::Null(slot.ty.clone())));
    };
    let declared = slot.typed.then_some(&slot.ty);
    primitive::read(&slot.name.value, &given, declared, inferred.as_ref())
        .map_err(|problem| resolver.fail(given.blame(problem, slot.name.span)))
}

/// What the outside says of a variable: its plain form, or the form under `NAME_JSON`, which a
/// typed variable prefers. `NAME_JSON` is not looked at where it is a variable of its own.
pub(super) fn given(resolver: &Resolver<'_>, name: &Name, prefer_json: bool) -> Option<Given> {
    let inputs = resolver.inputs;
    let plain = inputs.given(&name.value);
    if plain.is_none() || prefer_json {
        let source = format!("{}_JSON", name.value);
        let taken = resolver.declared.variables.contains_key(source.as_str())
            || inputs.builtins.contains_key(source.as_str());
        let json = if taken { None } else { inputs.given(&source) };
        if let Some(Outside { text, typed }) = json {
            return Some(Given { text, source, json: true, typed });
        }
    }
    let source = name.value.to_string();
    plain.map(|Outside { text, typed }| Given { text, source, json: false, typed })
}

/// The error for a name that nothing declares; `known` are the names that somebody does.
pub(super) fn undefined(name: &Name, known: Vec<Layer>) -> Diagnostic {
    Diagnostic::error(format!("there is no variable `{}`", name.value), name.span)
        .meant(Meant::new(name.value.clone(), known))
}

/// The description of a variable, which may use no name and call nothing, and must not be null. In
/// JSON it is a text and no template.
fn description(resolver: &mut Resolver<'_>, variable: &Variable) -> String {
    let Some(attribute) = &variable.description else { return String::new() };
    if let ExprKind::JsonString { text, .. } = &attribute.expr.kind {
        return text.to_string();
    }
    match described(resolver, &attribute.expr) {
        Ok(text) => text,
        Err(errors) => {
            resolver.fail_all(errors);
            String::new()
        }
    }
}

fn described(resolver: &Resolver<'_>, expr: &Expr) -> Result<String, Vec<Diagnostic>> {
    let refused = |message: &str| {
        vec![Diagnostic::error(message, expr.span).hint("write the text itself, in quotes")]
    };
    if references(expr).calls {
        return Err(refused("a description cannot call functions"));
    }
    let Inputs { host, fuel, .. } = resolver.inputs;
    let context = Context { names: &Nothing, globals: &Nothing, host: *host, fuel };
    let value = evaluate(expr, &context)?;
    let text = convert(&value, &Type::String).at(expr.span).map_err(|error| vec![error])?;
    let text = text.as_str().map(ToOwned::to_owned);
    text.ok_or_else(|| refused("a description cannot be null"))
}

/// No names at all.
#[derive(Debug)]
struct Nothing;

impl Names for Nothing {
    fn variable(&self, _: &str) -> Option<Value> {
        None
    }

    fn function(&self, _: &str) -> Option<&crate::eval::UserFunction> {
        None
    }

    fn variable_names(&self) -> Vec<Layer> {
        Vec::new()
    }

    fn function_names(&self) -> Vec<Layer> {
        Vec::new()
    }
}

fn list(resolver: &Resolver<'_>, variable: &Variable, description: String) -> Option<Listed> {
    let value = resolver.values.get(&variable.name.value)?.as_ref()?;
    let ty = constraint(variable).ok().flatten();
    Some(Listed {
        name: variable.name.value.to_string(),
        description,
        value: (!value.is_null()).then(|| shown(value, ty.as_ref())),
        ty: ty.map(|ty| ty.constraint_name()).unwrap_or_default(),
    })
}

/// A value as the list of variables shows it: JSON, but strings without quotes.
fn shown(value: &Value, ty: Option<&Type>) -> String {
    match ty {
        Some(ty) => {
            let text = json::encode_as(value, ty).unwrap_or_default();
            // bake trims the quotes and leaves the escapes.
            if *ty == Type::String { text.trim_matches('"').to_owned() } else { text }
        }
        None => match convert(value, &Type::String) {
            Ok(Value::String(text)) => text.to_string(),
            _ => json::encode(value).unwrap_or_default(),
        },
    }
}
