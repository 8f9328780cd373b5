//! bakewell compiles docker bake files into build plans.
//!
//! Data flows one way, and the order of the modules below is the order of the flow: a module
//! imports only from those above it. In a sentence: *[sources](source) are [parsed](syntax),
//! [gathered](declare) and [expanded](expand), with the help of [evaluation](eval); what was asked
//! for is [selected](select) and [written](emit), or handed to docker and [`run`].*
//!
//! | phase | takes | gives |
//! |---|---|---|
//! | [`source`] | file names, standard input, environment | [`Sources`](source::Sources): every text, with a name; spans resolve here |
//! | [`syntax`] | HCL or JSON text | [`File`](syntax::ast::File): one tree, a span on every node |
//! | [`compose`] | Compose text | [`Definitions`](target::Definitions) |
//! | [`declare`] | trees | [`Program`](declare::Program): files merged, blocks known, expressions untouched |
//! | [`expand`] | program | [`Definitions`](target::Definitions): concrete targets, groups, tasks and promotions, no matrix, no expression left |
//! | [`select`] | definitions, request | [`Selection`](select::Selection): what was asked for, nothing inherited, overridden or linked left to do |
//! | [`dockerfile`] | Dockerfile text | [`Dockerfile`](dockerfile::ast::Dockerfile): its instructions, a span on everything; [`Build`](dockerfile::Build): what a target uses of it |
//! | [`context`] | a folder, an ignore file | which of its files a build sees |
//! | [`template`] | selection, templates | the same selection, Dockerfiles filled in |
//! | [`graph`] | nodes, and edges by name | [`Graph`](graph::Graph): sealed: names resolve, no circle, order, waves |
//! | [`late`] | selection, keys | the same selection, `{{ key }}` and the like filled in |
//! | [`registry`] | the name of an image | what a registry holds under it, asked for over the network |
//! | [`lock`] | images, a registry, the lock file | [`Lock`](lock::Lock): which image each name stands for |
//! | [`keys`] | selection, Dockerfiles, contexts, lock | [`Keys`](keys::Keys): same key, same image |
//! | [`check`] | all of these | findings: what is wrong, or probably not as it was meant |
//! | [`emit`] | selection | text: bake's JSON, command lines, scripts, lists, drawings |
//! | [`run`] | text | a `docker buildx` process and its exit status |
//!
//! [`compile`] is these lines as code. Beside the flow stand [`threads`], which have the stack for
//! it, [`text`], which names and values are made of, [`case`], [`mod@path`]s, [`encoding`] and
//! [`float`]s of text as Go has them, [`diag`], the one kind of error that all phases report through, [`digest`], what is hashed
//! and how, [`value`], what expressions evaluate to, and [`target`], what a target can say of
//! itself.
//!
//! What is absent on purpose: the syntax knows nothing of bake; evaluation knows no targets;
//! targets know no expressions; nothing but [`report`] and [`cli`] prints, and nothing but
//! [`source::Host`] looks at the disk, the environment or the clock.

pub mod threads;
pub mod text;
pub mod case;
pub mod path;
pub mod encoding;
pub mod float;
pub mod span;
pub mod diag;
pub mod digest;
pub mod source;
pub mod value;
pub mod syntax;
pub mod target;
pub mod compose;
pub mod eval;
pub mod declare;
pub mod expand;
pub mod select;
pub mod dockerfile;
pub mod context;
pub mod template;
pub mod graph;
pub mod late;
pub mod registry;
pub mod lock;
pub mod keys;
pub mod check;
pub mod emit;
pub mod compile;
pub mod run;
pub mod report;
pub mod cli;
