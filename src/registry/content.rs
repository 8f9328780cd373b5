//! What a manifest says.

use serde::Deserialize;

use super::fault::Fault;
use super::platforms::Offered;
use crate::target::reference::check_digest;
use crate::text::Text;

/// What a manifest says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Content {
    /// Images for several platforms.
    Index(Vec<Entry>),
    /// One image: the digest of its configuration.
    Image(Text),
}

/// An image, or another index, in an index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) digest: Text,
    /// The platform, if the index tells.
    pub(super) platform: Option<Offered>,
}

/// All that any manifest may say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    schema_version: Option<u64>,
    config: Option<Descriptor>,
    layers: Option<serde::de::IgnoredAny>,
    manifests: Option<Vec<Descriptor>>,
}

#[derive(Deserialize)]
struct Descriptor {
    digest: Text,
    platform: Option<Offered>,
}

/// Reads a manifest by what it says: media types are not relied on.
///
/// # Errors
/// For what is no manifest, or could be read in two ways.
pub(super) fn parse(bytes: &[u8]) -> Result<Content, Fault> {
    let written: Written = serde_json::from_slice(bytes)
        .map_err(|_| Fault::broken("what the registry gives is no manifest"))?;
    let Written { schema_version, config, layers, manifests } = written;
    match (manifests, config, layers) {
        (Some(manifests), None, None) => {
            Ok(Content::Index(manifests.into_iter().map(entry).collect::<Result<_, _>>()?))
        }
        (None, Some(config), Some(_)) => Ok(Content::Image(entry(config)?.digest)),
        (None, None, _) if schema_version == Some(1) => Err(Fault::broken(
            "the image is in a form that docker gave up: manifest version 2, schema 1",
        )),
        _ => Err(Fault::broken("its manifest is neither an image nor an index of images")),
    }
}

/// A digest becomes part of an address, so that it must be one.
fn entry(descriptor: Descriptor) -> Result<Entry, Fault> {
    let Descriptor { digest, platform } = descriptor;
    check_digest(&digest).map_err(|problem| Fault::broken(problem.message))?;
    Ok(Entry { digest, platform })
}

/// What we look at in the configuration of an image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Config {
    /// Its platform.
    pub(super) platform: Offered,
    /// Its `ONBUILD`s.
    pub(super) triggers: Vec<Text>,
}

#[derive(Deserialize)]
struct WrittenConfig {
    #[serde(flatten)]
    platform: Offered,
    config: Option<Run>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Run {
    on_build: Option<Vec<Text>>,
}

/// Reads the configuration of an image.
///
/// # Errors
/// For what is none.
pub(super) fn config(bytes: &[u8]) -> Result<Config, Fault> {
    let WrittenConfig { platform, config } = serde_json::from_slice(bytes)
        .map_err(|_| Fault::broken("its configuration makes no sense"))?;
    let triggers = config.and_then(|it| it.on_build).unwrap_or_default();
    Ok(Config { platform, triggers })
}
