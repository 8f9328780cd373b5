//! Where files come from, as far as a key is concerned.

use crate::context::Folder;
use crate::dockerfile::build::{Origin, Selection};
use crate::dockerfile::load::{Loaded, context};
use crate::path;
use crate::target::git::Repository;
use crate::target::layout::Layout;
use crate::target::{Attributes, csv, reference::Reference, url};
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
    /// An image in a folder.
    Layout(Layout),
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
    let Selection { origin, checksum, keep_git_dir, uncertain, .. } = selection;
    let checksum = checksum.as_deref();
    match origin {
        Origin::Web(address) | Origin::Git(address) if *uncertain => Place::Unknown(format!(
            "`{address}` is fetched, and what is fetched depends on the base image"
        )),
        Origin::Web(address) if checksum.is_none() => {
            Place::Unknown(format!("`{address}` is fetched without a checksum"))
        }
        Origin::Web(address) => pinned(address, checksum),
        Origin::Git(address) => git(address, Said { checksum, keeps_git: *keep_git_dir }),
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
        Origin::Git(address) => git(address, Said::default()),
    }
}

/// The build context of a target, whose Dockerfile is at a path if it is a file.
pub(super) fn main(attributes: &Attributes, dockerfile: Option<&Text>) -> Place {
    let root = context(attributes);
    if &*root == "-" {
        return Place::Unknown("the build context comes from standard input".to_owned());
    }
    if url::is_remote(&root) {
        return remote(&root, Said { checksum: None, keeps_git: kept(attributes) });
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
    if let Some(layout) = Layout::parse(value) {
        return Place::Layout(layout);
    }
    if url::is_remote(value) {
        return remote(value, Said::default());
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

/// Whether a build arg has the `.git` of the build context kept. What is no truth is none.
fn kept(attributes: &Attributes) -> Option<bool> {
    let args = attributes.args.as_ref()?;
    let value = args.get("BUILDKIT_CONTEXT_KEEP_GIT_DIR")?.as_deref()?;
    csv::truth(value).ok().filter(|keeps| *keeps)
}

fn remote(address: &Text, said: Said<'_>) -> Place {
    if url::is_git(address) {
        return git(address, said);
    }
    Place::Unknown(format!("`{address}` is fetched without a checksum"))
}

/// A git repository. A branch or tag may move, a commit cannot: it is the same wherever it comes
/// from. With its `.git` it is not.
fn git(address: &Text, said: Said<'_>) -> Place {
    let repository = Repository::parse(address).map(|repository| said.of(repository));
    let found = repository.as_ref().and_then(|it| Some((it, it.commit()?)));
    match found {
        None => Place::Unknown(format!("`{address}` names no commit")),
        Some((repository, commit)) if repository.keeps_git != Some(true) => {
            Place::Text(without_git(repository, commit).into())
        }
        Some((repository, commit)) if repository.has_certain_git() => {
            Place::Text(with_git(address, repository, commit).into())
        }
        Some(_) => Place::Unknown(format!(
            "`{address}` is taken with its `.git`, which tells more than the commit"
        )),
    }
}

/// All there is to know of the files of a commit.
fn without_git(repository: &Repository, commit: &str) -> String {
    let mut text = format!("commit {commit}");
    if repository.skips_submodules {
        text.push_str(", no submodules");
    }
    if repository.is_dated {
        text.push_str(", dated");
    }
    if !repository.folder.is_empty() {
        text.push_str(", folder ");
        text.push_str(&repository.folder);
    }
    text
}

/// The same with its `.git`, which tells where it is from and what was asked for.
fn with_git(address: &str, repository: &Repository, commit: &str) -> String {
    let files = without_git(repository, commit);
    let remote = address.split(['?', '#']).next().unwrap_or_default();
    format!("{files}, with the .git of {remote} at {}", repository.reference)
}

/// What is said of a repository beside its address.
#[derive(Clone, Copy, Default)]
struct Said<'a> {
    checksum: Option<&'a str>,
    keeps_git: Option<bool>,
}

impl Said<'_> {
    /// A repository with that said of it too. BuildKit refuses what contradicts the address.
    fn of(self, mut repository: Repository) -> Repository {
        repository.checksum = self.checksum.map(str::to_owned).or(repository.checksum);
        repository.keeps_git = self.keeps_git.or(repository.keeps_git);
        repository
    }
}

fn pinned(address: &Text, checksum: Option<&str>) -> Place {
    let checksum = checksum.map(|it| format!(" {it}")).unwrap_or_default();
    Place::Text(format!("{address}{checksum}").into())
}
