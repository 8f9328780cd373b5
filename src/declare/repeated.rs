//! Warnings for what one file says twice: bake takes the last and drops the others in silence.
//!
//! Where another file says it again, that is an override.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Expr};
use crate::text::Text;

/// Warns of variables and functions that others of their name follow.
pub(super) fn blocks(blocks: &[Block], diags: &mut Diagnostics) {
    for kind in ["variable", "function"] {
        let labels = blocks.iter().filter(|block| &*block.kind.value == kind);
        let named = labels.filter_map(|block| block.labels.first());
        let named: Vec<(Text, Span)> = named.map(|name| (name.value.clone(), name.span)).collect();
        warn(&named, |name| format!("the {kind} `{name}` is declared twice"), diags);
    }
}

/// Warns of entries of objects that others of their key follow.
pub(super) fn entries(attributes: &[Attribute], diags: &mut Diagnostics) {
    for attribute in attributes {
        let objects = attribute.expr.as_list().unwrap_or(std::slice::from_ref(&attribute.expr));
        for items in objects.iter().filter_map(Expr::as_object) {
            let named = items.iter().filter_map(|item| Some((item.name()?, item.key.span)));
            let named: Vec<(Text, Span)> = named.collect();
            warn(&named, |name| format!("`{name}` is given twice"), diags);
        }
    }
}

fn warn(named: &[(Text, Span)], what: impl Fn(&str) -> String, diags: &mut Diagnostics) {
    let last: HashMap<&str, Span> = named.iter().map(|(name, span)| (&**name, *span)).collect();
    if last.len() == named.len() {
        return;
    }
    for (name, span) in named {
        let Some(counts) = last.get(&**name).filter(|counts| *counts != span) else { continue };
        let warning = Diagnostic::warning(what(name), *span)
            .coded(Code::DuplicateName)
            .labelled("this has no effect")
            .also(*counts, "this counts");
        diags.push(warning);
    }
}
