//! Axes to cells, in an order that the author chose.

use crate::diag::{At, Diagnostic};
use crate::eval::Fuel;
use crate::syntax::ast::{Attribute, ExprKind, ObjectItem};
use crate::target::Cell;
use crate::text::Text;
use crate::value::Value;

/// What a cell costs. With the target that is made of it, it takes a kilobyte or two: four million
/// of them use up [`Fuel::DEFAULT`].
const COST: u64 = 256;

/// The cells of a matrix: each combination of one value from each axis.
///
/// Axes come in the order in which they are written, the last one turning fastest. Bake goes
/// through them in an order that differs from run to run; with one axis both agree.
///
/// # Errors
/// Where the value is no map of lists, or makes more than `limit` cells, or more than there is fuel
/// for.
pub(super) fn cells(
    matrix: &Attribute,
    value: &Value,
    limit: u64,
    fuel: &Fuel<'_>,
) -> Result<Vec<Cell>, Diagnostic> {
    let axes = axes(matrix, value)?;
    let number = check_size(matrix, &axes, limit)?;
    fuel.spend(number.saturating_mul(COST)).at(matrix.expr.span)?;
    let mut cells = vec![Cell { axes: Vec::new() }];
    for (name, values) in &axes {
        cells = cells
            .iter()
            .flat_map(|cell| values.iter().map(|value| with(cell, name, value)))
            .collect();
    }
    Ok(cells)
}

fn with(cell: &Cell, name: &Text, value: &Value) -> Cell {
    let mut axes = Vec::with_capacity(cell.axes.len() + 1);
    axes.extend_from_slice(&cell.axes);
    axes.push((name.clone(), value.clone()));
    Cell { axes }
}

type Axis = (Text, Vec<Value>);

fn axes(matrix: &Attribute, value: &Value) -> Result<Vec<Axis>, Diagnostic> {
    let span = matrix.expr.span;
    let Some(fields) = value.as_fields() else {
        return Err(Diagnostic::error("a matrix is a map of lists", span)
            .hint("write `matrix = { axis = [\"a\", \"b\"] }`"));
    };
    let mut axes = Vec::new();
    for (name, values) in fields {
        let Some(values) = elements(values) else {
            let message = format!("axis `{name}` of the matrix is not a list");
            return Err(Diagnostic::error(message, place(matrix, name))
                .hint(format!("write `{name} = [\"a\", \"b\"]`")));
        };
        axes.push((name.clone(), values));
    }
    let written = written_order(matrix);
    axes.sort_by_key(|(name, _)| written.iter().position(|key| key == name));
    Ok(axes)
}

/// The elements of anything that has some: bake takes the values of maps and objects too.
fn elements(value: &Value) -> Option<Vec<Value>> {
    match (value.as_items(), value.as_fields()) {
        (Some(items), _) => Some(items.to_vec()),
        (None, Some(fields)) => Some(fields.values().cloned().collect()),
        (None, None) => None,
    }
}

fn items(matrix: &Attribute) -> &[ObjectItem] {
    if let ExprKind::Object(items) = &matrix.expr.kind { items } else { &[] }
}

/// The names of the axes, in the order in which they are written.
pub(super) fn names(matrix: &Attribute, value: &Value) -> Vec<Text> {
    let mut names: Vec<Text> =
        value.as_fields().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let written = written_order(matrix);
    names.sort_by_key(|name| written.iter().position(|key| key == name));
    names
}

fn written_order(matrix: &Attribute) -> Vec<Text> {
    items(matrix).iter().filter_map(ObjectItem::name).collect()
}

fn place(matrix: &Attribute, name: &str) -> crate::span::Span {
    let item = items(matrix).iter().find(|item| item.name().as_deref() == Some(name));
    item.map_or(matrix.expr.span, |item| item.value.span)
}

/// How many cells there will be.
fn check_size(matrix: &Attribute, axes: &[Axis], limit: u64) -> Result<u64, Diagnostic> {
    let sizes: Vec<u64> = axes.iter().map(|(_, values)| values.len() as u64).collect();
    if sizes.contains(&0) {
        return Ok(0);
    }
    let cells = sizes.iter().try_fold(1u64, |product, &size| product.checked_mul(size));
    if let Some(cells) = cells.filter(|&cells| cells <= limit) {
        return Ok(cells);
    }
    let total = cells.map_or_else(|| "more than 2^64".to_owned(), |cells| cells.to_string());
    Err(too_many(matrix, &total, limit).labelled(product(&sizes)))
}

/// Checks that there are no more than `limit` cells after what `adds` has added.
///
/// # Errors
/// Where there are more.
pub(super) fn check_number(adds: &Attribute, cells: &[Cell], limit: u64) -> Result<(), Diagnostic> {
    let total = cells.len() as u64;
    if total > limit { Err(too_many(adds, &total.to_string(), limit)) } else { Ok(()) }
}

fn too_many(attribute: &Attribute, total: &str, limit: u64) -> Diagnostic {
    let message = format!("the matrix has {total} cells, more than {limit}");
    Diagnostic::error(message, attribute.expr.span)
        .hint("leave values out, or raise the bound with `--matrix-limit`")
}

/// The sizes of several axes as a product; one says nothing that the message does not say.
fn product(sizes: &[u64]) -> String {
    let factors: Vec<String> = sizes.iter().map(u64::to_string).collect();
    if factors.len() > 1 { factors.join(" × ") } else { String::new() }
}
