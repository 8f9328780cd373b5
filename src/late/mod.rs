//! Late values: keys and images in texts, filled in once they are known.
//!
//! A key is not known while definitions are evaluated. So a text may say where one is to stand:
//! `{{ key }}` is the key of the target itself, `{{ key("base") }}` that of another, and
//! `{{ image("base") }}` the first tag of another, itself filled in. A key alone is its first twelve
//! digits; what is taken of it in brackets is taken of all 64 (`{{ key[:20] }}`). The rest of the
//! language is that of [templates](crate::template).
//!
//! Late values stand where images are named: in `tags`, in the `ref` of `cache-from` and `cache-to`,
//! in the `name` of an `output`, in the `tags` of tasks and promotions; and in the `command` of a
//! task. A brace is illegal in the name of an image, so no file that builds changes its meaning. In a
//! command braces are common (`docker inspect -f '{{.Id}}'`): what does not begin with the word `key`
//! or `image` is left alone there, and elsewhere too, with a warning.
//!
//! To name a node is not to need it: it is looked at, and not built. What must be there before says
//! `needs`.

mod scan;
mod slot;
mod around;
mod finding;
mod fill;
mod tag;

pub use around::{Taken, named, taken};
pub use fill::{Known, Late, fill};
pub use finding::{Finding, strangers};
pub use scan::{Named, Part, names};
pub use slot::{may_occur, occurs, occurs_in_targets};

#[cfg(test)]
mod tests;
