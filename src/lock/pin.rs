//! From names of images to their digests, in the plan.

use std::collections::BTreeSet;

use super::taken::{Built, SCHEME, Taken, TakenImage};
use super::wanted::made_here;
use super::{Lock, NAME};
use crate::diag::{Diagnostic, Diagnostics, Stopped};
use crate::select::Selection;
use crate::text::Text;

/// Lets targets take the images that they are locked to: as named contexts, under the name that
/// BuildKit looks for when a Dockerfile names the image. A context of that name that is there
/// already stays. What has a digest is pinned as it is.
///
/// A context is the index, where there is one, so that every platform has its own image.
///
/// What is not locked is what `unlocked` says of it. An image that another target [builds](Built)
/// is not locked, and mostly nobody wants that.
///
/// # Errors
/// For images that are refused, and those whose name is taken by a stage.
pub fn pin(
    selection: &mut Selection,
    taken: &[Taken],
    lock: &Lock,
    unlocked: Unlocked<'_>,
    diags: &mut Diagnostics,
) -> Result<(), Stopped> {
    let mut lacking = BTreeSet::new();
    for taken in taken {
        let Some(selected) = selection.targets.get_mut(&taken.target) else { continue };
        for image in &taken.images {
            match pinned(taken, image, lock) {
                Pinned::Already => {}
                Pinned::As(name, value) => {
                    selected.attributes.contexts.get_or_insert_default().insert(name, value);
                }
                Pinned::Hidden(stage) => diags.push(hidden(image, &stage)),
                Pinned::Lacking => {
                    let found = unlocked.found(image, &taken.target);
                    diags.extend(found.filter(|_| lacking.insert(&image.reference)));
                }
            }
        }
    }
    diags.checked(())
}

/// What is to be said of an image that is not locked.
#[derive(Clone, Copy, Debug)]
pub enum Unlocked<'a> {
    /// Nothing: it is what its name stands for when it is built.
    Floats,
    /// It is refused, unless another target builds it.
    IsRefused(&'a Built),
}

impl Unlocked<'_> {
    fn found(self, image: &TakenImage, user: &Text) -> Option<Diagnostic> {
        let Self::IsRefused(built) = self else { return None };
        Some(match built.maker(image, user) {
            Some(maker) => made_here(image, maker, "pinned"),
            None => missing(image),
        })
    }
}

/// What is to be done about an image.
enum Pinned {
    /// It has a digest.
    Already,
    /// It gets a context of this name and value.
    As(Text, Text),
    /// It is not locked.
    Lacking,
    /// A stage has its name.
    Hidden(Text),
}

fn pinned(taken: &Taken, image: &TakenImage, lock: &Lock) -> Pinned {
    let reference = &image.reference;
    if reference.digest.is_some() {
        return Pinned::Already;
    }
    let Some(locked) = lock.images.get(reference.to_string().as_str()) else {
        return Pinned::Lacking;
    };
    let value = format!("{SCHEME}{reference}@{}", locked.digest).into();
    let Some(context) = &image.context else {
        let name: Text = reference.context_name().into();
        // BuildKit would put the image in the place of the stage.
        return if taken.stages.contains(&name) {
            Pinned::Hidden(name)
        } else {
            Pinned::As(name, value)
        };
    };
    Pinned::As(context.clone(), value)
}

fn missing(image: &TakenImage) -> Diagnostic {
    let name = image.reference.familiar();
    Diagnostic::error(format!("`{name}` is not in `{NAME}`, so it cannot be pinned"), image.span)
        .hint("write `bakewell lock` first")
}

fn hidden(image: &TakenImage, stage: &str) -> Diagnostic {
    let name = image.reference.familiar();
    let message = format!("`{name}` cannot be pinned: a stage is called `{stage}`, too");
    Diagnostic::error(message, image.span)
        .hint("call the stage something else: BuildKit would take the image for it")
}
