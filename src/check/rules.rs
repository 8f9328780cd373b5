//! What can be found, in words: the table behind `check --list` and `check --explain`.

use crate::diag::{Code, Severity};

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name.
    pub code: Code,
    /// How bad it is at the worst.
    pub severity: Severity,
    /// What it finds, in a line.
    pub line: &'static str,
    /// Why that matters, and what to do about it.
    pub more: &'static str,
}

/// All rules, the worst first.
pub const RULES: &[Rule] = &[
    Rule {
        code: Code::Definition,
        severity: Severity::Error,
        line: "The bake files, or what is asked of them, are wrong",
        more: "`bakewell plan` refuses it, and so does `docker buildx bake`.",
    },
    Rule {
        code: Code::Template,
        severity: Severity::Error,
        line: "The template of a Dockerfile cannot be filled in",
        more: "See what `bakewell render TARGET` says of it.",
    },
    Rule {
        code: Code::Dockerfile,
        severity: Severity::Error,
        line: "A Dockerfile or ignore file cannot be understood",
        more: "BuildKit refuses it. All of a Dockerfile is read, also stages that are not built; what \
               stands in instructions counts where they are run.",
    },
    Rule {
        code: Code::MissingDockerfile,
        severity: Severity::Error,
        line: "The Dockerfile of a target does not exist",
        more: "`dockerfile` counts from the `context`, and `cwd://` in front makes it count from \
               where the command is given. Targets that others only inherit from need none.",
    },
    Rule {
        code: Code::MissingContext,
        severity: Severity::Error,
        line: "A build context or named context is a folder that does not exist",
        more: "Contexts count from where the command is given. Where git ignores the folder, \
               something is expected to make it before the build, and this is a note.",
    },
    Rule {
        code: Code::MissingStage,
        severity: Severity::Error,
        line: "`target` or `--from` names a stage that does not exist",
        more: "A target is a stage by its name; case does not count.",
    },
    Rule {
        code: Code::MissingFile,
        severity: Severity::Error,
        line: "A file that is copied or mounted does not exist",
        more: "Only what has to be there is looked for: not what has wildcards in its path, nor \
               what a base image may have a say in. Where git ignores the file, something is \
               expected to make it before the build, and this is a note; so it is where there is one for each platform \
               (`$TARGETARCH`).",
    },
    Rule {
        code: Code::IgnoredFile,
        severity: Severity::Error,
        line: "A file that is copied or mounted is hidden by an ignore file",
        more: "The ignore file is the one named after the Dockerfile (`Dockerfile.dockerignore`) or \
               the `.dockerignore` of the context. A line with `!` lets a path through again.",
    },
    Rule {
        code: Code::EmptyBase,
        severity: Severity::Error,
        line: "`FROM` names nothing, because a variable in it has no value",
        more: "Variables in `FROM` are args that are declared before the first `FROM`. Give the arg \
               a default there, or a value in the target's `args`.",
    },
    Rule {
        code: Code::InvalidReference,
        severity: Severity::Error,
        line: "A tag or another image reference is not a legal one",
        more: "Where a part is empty and there are variables without a value, it is a note: they may have \
               one where the build is run.",
    },
    Rule {
        code: Code::PlatformMismatch,
        severity: Severity::Error,
        line: "A target is built for a platform that a target it links to is not built for",
        more: "bake refuses it where both are built for several platforms.",
    },
    Rule {
        code: Code::UnknownAttribute,
        severity: Severity::Warning,
        line: "An attribute is not one, and bake ignores it",
        more: "It is most often misspelt.",
    },
    Rule {
        code: Code::UnknownBlock,
        severity: Severity::Warning,
        line: "A block is not one, and bake ignores it",
        more: "An attribute whose `=` was forgotten is a block, too.",
    },
    Rule {
        code: Code::DuplicateName,
        severity: Severity::Warning,
        line: "A variable, a function or an entry of an object is there twice",
        more: "bake takes the last one of a file. Where several files say it, it is an override.",
    },
    Rule {
        code: Code::ReservedName,
        severity: Severity::Warning,
        line: "A variable or function has a name that is bake's own, and bake ignores it",
        more: "`target` and `group` stand for blocks, `BAKE_CMD_CONTEXT` and `BAKE_LOCAL_PLATFORM` \
               for values of bake's, and each function of the standard library for itself.",
    },
    Rule {
        code: Code::SharedList,
        severity: Severity::Warning,
        line: "A list changes with what is done to that of another target",
        more: "Targets that inherit the same list share its memory in bake. Where an element of it is \
               empty or there twice, two heirs that add to it overwrite what the other has added; an \
               override of an inherited `output` or `secret` is one for all heirs. What comes of it \
               depends on what is asked for.",
    },
    Rule {
        code: Code::UnusedVariable,
        severity: Severity::Warning,
        line: "Nothing uses a variable",
        more: "Bake files, Compose files and templates are searched. Files with nothing but \
               variables and functions are made for others, and nothing is said of them.",
    },
    Rule {
        code: Code::UnusedFunction,
        severity: Severity::Warning,
        line: "Nothing calls a function",
        more: "Files with nothing but variables and functions are made for others, and nothing is \
               said of them.",
    },
    Rule {
        code: Code::UnreachedTarget,
        severity: Severity::Warning,
        line: "Nothing leads to a target: no group, no link, no inheritance",
        more: "A warning where the name begins with `_`. Other targets can be asked for by name: \
               then it is a note.",
    },
    Rule {
        code: Code::UnusedArg,
        severity: Severity::Warning,
        line: "A build arg is given that no stage declares which is built",
        more: "Args that BuildKit knows by itself need no declaration. An arg that \
               others inherit is used if one of them uses it, and a note if none does: it may be there \
               for scripts that read the plan.",
    },
    Rule {
        code: Code::DuplicateTag,
        severity: Severity::Warning,
        line: "Two targets of one request have the same tag",
        more: "The one that is done last has it in the end. A request is what is asked for, or else \
               each group by itself.",
    },
    Rule {
        code: Code::ExposedSecret,
        severity: Severity::Warning,
        line: "By its name, an `ARG` or `ENV` is a secret",
        more: "It can be read in the image or its history. The names are those of BuildKit's rule \
               `SecretsUsedInArgOrEnv`; a value that is a switch, a number, a path or an address is \
               no secret.",
    },
    Rule {
        code: Code::MissingSecret,
        severity: Severity::Note,
        line: "A secret or an SSH agent is not there",
        more: "The plan is refused on this machine; it may be there where the build is run.",
    },
    Rule {
        code: Code::FloatingBase,
        severity: Severity::Note,
        line: "An image is named without a version",
        more: "Builds on different days start from different images. Name a tag other than \
               `latest`, or a digest.",
    },
    Rule {
        code: Code::OtherFrontend,
        severity: Severity::Note,
        line: "A Dockerfile is written for another frontend than docker's",
        more: "What it means is known to that frontend alone: nothing in it is checked, and no link \
               is seen in it. Docker's own are `docker/dockerfile` and its versions.",
    },
];

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.name() == name)
}
