//! From a name to the images behind it.

use std::collections::BTreeMap;

use super::content::{self, Config, Content, Entry};
use super::fault::{Fault, FaultKind};
use super::{Manifest, Registries, platforms};
use crate::diag::words;
use crate::dockerfile::platform::Platform;
use crate::target::reference::Reference;
use crate::text::Text;

/// How many indexes may lie in each other.
const DEEPEST: usize = 4;

/// What a name stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// The digest of the index, or of the one image.
    pub digest: Text,
    /// The images for the platforms that were asked for.
    pub bases: BTreeMap<Platform, Base>,
}

/// An image that a build may start from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Base {
    /// The digest of its manifest.
    pub digest: Text,
    /// Its `ONBUILD`s.
    pub triggers: Vec<Text>,
}

/// Asks what a name stands for on platforms.
///
/// What has images for several platforms is searched as BuildKit searches it. What is one image is
/// that on every platform: BuildKit takes it, whatever it says of itself.
///
/// # Errors
/// For what cannot be had, and platforms that the image is not for.
pub fn resolve<'a>(
    registries: &dyn Registries,
    reference: &Reference,
    platforms: impl IntoIterator<Item = &'a Platform>,
) -> Result<Image, Fault> {
    let manifest = registries.manifest(reference)?;
    let mut search = Search { registries, reference, known: BTreeMap::new() };
    let mut bases = BTreeMap::new();
    for platform in platforms {
        bases.insert(platform.clone(), search.base(&manifest, platform)?);
    }
    Ok(Image { digest: manifest.digest, bases })
}

/// A search through what is behind a name.
struct Search<'a> {
    registries: &'a dyn Registries,
    reference: &'a Reference,
    /// The images that were looked at, by digest.
    known: BTreeMap<Text, Config>,
}

impl Search<'_> {
    fn base(&mut self, manifest: &Manifest, platform: &Platform) -> Result<Base, Fault> {
        let mut manifest = manifest.clone();
        for _ in 0..DEEPEST {
            let entries = match content::parse(&manifest.bytes)? {
                Content::Image(config) => return self.image(&manifest, &config),
                Content::Index(entries) => entries,
            };
            let Some(entry) = platforms::suitable(platform, &entries).first().copied() else {
                return Err(lacking(platform, &entries));
            };
            let silent = entry.platform.is_none();
            manifest = self.at(&entry.digest)?;
            // An image of which the index says nothing has to speak for itself.
            if let (true, Content::Image(config)) = (silent, content::parse(&manifest.bytes)?) {
                let config = self.config(&config)?;
                if platforms::rank(platform, &config.platform).is_none() {
                    return Err(lacking(platform, &entries));
                }
            }
        }
        Err(Fault::broken("its index leads from one index to the next"))
    }

    fn image(&mut self, manifest: &Manifest, config: &Text) -> Result<Base, Fault> {
        let Config { triggers, .. } = self.config(config)?;
        Ok(Base { digest: manifest.digest.clone(), triggers })
    }

    fn at(&self, digest: &Text) -> Result<Manifest, Fault> {
        let mut reference = self.reference.clone();
        reference.digest = Some(digest.to_string());
        self.registries.manifest(&reference)
    }

    fn config(&mut self, digest: &Text) -> Result<Config, Fault> {
        if let Some(known) = self.known.get(digest) {
            return Ok(known.clone());
        }
        let config = content::config(&self.registries.blob(self.reference, digest)?)?;
        self.known.insert(digest.clone(), config.clone());
        Ok(config)
    }
}

/// The fault that an image is not for a platform, and for which it is.
fn lacking(platform: &Platform, entries: &[Entry]) -> Fault {
    let offered = entries.iter().filter_map(|entry| entry.platform.as_ref());
    let offered = offered.filter(|it| !it.is_unknown()).map(|it| it.platform().to_string());
    let mut offered: Vec<String> = offered.collect();
    offered.sort_unstable();
    offered.dedup();
    let has = if offered.is_empty() { "no other either".to_owned() } else { words::list(&offered) };
    let reason = format!("it has no image for `{platform}`; it has {has}");
    Fault::new(FaultKind::Missing, reason)
}
