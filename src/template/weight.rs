//! What a piece of a template may write.

use minijinja::machinery::ast::{Expr, Stmt};

/// How much text a body may write by itself in one go, loops in it counted once; they weigh what
/// they repeat themselves. A block that is called may be as long as the template.
pub(super) fn weight(body: &[Stmt<'_>], template: usize) -> usize {
    body.iter().map(|one| weight_of(one, template)).fold(0, usize::saturating_add)
}

fn weight_of(one: &Stmt<'_>, template: usize) -> usize {
    let of = |body: &[Stmt<'_>]| weight(body, template);
    match one {
        Stmt::EmitRaw(it) => it.raw.len(),
        Stmt::EmitExpr(it) if matches!(it.expr, Expr::Call(_)) => template,
        Stmt::Template(it) => of(&it.children),
        Stmt::ForLoop(it) => of(&it.body).saturating_add(of(&it.else_body)),
        Stmt::IfCond(it) => of(&it.true_body).saturating_add(of(&it.false_body)),
        Stmt::WithBlock(it) => of(&it.body),
        Stmt::SetBlock(it) => of(&it.body),
        Stmt::AutoEscape(it) => of(&it.body),
        Stmt::FilterBlock(it) => of(&it.body),
        Stmt::Block(it) => of(&it.body),
        Stmt::CallBlock(_) => template,
        _ => 0,
    }
}
