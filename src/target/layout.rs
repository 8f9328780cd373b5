//! Images in folders (`oci-layout://FOLDER:TAG@DIGEST`), as buildx reads and finds them.

use serde_json::Value;

use super::reference;
use crate::diag::Problem;
use crate::path;

/// What stands before the folder.
const SCHEME: &str = "oci-layout://";

/// The annotations by which an image is found: the first is looked for in all images, then the
/// second (`ociindex.StoreIndex.Get`).
const NAMES: [&str; 2] = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];

/// An image in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The folder, from the working directory.
    pub folder: String,
    /// The name of the image in the folder, if that is what tells which one is meant.
    tag: String,
    digest: Option<String>,
}

impl Layout {
    /// Reads a named context; nothing where it is something else. A `@` without a digest behind it
    /// belongs to the folder (`ocilayout.Parse`).
    pub fn parse(context: &str) -> Option<Self> {
        let mut folder = context.strip_prefix(SCHEME)?;
        let mut digest = None;
        if let Some((before, after)) = folder.rsplit_once('@')
            && reference::check_digest(after).is_ok()
        {
            (folder, digest) = (before, Some(after.to_owned()));
        }
        let mut tag = "latest";
        let is_word = |c: char| c == '_' || c.is_ascii_alphanumeric();
        if let Some((before, after)) = folder.rsplit_once(':')
            && after.contains(is_word)
            && !is_drive(before, after)
        {
            (folder, tag) = (before, after);
        }
        Some(Self { folder: folder.to_owned(), tag: tag.to_owned(), digest })
    }

    /// The file that tells which images there are.
    pub fn index(&self) -> String {
        path::join(&self.folder, "index.json")
    }

    /// The digest of the image. `read` reads the [index](Self::index), if it is asked for.
    ///
    /// # Errors
    /// What `read` says, and where the index does not tell.
    pub fn digest(
        &self,
        read: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<String, Problem> {
        if let Some(digest) = &self.digest {
            return Ok(digest.clone());
        }
        let index = read()?;
        let found = serde_json::from_slice(&index).ok().and_then(|index| self.find(&index));
        found.ok_or_else(|| {
            Problem::new(format!("`{}` does not tell which image `{}` is", self.index(), self.tag))
        })
    }

    /// The digest of the image with the tag, or of the only one.
    fn find(&self, index: &Value) -> Option<String> {
        let images = index.get("manifests")?.as_array()?;
        let is_called = |image: &&Value, by: &str| {
            let name = image.get("annotations").and_then(|all| all.get(by));
            name.and_then(Value::as_str) == Some(&*self.tag)
        };
        let mut called = NAMES.iter().filter_map(|by| images.iter().find(|it| is_called(it, by)));
        let only = || images.first().filter(|_| images.len() == 1);
        let digest = called.next().or_else(only)?.get("digest")?.as_str()?;
        reference::check_digest(digest).ok().map(|()| digest.to_owned())
    }
}

/// Whether the colon is that of a drive of Windows.
fn is_drive(before: &str, after: &str) -> bool {
    let is_letter = before.len() == 1 && before.chars().all(|c| c.is_ascii_alphabetic());
    is_letter && after.len() > 1 && after.starts_with(['/', '\\'])
}

#[cfg(test)]
mod tests {
    use super::Layout;
    use crate::diag::Problem;

    fn digest(digit: &str) -> String {
        format!("sha256:{}", digit.repeat(64))
    }

    fn shown(text: &str) -> String {
        let text = text.replace('D', &digest("d"));
        let Layout { folder, tag, digest } = Layout::parse(&text).expect("a layout");
        format!("{folder} {tag} {}", digest.is_some())
    }

    #[test]
    fn a_folder_may_have_a_tag_and_a_digest() {
        assert_eq!(shown("oci-layout://a/b"), "a/b latest false");
        assert_eq!(shown("oci-layout://a/b:v1"), "a/b v1 false");
        assert_eq!(shown("oci-layout://a@D"), "a latest true");
        assert_eq!(shown("oci-layout://a:v1@D"), "a v1 true");
        assert_eq!(shown("oci-layout://a@b"), "a@b latest false");
        assert_eq!(shown("oci-layout://a@b:v1"), "a@b v1 false");
        assert_eq!(shown("oci-layout://a@b@D"), "a@b latest true");
        assert_eq!(shown("oci-layout://c:/a"), "c:/a latest false");
        assert_eq!(Layout::parse("oci-layout:a"), None);
    }

    #[test]
    fn the_index_tells_which_image_has_a_tag() {
        let index = |images: &str| {
            let images = images.replace('A', &digest("a")).replace('B', &digest("b"));
            format!(r#"{{"manifests": [{images}]}}"#)
        };
        let find = |tag: &str, images: &str| {
            let layout = Layout::parse(&format!("oci-layout://x{tag}")).expect("a layout");
            let found = layout.digest(|| Ok(index(images).into_bytes()));
            found.map_err(|problem| problem.message)
        };
        let two = r#"{"digest": "A", "annotations": {"org.opencontainers.image.ref.name": "v1"}},
            {"digest": "B", "annotations": {"io.containerd.image.name": "v1",
             "org.opencontainers.image.ref.name": "latest"}}"#;
        assert_eq!(find("", two), Ok(digest("b")));
        assert_eq!(find(":v1", two), Ok(digest("b")));
        assert_eq!(
            find(":v2", two),
            Err("`x/index.json` does not tell which image `v2` is".into())
        );
        assert_eq!(find(":v2", r#"{"digest": "A"}"#), Ok(digest("a")));
        assert!(find("", r#"{"digest": "sha256:short"}"#).is_err());
        assert!(find("", "nothing").is_err());
    }

    #[test]
    fn with_a_digest_nobody_asks_the_index() {
        let layout = Layout::parse(&format!("oci-layout://x:v1@{}", digest("c"))).expect("one");
        assert_eq!(layout.digest(|| Err(Problem::new("not there"))).ok(), Some(digest("c")));
    }
}
