//! The program as people run it: that its parts are wired to each other. What they do is tested
//! where they are.

mod arguments;
mod build;
mod calls;
mod files;
mod help;
mod list;
mod nodes;
mod output;
