//! The attributes of a bake target, as values without expressions.
//!
//! [`Attributes`] is what a `target` block says once every expression in it has a value. It is
//! filled from values ([`Attributes::set`]), shown back to expressions ([`Attributes::to_value`]),
//! merged with what it inherits ([`Attributes::merge`]), brought to its normal form
//! ([`Attributes::normalize`]) and written as bake writes it (`json`). What bake refuses even when
//! it only prints a plan is found by [`Attributes::finish`].
//!
//! Most attributes that list things may be written as text or as objects; each such thing has a
//! file of its own. This module knows no files, no groups and no other targets;
//! [`Definitions`] is where they stand side by side.

pub mod room;
pub mod list;
pub mod named;
pub mod csv;
pub mod url;
pub mod git;
pub mod size;
pub mod platform;
pub mod reference;
pub mod layout;
pub mod annotation;
pub mod ulimit;
pub mod attest;
pub mod cache;
pub mod output;
pub mod secret;
pub mod private_key;
pub mod ssh;
pub mod policy;
pub mod resources;
pub mod environment;
pub mod bases;
pub mod additions;
pub mod cell;
pub mod from_value;
pub mod to_value;
pub mod normalize;
pub mod merge;
pub mod finish;
pub mod source_policy;
pub mod json;
pub mod definitions;
pub mod lineage;
pub mod group;
pub mod task;
pub mod promotion;
pub mod node;

pub use additions::{ADDED, Additions};
pub use attest::Attest;
pub use bases::Bases;
pub use cache::Cache;
pub use cell::Cell;
pub use definitions::{Definition, Definitions, Place, Places};
pub use finish::Fault;
pub use group::Group;
pub use json::Escape;
pub use lineage::Lineage;
pub use list::List;
pub use named::Named;
pub use node::{Kind, Node};
pub use output::Output;
pub use policy::Policy;
pub use promotion::{PROMOTION_NAMES, Promotion};
pub use resources::Resources;
pub use secret::Secret;
pub use ssh::Ssh;
pub use task::{TASK_NAMES, Task};

use crate::text::Text;

/// Texts by name where a null means "not given", such as `args`.
pub type NullableTexts = Named<Option<Text>>;

/// Texts by name, such as `contexts`.
pub type Texts = Named<Text>;

/// What a `target` block may say, `matrix` and `name` included.
pub const NAMES: &[&str] = &[
    "annotations",
    "args",
    "attest",
    "cache-from",
    "cache-to",
    "call",
    "context",
    "contexts",
    "description",
    "dockerfile",
    "dockerfile-inline",
    "entitlements",
    "extra-hosts",
    "inherits",
    "labels",
    "matrix",
    "name",
    "network",
    "no-cache",
    "no-cache-filter",
    "output",
    "platforms",
    "policy",
    "pull",
    "resources",
    "secret",
    "shm-size",
    "ssh",
    "tags",
    "target",
    "ulimits",
];

/// The attributes of one target.
///
/// `None` means that nobody said anything, which is not the same as an empty list: an empty
/// `tags` replaces inherited tags, a missing one does not. Functions that go over the attributes
/// take this apart without `..`, so that a new one cannot be forgotten. What few targets say is in a
/// box: there are thousands of targets, and what is not there should take no room.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Attributes {
    /// What the target is for. An empty one says nothing.
    pub description: Option<Box<Text>>,
    /// The targets whose attributes come first, in order; settled once a target is resolved.
    pub inherits: Option<List<Text>>,
    /// Annotations of the image, as `[type[platform]:]key=value`.
    pub annotations: Option<List<Text>>,
    /// Attestations to make, or not to.
    pub attest: Option<List<Attest>>,
    /// The build context.
    pub context: Option<Text>,
    /// Further contexts by name.
    pub contexts: Option<Texts>,
    /// The Dockerfile, from the context.
    pub dockerfile: Option<Text>,
    /// The text of a Dockerfile.
    pub dockerfile_inline: Option<Box<Text>>,
    /// Build arguments.
    pub args: Option<NullableTexts>,
    /// Labels of the image.
    pub labels: Option<NullableTexts>,
    /// Names of the image.
    pub tags: Option<List<Text>>,
    /// Where the build cache is read.
    pub cache_from: Option<List<Cache>>,
    /// Where the build cache is written.
    pub cache_to: Option<List<Cache>>,
    /// The stage to build.
    pub target: Option<Text>,
    /// Secrets that the build may read.
    pub secret: Option<List<Secret>>,
    /// SSH agents and keys that the build may use.
    pub ssh: Option<List<Ssh>>,
    /// The platforms to build for.
    pub platforms: Option<List<Text>>,
    /// Where the result goes.
    pub output: Option<List<Output>>,
    /// Whether images are pulled anew.
    pub pull: Option<bool>,
    /// Whether the cache is left alone.
    pub no_cache: Option<bool>,
    /// The network mode.
    pub network: Option<Box<Text>>,
    /// The stages that are built anew.
    pub no_cache_filter: Option<List<Text>>,
    /// The size of `/dev/shm`.
    pub shm_size: Option<Box<Text>>,
    /// Limits of the processes.
    pub ulimits: Option<List<Text>>,
    /// Limits of the build containers.
    pub resources: Option<Box<Resources>>,
    /// What to do instead of a build, such as `check`.
    pub call: Option<Box<Text>>,
    /// What the build may do beyond the usual.
    pub entitlements: Option<List<Text>>,
    /// Host names and their addresses.
    pub extra_hosts: Option<NullableTexts>,
    /// Policies for the sources.
    pub policy: Option<List<Policy>>,
    /// What relative contexts are relative to, where that is not the working directory; no
    /// attribute.
    pub bases: Option<Box<Bases>>,
    /// What bake does not know.
    pub additions: Option<Box<Additions>>,
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
