//! Lock to text.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Lock, Locked, LockedImage, VERSION};

/// The whole file, field by field as it is written.
#[derive(Serialize)]
struct File<'a> {
    version: u64,
    images: BTreeMap<&'a str, Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    digest: &'a str,
    platforms: BTreeMap<&'a str, Image<'a>>,
}

#[derive(Serialize)]
struct Image<'a> {
    digest: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    triggers: Vec<&'a str>,
}

/// The text of a lock: JSON, sorted, two spaces a level.
pub(super) fn text(lock: &Lock) -> String {
    let Lock { images } = lock;
    let images = images.iter().map(|(name, locked)| (&**name, entry(locked))).collect();
    let mut text = serde_json::to_string_pretty(&File { version: VERSION, images })
        .expect("texts and maps of texts can be written");
    text.push('\n');
    text
}

fn entry(locked: &Locked) -> Entry<'_> {
    let Locked { digest, platforms } = locked;
    Entry { digest, platforms: platforms.iter().map(|(name, it)| (&**name, image(it))).collect() }
}

fn image(image: &LockedImage) -> Image<'_> {
    let LockedImage { digest, triggers } = image;
    Image { digest, triggers: triggers.iter().map(|it| &**it).collect() }
}
