//! What is compared, and how that is told: the flags of `bakewell affected`.

/// What the verb does.
pub const LONG: &str = "\
Name what a change affects: the targets, tasks and promotions whose content keys are not what they \
are at a revision of git, one a line, sorted by name. A comment, a file that no instruction takes \
or a stage that nothing needs affects nothing; a changed base affects all that stands on it.

The revision is read from git's objects; nothing is checked out. It is compared with the work tree \
as git sees it, with what is not committed and without what git ignores. Variables, the \
environment and flags are the same on both sides. For the changes of a branch alone, compare with \
where it began: `--since $(git merge-base main HEAD)`.

What is new is affected; so is everything where the files of the revision cannot be read. What is \
gone is told on standard error.";

/// What is compared, and how that is told.
#[derive(clap::Args, Debug)]
pub struct Comparison {
    /// The revision to compare with: a branch, a tag, a commit
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub since: String,
    /// Compare with this revision instead of the work tree
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// Tell what has changed, by name
    #[arg(long)]
    pub why: Option<bool>,
    /// Print JSON, with the keys in full
    #[arg(long)]
    pub json: Option<bool>,
}
