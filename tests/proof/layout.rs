//! Images in a folder, as an OCI layout has them:
//!
//! ```text
//! file PATH MODE TEXT      in the image that follows
//! image NAME [ENV…]        with nothing but these files, and variables such as `A=b`
//! name TAG NAME            the image is known by this tag
//! ```
//!
//! An image that no tag is given to is there, and the index does not tell of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::tree::archive;
use super::words::words;

/// Writes it into a folder.
pub(super) fn write(folder: &Path, lines: &str) {
    let layout = Layout::parse(lines);
    let blobs = folder.join("blobs/sha256");
    fs::create_dir_all(&blobs).expect("a folder for blobs");
    for (digest, content) in &layout.blobs {
        fs::write(blobs.join(digest), content).expect("a blob");
    }
    let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": layout.named });
    fs::write(folder.join("index.json"), index.to_string()).expect("an index");
    fs::write(folder.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).expect("a mark");
}

/// The digests of the images, by their names.
pub(super) fn images(lines: &str) -> Vec<(String, String)> {
    let digest = |image: Value| image["digest"].as_str().unwrap_or_default().to_owned();
    let images = Layout::parse(lines).images.into_iter();
    images.map(|(name, image)| (name, digest(image))).collect()
}

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";

#[derive(Default)]
struct Layout {
    /// The files of the image that follows.
    files: String,
    blobs: BTreeMap<String, Vec<u8>>,
    /// The descriptor of each image.
    images: BTreeMap<String, Value>,
    /// Those that the index tells of.
    named: Vec<Value>,
}

impl Layout {
    fn parse(lines: &str) -> Self {
        let mut layout = Self::default();
        for line in lines.lines().filter(|line| !line.is_empty()) {
            match &words(line)[..] {
                [word, ..] if word == "file" => {
                    layout.files += &format!("{}\n", &line["file ".len()..]);
                }
                [word, name, env @ ..] if word == "image" => layout.image(name, env),
                [word, tag, name] if word == "name" => {
                    let mut image = layout.images[name].clone();
                    image["annotations"] = json!({ "org.opencontainers.image.ref.name": tag });
                    layout.named.push(image);
                }
                _ => panic!("{line} is nothing that a layout knows"),
            }
        }
        layout
    }

    fn image(&mut self, name: &str, env: &[String]) {
        let files = std::mem::take(&mut self.files);
        let layer = self.blob(LAYER, archive(&files));
        let config = json!({
            "architecture": "amd64",
            "config": { "Env": env },
            "os": "linux",
            "rootfs": { "type": "layers", "diff_ids": [layer["digest"]] },
        });
        let config = self.blob(CONFIG, config.to_string().into_bytes());
        let manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer],
        });
        let image = self.blob(MANIFEST, manifest.to_string().into_bytes());
        self.images.insert(name.to_owned(), image);
    }

    /// Keeps something, and describes it.
    fn blob(&mut self, kind: &str, content: Vec<u8>) -> Value {
        let bytes = Sha256::digest(&content);
        let digest: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let size = content.len();
        self.blobs.insert(digest.clone(), content);
        json!({ "mediaType": kind, "digest": format!("sha256:{digest}"), "size": size })
    }
}

#[test]
fn an_image_is_known_by_its_tags() {
    let layout = Layout::parse("file a 644 \"a\\n\"\nimage one A=b\nimage two\nname v1 one\n");
    assert_eq!(layout.blobs.len(), 6);
    assert_eq!(layout.images.keys().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(layout.named.len(), 1);
    assert_eq!(layout.named[0]["digest"], layout.images["one"]["digest"]);
}
