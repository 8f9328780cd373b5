//! What bakewell says, drawn: diagnostics over their sources, and the one way out for text.
//!
//! Data goes to standard output, talk to standard error, both through [`Printer`]. A
//! [`Diagnostic`](crate::diag::Diagnostic) becomes text here and nowhere else.

pub mod colour;
pub mod frame;
pub mod diagnostic;
pub mod printer;

pub use colour::{Colour, Colours};
pub use printer::Printer;
