//! Where files come from, as far as a key is concerned.

use crate::context::Folder;
use crate::dockerfile::build::{Origin, Selection};
use crate::dockerfile::load::{Loaded, context};
use crate::path;
use crate::target::{Attributes, reference::Reference, url};
use crate::text::Text;

/// Where something comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Nowhere: `scratch`.
    Nothing,
    /// A folder on this machine.
    Folder(Folder),
    /// Another stage, by number.
    Stage(usize),
    /// Another node.
    Node(Text),
    /// An image, in its normal form with a tag or digest.
    Image(Text),
    /// An image in a folder, by its digest.
    Layout(Text),
    /// A text that says all there is to know: that of a heredoc, or an address with a digest or
    /// commit.
    Text(Text),
    /// Nobody can tell; the reason in words.
    Unknown(String),
}

/// Where a selection takes its files from.
pub(super) fn of_selection(
    selection: &Selection,
    attributes: &Attributes,
    loaded: &Loaded,
) -> Place {
    let Selection { origin, checksum, uncertain, .. } = selection;
    let checksum = checksum.as_deref();
    match origin {
        Origin::Web(address) | Origin::Git(address) if *uncertain => Place::Unknown(format!(
            "`{address}` is fetched, and what is fetched depends on the base image"
        )),
        Origin::Web(address) if checksum.is_none() => {
            Place::Unknown(format!("`{address}` is fetched without a checksum"))
        }
        Origin::Web(address) => pinned(address, checksum),
        Origin::Git(address) => git(address, checksum),
        origin => of_origin(origin, attributes, loaded),
    }
}

/// Where something comes from.
pub(super) fn of_origin(origin: &Origin, attributes: &Attributes, loaded: &Loaded) -> Place {
    match origin {
        Origin::Scratch => Place::Nothing,
        Origin::Main => main(attributes, loaded.path.as_ref()),
        Origin::Stage(number) => Place::Stage(*number),
        Origin::Context(name) => {
            let value = attributes.contexts.as_ref().and_then(|contexts| contexts.get(name));
            match value {
                Some(value) => named(name, value),
                None => Place::Unknown(format!("there is no context `{name}`")),
            }
        }
        Origin::Image(name) => Place::Image(name.clone()),
        Origin::Heredoc(text) => Place::Text(text.clone()),
        Origin::Web(address) => Place::Unknown(format!("`{address}` is fetched")),
        Origin::Anywhere(word) => Place::Unknown(format!(
            "what `{word}` is, and whether it is fetched, depends on the base image"
        )),
        Origin::Git(address) => git(address, None),
    }
}

/// The build context of a target, whose Dockerfile is at a path if it is a file.
pub(super) fn main(attributes: &Attributes, dockerfile: Option<&Text>) -> Place {
    let root = context(attributes);
    if &*root == "-" {
        return Place::Unknown("the build context comes from standard input".to_owned());
    }
    if url::is_remote(&root) {
        return remote(&root);
    }
    let own_ignore = dockerfile.map(|path| format!("{path}.dockerignore").into());
    Place::Folder(Folder { root, own_ignore })
}

/// A named context.
pub(super) fn named(name: &str, value: &Text) -> Place {
    if let Some(target) = value.strip_prefix("target:") {
        return Place::Node(target.into());
    }
    if let Some(image) = value.strip_prefix("docker-image://") {
        return image_of(image);
    }
    if let Some(layout) = value.strip_prefix("oci-layout://") {
        return match layout.split_once('@') {
            Some((_, digest)) => Place::Layout(digest.into()),
            None => Place::Unknown(format!(
                "the context `{name}` is an image in a folder and names no digest"
            )),
        };
    }
    if url::is_remote(value) {
        return remote(value);
    }
    let root = match value.strip_prefix("cwd://") {
        Some(here) => path::clean(here),
        None if value.contains("://") || &**value == "-" => {
            return Place::Unknown(format!("the context `{name}` is `{value}`"));
        }
        None => path::clean(value),
    };
    Place::Folder(Folder { root: root.into(), own_ignore: None })
}

fn image_of(text: &str) -> Place {
    if text == "scratch" {
        return Place::Nothing;
    }
    match Reference::parse(text) {
        Ok(reference) => Place::Image(reference.with_default_tag().to_string().into()),
        Err(problem) => Place::Unknown(problem.message),
    }
}

fn remote(address: &Text) -> Place {
    if url::is_git(address) {
        return git(address, None);
    }
    Place::Unknown(format!("`{address}` is fetched without a checksum"))
}

/// A git repository. A branch or tag may move, a commit cannot.
fn git(address: &Text, checksum: Option<&str>) -> Place {
    if [checksum, in_fragment(address), in_query(address)].into_iter().flatten().any(is_commit) {
        return pinned(address, checksum);
    }
    Place::Unknown(format!("`{address}` names no commit"))
}

fn pinned(address: &Text, checksum: Option<&str>) -> Place {
    let checksum = checksum.map(|it| format!(" {it}")).unwrap_or_default();
    Place::Text(format!("{address}{checksum}").into())
}

/// What stands after the `#`, up to the folder in the repository.
fn in_fragment(address: &str) -> Option<&str> {
    let (_, fragment) = address.split_once('#')?;
    Some(fragment.split_once(':').map_or(fragment, |(reference, _)| reference))
}

/// What the query says of the commit: the reference itself, or the checksum that is compared.
fn in_query(address: &str) -> Option<&str> {
    let before = address.split_once('#').map_or(address, |(before, _)| before);
    let (_, query) = before.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| matches!(*name, "checksum" | "commit")).map(|(_, value)| value)
}

/// Whether it is the full name of a commit, as BuildKit's `gitutil.IsCommitSHA` tells.
fn is_commit(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    matches!(text.len(), 40 | 64) && text.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::{Place, git};

    #[test]
    fn only_a_commit_is_certain() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let is_certain = |address: &str, checksum: Option<&str>| {
            matches!(git(&address.into(), checksum), Place::Text(_))
        };
        let repository = "https://example.com/a.git";
        assert!(is_certain(&format!("{repository}#{commit}"), None));
        assert!(is_certain(&format!("{repository}#{commit}:sub"), None));
        assert!(is_certain(&format!("{repository}?ref=main&checksum={commit}"), None));
        assert!(is_certain(&format!("{repository}#v1"), Some(commit)));
        assert!(!is_certain(repository, None));
        assert!(!is_certain(&format!("{repository}#v1"), None));
        assert!(!is_certain(&format!("{repository}#{}", &commit[..12]), None));
        assert!(!is_certain(&format!("{repository}#main:{commit}"), None));
        assert!(!is_certain(&format!("{repository}#v1"), Some(&commit[..12])));
    }
}
