//! Needless changes of keys: the target does not differ, and its key is another one. Only these
//! are allowed, each for its reason:
//!
//! | reason | what it is |
//! |---|---|
//! | `parent` | A stage or another target counts by its key. Whether it comes out with the same bytes, in those parts that are copied or for the platform that is asked for, is not known before it is built. |
//! | `unseen` | A step can see it, and BuildKit does not look: the address of an extra host, files that are one file under several names, or whether a secret is given. With its cache BuildKit takes what it has; from nothing it would build something else. |
//! | `unsaid` | What is not said is left to the builder: its platform, and whether it attests. What that is is not known without it, so saying just that is something else. |
//! | `uncertain` | A path depends on a variable that an image may set of which nothing but the name is known. Then the whole context counts. |
//! | `spelling` | The same is said in other words, whose sameness only the engine can tell, such as a directory from where it stands or from the root. |
//! | `unread` | A Dockerfile in a git repository, and the `ONBUILD`s of an image in a folder, are not read: all that they may use counts. |
//! | `reserved` | Args whose names begin with `BUILDKIT_` are BuildKit's own. Which of them alter an image is for each version to say, so all count. |

/// Why a key changes needlessly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reason {
    /// What something starts from or copies from counts by its key.
    Parent,
    /// BuildKit does not look, and a build from nothing would come out differently.
    Unseen,
    /// What is not said is for the builder to choose.
    Unsaid,
    /// What a path depends on is not known.
    Uncertain,
    /// The same is said in other words.
    Spelling,
    /// What is done with it is not known.
    Unread,
    /// BuildKit's own args all count.
    Reserved,
}

/// All reasons, by their names in the projects.
pub(super) const ALL: &[(&str, Reason)] = &[
    ("parent", Reason::Parent),
    ("unseen", Reason::Unseen),
    ("unsaid", Reason::Unsaid),
    ("uncertain", Reason::Uncertain),
    ("spelling", Reason::Spelling),
    ("unread", Reason::Unread),
    ("reserved", Reason::Reserved),
];

impl Reason {
    /// The reason of this name.
    pub(super) fn named(name: &str) -> Self {
        let found = ALL.iter().find(|(other, _)| *other == name);
        found.unwrap_or_else(|| panic!("{name} is no reason")).1
    }
}
