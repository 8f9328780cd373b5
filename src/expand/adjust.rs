//! `matrix-exclude` and `matrix-include`: which cells of a matrix there are after all.
//!
//! The rules are those of GitHub Actions, where they are known from. An entry of the one drops the
//! cells that have all of its values. An entry of the other adds its keys to every cell whose axes
//! it does not contradict; where there is no such cell, it is a new one. A cell that an entry has
//! made is not added to by the next one, and what the matrix itself says is never overwritten.

use std::sync::Arc;

use crate::diag::{At, Diagnostic, Meant, words};
use crate::eval::Fuel;
use crate::span::Span;
use crate::syntax::ast::{Attribute, Expr};
use crate::target::Cell;
use crate::value::convert::convert;
use crate::value::{Fields, Type, Value};

/// What it costs to compare or to add one key of one cell.
const COST: u64 = 32;

/// An entry of the list: some axes or further keys, each with a value.
struct Entry {
    fields: Fields,
    span: Span,
}

/// The cells that no entry of `matrix-exclude` drops.
///
/// # Errors
/// Where it is no list of objects, or an entry has something that is no axis, or nothing; and
/// where it takes too long.
pub(super) fn exclude(
    mut cells: Vec<Cell>,
    axes: &[Arc<str>],
    attribute: &Attribute,
    value: &Value,
    fuel: &Fuel,
) -> Result<Vec<Cell>, Diagnostic> {
    for (index, entry) in entries(attribute, value)?.into_iter().enumerate() {
        if entry.fields.is_empty() {
            let message = "an empty object would drop every cell of the matrix";
            return Err(Diagnostic::error(message, entry.span)
                .hint("name the axes and values of the cells that are to be dropped"));
        }
        if let Some(unknown) = entry.fields.keys().find(|key| !axes.contains(key)) {
            return Err(no_axis(unknown, axes, key_span(attribute, index, unknown)));
        }
        spend(fuel, &cells, &entry)?;
        cells.retain(|cell| !entry.fields.iter().all(|(key, value)| has(cell, key, value)));
    }
    Ok(cells)
}

/// The cells with what `matrix-include` adds to them, and those that it makes.
///
/// # Errors
/// Where it is no list of objects, and where it takes too long.
pub(super) fn include(
    mut cells: Vec<Cell>,
    axes: &[Arc<str>],
    attribute: &Attribute,
    value: &Value,
    fuel: &Fuel,
) -> Result<Vec<Cell>, Diagnostic> {
    let mut made = Vec::new();
    for entry in entries(attribute, value)? {
        spend(fuel, &cells, &entry)?;
        let (said, added): (Vec<_>, Vec<_>) =
            entry.fields.into_iter().partition(|(key, _)| axes.contains(key));
        let mut fits = false;
        for cell in &mut cells {
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
    Ok(cells)
}

/// Pays for going through all cells.
fn spend(fuel: &Fuel, cells: &[Cell], entry: &Entry) -> Result<(), Diagnostic> {
    let keys = (cells.len() as u64).saturating_mul(entry.fields.len() as u64);
    fuel.spend(keys.saturating_mul(COST)).at(entry.span)
}

/// A cell that is not of the matrix: axes in the order of the matrix, then the rest by name.
fn new_cell(
    axes: &[Arc<str>],
    mut said: Vec<(Arc<str>, Value)>,
    added: Vec<(Arc<str>, Value)>,
) -> Cell {
    said.sort_by_key(|(key, _)| axes.iter().position(|axis| axis == key));
    said.extend(added);
    Cell { axes: said }
}

/// Whether a cell has this value on this axis. A number and a text that spells it are the same:
/// values often come from the environment.
fn has(cell: &Cell, key: &str, value: &Value) -> bool {
    let Some(mine) = cell.axis(key) else { return false };
    mine.equals(value) || text(mine).is_some_and(|mine| Some(mine) == text(value))
}

fn text(value: &Value) -> Option<Arc<str>> {
    match convert(value, &Type::String) {
        Ok(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// Adds a key to a cell, over one that an earlier entry has added.
fn put(cell: &mut Cell, key: &Arc<str>, value: &Value) {
    match cell.axes.iter_mut().find(|(axis, _)| axis == key) {
        Some((_, mine)) => *mine = value.clone(),
        None => cell.axes.push((key.clone(), value.clone())),
    }
}

fn entries(attribute: &Attribute, value: &Value) -> Result<Vec<Entry>, Diagnostic> {
    let name = &attribute.name.value;
    let hint = || format!("write `{name} = [{{ axis = \"value\" }}]`");
    if value.is_null() {
        return Ok(Vec::new());
    }
    let Some(items) = value.as_items() else {
        let message = format!("`{name}` is a list of objects, not {}", value.ty().noun());
        return Err(Diagnostic::error(message, attribute.expr.span).hint(hint()));
    };
    let entry = |(index, item): (usize, &Value)| {
        let span = item_expr(attribute, index).map_or(attribute.expr.span, |item| item.span);
        let Some(fields) = item.as_fields() else {
            let noun = item.ty().noun();
            let message = format!("an entry of `{name}` is an object, not {noun}");
            return Err(Diagnostic::error(message, span).hint(hint()));
        };
        Ok(Entry { fields: fields.clone(), span })
    };
    items.iter().enumerate().map(entry).collect()
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

fn no_axis(name: &Arc<str>, axes: &[Arc<str>], span: Span) -> Diagnostic {
    let meant = Meant::new(name.clone(), vec![axes.into()]);
    let error = Diagnostic::error(format!("the matrix has no axis `{name}`"), span);
    if meant.hint().is_some() || axes.is_empty() {
        return error.meant(meant);
    }
    error.hint(format!("there is {}", words::list(axes)))
}
