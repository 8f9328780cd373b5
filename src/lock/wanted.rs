//! The images that have to be locked.

use std::collections::{BTreeMap, BTreeSet};

use super::taken::{Built, Taken, TakenImage};
use crate::diag::Diagnostic;
use crate::dockerfile::platform::Platform;
use crate::span::Span;
use crate::target::reference::Reference;
use crate::text::Text;

/// The images that have to be locked, by name in its normal form.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Wanted {
    /// The images.
    pub images: BTreeMap<Text, WantedImage>,
}

/// An image that has to be locked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WantedImage {
    /// The image.
    pub reference: Reference,
    /// The platforms that it is taken for.
    pub platforms: BTreeSet<Platform>,
    /// What names it first.
    pub span: Span,
}

impl Wanted {
    /// What targets take, but for what other targets of the same files build: that is another image
    /// after each build, and who wants it takes it from there.
    pub fn of(taken: &[Taken], built: &Built, found: &mut Vec<Diagnostic>) -> Self {
        let mut wanted = Self::default();
        for Taken { target, images, stages: _ } in taken {
            for image in images {
                if let Some(maker) = built.maker(image, target) {
                    found.push(made_here(image, maker, "locked"));
                    continue;
                }
                let name: Text = image.reference.to_string().into();
                let known = wanted.images.entry(name).or_insert_with(|| WantedImage {
                    reference: image.reference.clone(),
                    platforms: BTreeSet::new(),
                    span: image.span,
                });
                known.platforms.insert(image.platform.clone());
            }
        }
        wanted
    }
}

/// The warning that an image is left out.
pub(super) fn made_here(image: &TakenImage, maker: &str, done: &str) -> Diagnostic {
    let TakenImage { reference, span, .. } = image;
    let (name, context) = (reference.familiar(), reference.context_name());
    let message = format!("`{name}` is not {done}: it is what `{maker}` builds");
    Diagnostic::warning(message, *span).hint(format!(
        "to take it from there, write `--link`, or `contexts = {{ \"{context}\" = \"target:{maker}\" }}`"
    ))
}
