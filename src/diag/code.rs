//! The stable names of what can be found.

use std::fmt;

/// Which rule a diagnostic comes from. The names do not change; what each rule says is told by
/// [`check::rules`](crate::check::rules).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Code {
    /// What `plan` refuses, and no other rule tells of.
    Definition,
    /// A template that cannot be filled in.
    Template,
    /// A Dockerfile that cannot be understood.
    Dockerfile,
    /// An attribute that nobody knows.
    UnknownAttribute,
    /// A block that nobody knows.
    UnknownBlock,
    /// A name that is given twice, so that only the last counts.
    DuplicateName,
    /// A name that bake keeps for itself.
    ReservedName,
    /// A list that changes with that of another target.
    SharedList,
    /// A variable that nothing asks for.
    UnusedVariable,
    /// A function that nothing calls.
    UnusedFunction,
    /// A target that nothing leads to.
    UnreachedTarget,
    /// A build arg that nothing declares.
    UnusedArg,
    /// A Dockerfile that is not there.
    MissingDockerfile,
    /// A folder that is not there.
    MissingContext,
    /// A stage that is not there.
    MissingStage,
    /// A copied file that is not there.
    MissingFile,
    /// A copied file that an ignore file hides.
    IgnoredFile,
    /// A secret or SSH agent that is not there.
    MissingSecret,
    /// A `FROM` that is empty.
    EmptyBase,
    /// A base image that may change.
    FloatingBase,
    /// A Dockerfile in another language than docker's.
    OtherFrontend,
    /// A tag of two targets.
    DuplicateTag,
    /// An image reference that is none.
    InvalidReference,
    /// A link between targets for different platforms.
    PlatformMismatch,
    /// A secret that becomes part of the image.
    ExposedSecret,
}

impl Code {
    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Template => "template",
            Self::Dockerfile => "dockerfile",
            Self::UnknownAttribute => "unknown-attribute",
            Self::UnknownBlock => "unknown-block",
            Self::DuplicateName => "duplicate-name",
            Self::ReservedName => "reserved-name",
            Self::SharedList => "shared-list",
            Self::UnusedVariable => "unused-variable",
            Self::UnusedFunction => "unused-function",
            Self::UnreachedTarget => "unreached-target",
            Self::UnusedArg => "unused-arg",
            Self::MissingDockerfile => "missing-dockerfile",
            Self::MissingContext => "missing-context",
            Self::MissingStage => "missing-stage",
            Self::MissingFile => "missing-file",
            Self::IgnoredFile => "ignored-file",
            Self::MissingSecret => "missing-secret",
            Self::EmptyBase => "empty-base",
            Self::FloatingBase => "floating-base",
            Self::OtherFrontend => "other-frontend",
            Self::DuplicateTag => "duplicate-tag",
            Self::InvalidReference => "invalid-reference",
            Self::PlatformMismatch => "platform-mismatch",
            Self::ExposedSecret => "exposed-secret",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
