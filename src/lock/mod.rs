//! The lock file: which image each name of an image stands for.
//!
//! A name such as `debian:trixie-slim` is an image today and another one tomorrow. The lock file
//! says which one is meant, so that keys and plans are the same until somebody asks for a newer
//! one.
//!
//! - [`taken`] finds the images that targets take, [`wanted`] says which of them are to be locked.
//! - [`named`] says which images a word means.
//! - [`update`] asks registries for those that are not; [`pin()`] puts the digests into a plan.

mod read;
mod write;
pub mod taken;
pub mod wanted;
pub mod update;
mod naming;
mod pin;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostics, Stopped};
use crate::dockerfile::platform::Platform;
use crate::source::{Host, Sources};
use crate::text::Text;

pub use naming::named;
pub use pin::{Unlocked, pin};
pub use taken::{Built, Taken};
pub use update::{Change, Gaps, Order, Updated};
pub use wanted::Wanted;

/// The name of the lock file, in the working directory.
pub const NAME: &str = "bakewell.lock";

/// The version of the form that is written and understood.
pub const VERSION: u64 = 1;

/// What images are locked to, by name: the normal form with a tag or digest, as in
/// [`Origin::Image`](crate::dockerfile::build::Origin::Image).
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Lock {
    /// The images.
    pub images: BTreeMap<Text, Locked>,
}

/// What an image is locked to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Locked {
    /// The digest of what the name stands for, such as `sha256:…`: an index of images for several
    /// platforms, or one image.
    pub digest: Text,
    /// The images for the platforms that are built for, by platform in its normal form.
    pub platforms: BTreeMap<Text, LockedImage>,
}

/// An image for one platform.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LockedImage {
    /// The digest of its manifest, such as `sha256:…`.
    pub digest: Text,
    /// The instructions that a build which starts from it runs first (`ONBUILD`), in order.
    pub triggers: Vec<Text>,
}

impl Lock {
    /// The lock file in the working directory; empty where there is none.
    ///
    /// # Errors
    /// For a file that cannot be read or says what no lock file says.
    pub fn read(
        host: &dyn Host,
        sources: &mut Sources,
        diags: &mut Diagnostics,
    ) -> Result<Self, Stopped> {
        read::read(host, Path::new(NAME), sources, diags)
    }

    /// The image that a name stands for on a platform, if that is locked.
    pub fn find(&self, image: &str, platform: &Platform) -> Option<&LockedImage> {
        self.images.get(image)?.platforms.get(platform.to_string().as_str())
    }

    /// The text of the lock file: sorted, and the same for the same lock.
    pub fn text(&self) -> String {
        write::text(self)
    }
}
