//! Files as they are written down.

use serde::{Deserialize, Serialize};

use crate::context::{PickedFile, PickedKind};
use crate::text::Text;

/// A file.
#[derive(Serialize, Deserialize, Debug)]
pub(in crate::emit) struct WrittenFile {
    path: Text,
    #[serde(rename = "type")]
    kind: WrittenKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
enum WrittenKind {
    File,
    Directory,
    Link,
    Same,
    Pipe,
}

impl WrittenFile {
    /// A file as it is written down.
    pub(in crate::emit) fn of(file: &PickedFile) -> Self {
        let (mut digest, mut size, mut link) = (None, None, None);
        let kind = match &file.kind {
            PickedKind::File { content, size: bytes } => {
                (digest, size) = (Some(content.to_string()), Some(*bytes));
                WrittenKind::File
            }
            PickedKind::Directory => WrittenKind::Directory,
            PickedKind::Link(to) => {
                link = Some(to.clone());
                WrittenKind::Link
            }
            PickedKind::Same(other) => {
                link = Some(other.clone());
                WrittenKind::Same
            }
            PickedKind::Pipe => WrittenKind::Pipe,
        };
        let mode = file.mode.map(|mode| format!("{mode:04o}"));
        let attributes = file.attributes.map(|digest| digest.to_string());
        Self { path: file.path.clone(), kind, mode, digest, size, link, attributes }
    }

    /// The file that this is, if it is one.
    pub(super) fn file(self) -> Option<PickedFile> {
        let Self { path, kind, mode, digest, size, link, attributes } = self;
        let kind = match kind {
            WrittenKind::File => PickedKind::File { content: digest?.parse().ok()?, size: size? },
            WrittenKind::Directory => PickedKind::Directory,
            WrittenKind::Link => PickedKind::Link(link?),
            WrittenKind::Same => PickedKind::Same(link?),
            WrittenKind::Pipe => PickedKind::Pipe,
        };
        let mode = mode.map(|mode| u32::from_str_radix(&mode, 8)).transpose().ok()?;
        let attributes = attributes.map(|digest| digest.parse()).transpose().ok()?;
        Some(PickedFile { path, kind, mode, attributes })
    }
}
