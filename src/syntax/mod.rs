//! Text to tree: HCL native syntax and HCL's JSON syntax, one tree with a span on every node.
//!
//! The syntax knows nothing of bake: no block type, no attribute, no function has a meaning here.
//!
//! What is accepted and what it means is what hashicorp/hcl v2 accepts and means by it. In the
//! order of the data:
//!
//! - [`lexer`] cuts a text into [`token`]s, and [`parser`] makes the [tree](ast) of them; every
//!   broken attribute or block is reported, and the others are there.
//! - [`json`] reads JSON into [`JsonValue`](ast::JsonValue)s, which become expressions when a
//!   schema says that they are attributes.
//! - [`content`] divides a body by a [`Schema`](ast::Schema), the same for both syntaxes.
//! - [`reading`] takes an expression for something else than an expression: a keyword, a list, a
//!   call.

pub mod ast;
mod failure;
mod identifier;
mod token;
mod lexer;
mod parser;
mod json;
mod content;
mod reading;
#[cfg(test)]
mod tests;

use crate::diag::Diagnostic;
use crate::span::FileId;

pub use identifier::is_identifier;
pub use parser::Place;

use ast::{Expr, File, Traversal};
use lexer::Lexer;
use token::Kind;

/// How deep expressions and blocks may lie in each other. hcl has no limit; by hand nobody comes
/// near this one, and what works on the tree can recur.
pub const MAX_NESTING: usize = 500;

/// How many words and signs a text may have: those of a million blocks. A tree takes a hundred
/// times the memory of what it is read from, which for some large files is more than there is.
pub const MAX_TOKENS: usize = 10_000_000;

/// How many binary operators may follow each other.
pub const MAX_OPERATORS: usize = 10_000;

/// Reads a file of the native syntax.
///
/// What could be read comes back even if errors are reported: then the broken attributes and
/// blocks are missing.
pub fn parse_hcl(file: FileId, text: &str, diags: &mut Vec<Diagnostic>) -> File {
    parser::file(file, text, diags)
}

/// Whether all of these places, in order, are in comments of a text of the native syntax.
pub fn are_in_comments(text: &str, places: &[usize]) -> bool {
    let mut lexer = Lexer::code(text);
    let tokens = std::iter::from_fn(|| Some(lexer.next()).filter(|token| token.kind != Kind::End));
    let mut left = places.iter().peekable();
    // Tokens are everything but blanks and comments.
    for token in tokens {
        while left.next_if(|place| **place < token.start).is_some() {}
        if left.peek().is_some_and(|place| **place < token.end) {
            return false;
        }
    }
    true
}

/// Reads a file of the JSON syntax: an object, or an array of objects that make one body.
///
/// A file that is not JSON gives one error and an empty body.
pub fn parse_json(file: FileId, text: &str, diags: &mut Vec<Diagnostic>) -> File {
    json::file(file, text, diags)
}

/// Reads a text that is one expression, such as a type in a string of the JSON syntax.
///
/// # Errors
/// What is wrong with it.
pub fn parse_expression(place: Place, text: &str) -> Result<Expr, Vec<Diagnostic>> {
    parser::expression(place, text).map_err(|error| vec![error.into_error()])
}

/// Reads a text that is a template without quotes around it.
///
/// # Errors
/// What is wrong with it.
pub fn parse_template(place: Place, text: &str) -> Result<Expr, Vec<Diagnostic>> {
    parser::template(place, text).map_err(|error| vec![error.into_error()])
}

/// Reads a text that is a name and steps from it.
///
/// # Errors
/// What is wrong with it.
pub fn parse_traversal(place: Place, text: &str) -> Result<Traversal, Vec<Diagnostic>> {
    parser::traversal(place, text).map_err(|error| vec![error.into_error()])
}
