//! `matrix-exclude` and `matrix-include`: which cells of a matrix there are after all.
//!
//! The rules are those of GitHub Actions, where they are known from. An entry of the one drops the
//! cells that have all of its values. An entry of the other adds its keys to every cell whose axes
//! it does not contradict; where there is no such cell, it is a new one. A cell that an entry has
//! made is not added to by the next one, and what the matrix itself says is never overwritten.

use crate::diag::{At, Diagnostic, Meant, words};
use crate::eval::Fuel;
use crate::span::Span;
use crate::syntax::ast::{Attribute, Expr};
use crate::target::Cell;
use crate::text::Text;
use crate::value::convert::convert;
use crate::value::{Fields, Type, Value};

/// What it costs to compare or to add one key of one cell.
const COST: u64 = 32;

/// An entry of the list: some axes or further keys, each with a value.
struct Entry {
    fields: Fields,
    span: Span,
}

/// Drops the cells that an entry of `matrix-exclude` drops.
///
/// # Errors
/// Where it is no list of objects, or an entry has something that is no axis, or nothing: all of
/// that at once. And where it takes too long.
pub(super) fn exclude(
    cells: &mut Vec<Cell>,
    axes: &[Text],
    attribute: &Attribute,
    value: &Value,
    fuel: &Fuel<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let entries = entries(attribute, value)?;
    let faults = |(index, entry)| not_excluding(index, entry, axes, attribute);
    let wrong: Vec<Diagnostic> = entries.iter().enumerate().flat_map(faults).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    for entry in entries {
        spend(fuel, cells, &entry)?;
        cells.retain(|cell| !entry.fields.iter().all(|(key, value)| has(cell, key, value)));
    }
    Ok(())
}

/// What is wrong with an entry of `matrix-exclude`.
fn not_excluding(
    index: usize,
    entry: &Entry,
    axes: &[Text],
    attribute: &Attribute,
) -> Vec<Diagnostic> {
    if entry.fields.is_empty() {
        let message = "an empty object would drop every cell of the matrix";
        let hint = "name the axes and values of the cells that are to be dropped";
        return vec![Diagnostic::error(message, entry.span).hint(hint)];
    }
    let unknown = entry.fields.keys().filter(|key| !axes.contains(key));
    unknown.map(|key| no_axis(key, axes, key_span(attribute, index, key))).collect()
}

/// Adds what `matrix-include` adds to the cells, and the cells that it makes.
///
/// # Errors
/// Where it is no list of objects, and where it takes too long.
pub(super) fn include(
    cells: &mut Vec<Cell>,
    axes: &[Text],
    attribute: &Attribute,
    value: &Value,
    fuel: &Fuel<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let mut made = Vec::new();
    for entry in entries(attribute, value)? {
        spend(fuel, cells, &entry)?;
        let (said, added): (Vec<_>, Vec<_>) =
            entry.fields.into_iter().partition(|(key, _)| axes.contains(key));
        let mut fits = false;
        for cell in cells.iter_mut() {
            if said.iter().all(|(key, value)| has(cell, key, value)) {
                fits = true;
                for (key, value) in &added {
                    put(cell, key, value);
                }
            }
        }
        if !fits {
            made.push(new_cell(axes, said, added));
        }
    }
    cells.append(&mut made);
    Ok(())
}

/// Pays for going through all cells.
fn spend(fuel: &Fuel<'_>, cells: &[Cell], entry: &Entry) -> Result<(), Vec<Diagnostic>> {
    let keys = (cells.len() as u64).saturating_mul(entry.fields.len() as u64);
    fuel.spend(keys.saturating_mul(COST)).at(entry.span).map_err(|error| vec![error])
}

/// A cell that is not of the matrix: axes in the order of the matrix, then the rest by name.
fn new_cell(axes: &[Text], mut said: Vec<(Text, Value)>, added: Vec<(Text, Value)>) -> Cell {
    said.sort_by_key(|(key, _)| axes.iter().position(|axis| axis == key));
    said.extend(added);
    Cell { axes: said }
}

/// Whether a cell has this value on this axis. A number and a text that spells it are the same:
/// values often come from the environment.
fn has(cell: &Cell, key: &str, value: &Value) -> bool {
    let Some(mine) = cell.axis(key) else { return false };
    // Most are texts, and there may be many: those are not converted.
    if let (Value::String(mine), Value::String(value)) = (mine, value) {
        return mine == value;
    }
    mine.equals(value) || text(mine).is_some_and(|mine| Some(mine) == text(value))
}

fn text(value: &Value) -> Option<Text> {
    match convert(value, &Type::String) {
        Ok(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// Adds a key to a cell, over one that an earlier entry has added.
fn put(cell: &mut Cell, key: &Text, value: &Value) {
    match cell.axes.iter_mut().find(|(axis, _)| axis == key) {
        Some((_, mine)) => *mine = value.clone(),
        None => cell.axes.push((key.clone(), value.clone())),
    }
}

/// The entries of the list; nothing for null.
fn entries(attribute: &Attribute, value: &Value) -> Result<Vec<Entry>, Vec<Diagnostic>> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let Some(items) = value.as_items() else {
        let message =
            format!("`{}` is a list of objects, not {}", attribute.name.value, value.ty().noun());
        return Err(vec![misshapen(attribute, &message, attribute.expr.span)]);
    };
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    for (index, item) in items.iter().enumerate() {
        match entry(attribute, index, item) {
            Ok(entry) => entries.push(entry),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(entries) } else { Err(wrong) }
}

fn entry(attribute: &Attribute, index: usize, item: &Value) -> Result<Entry, Diagnostic> {
    let span = item_expr(attribute, index).map_or(attribute.expr.span, |item| item.span);
    let Some(fields) = item.as_fields() else {
        let (name, noun) = (&attribute.name.value, item.ty().noun());
        let message = format!("an entry of `{name}` is an object, not {noun}");
        return Err(misshapen(attribute, &message, span));
    };
    Ok(Entry { fields: fields.clone(), span })
}

fn misshapen(attribute: &Attribute, message: &str, span: Span) -> Diagnostic {
    let name = &attribute.name.value;
    Diagnostic::error(message, span).hint(format!("write `{name} = [{{ axis = \"value\" }}]`"))
}

fn item_expr(attribute: &Attribute, index: usize) -> Option<&Expr> {
    attribute.expr.as_list()?.get(index)
}

/// Where an entry has a key, as far as that is written out.
fn key_span(attribute: &Attribute, index: usize, key: &str) -> Span {
    let Some(entry) = item_expr(attribute, index) else { return attribute.expr.span };
    let mut items = entry.as_object().into_iter().flatten();
    let found = items.find(|item| item.name().as_deref() == Some(key));
    found.map_or(entry.span, |item| item.key.span)
}

fn no_axis(name: &Text, axes: &[Text], span: Span) -> Diagnostic {
    let meant = Meant::new(name.clone(), vec![axes.into()]);
    let error = Diagnostic::error(format!("the matrix has no axis `{name}`"), span);
    if meant.hint().is_some() || axes.is_empty() {
        return error.meant(meant);
    }
    error.hint(format!("there is {}", words::list(axes)))
}
