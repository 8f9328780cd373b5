//! What the reference knows of the language, by its version.

/// Parts of the language that not every release of buildx has, or has in the same way.
///
/// Between 0.29, which Debian carries, and 0.36, which we follow, these have changed. Where the
/// reference is older, the generator leaves them out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "switches that have nothing to do with another")]
pub(super) struct Features {
    /// `--var NAME=VALUE`.
    pub(super) var_flag: bool,
    /// `BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP` and `BUILDX_BAKE_FILE_RELATIVE_PATHS`.
    pub(super) environment_switches: bool,
    /// The attributes `policy` and `resources`, and `--set` of those and of `secret`.
    pub(super) new_attributes: bool,
    /// `policy` and `resources` are fields of `target.NAME` as a whole.
    pub(super) whole_targets: bool,
    /// `formattimestamp`, `semvercmp`, `unixtimestampparse`; `element` with a negative index.
    pub(super) new_functions: bool,
    /// `&&` and `||` look at the right side only where the left one does not decide, and take a
    /// null there; before, a null on either side was an error.
    pub(super) lazy_logic: bool,
    /// Typed variables without a value: an error or a crash before, null since.
    pub(super) typed_nulls: bool,
}

impl Features {
    /// Everything.
    pub(super) const ALL: Self = Self {
        var_flag: true,
        environment_switches: true,
        new_attributes: true,
        whole_targets: true,
        new_functions: true,
        lazy_logic: true,
        typed_nulls: true,
    };

    /// What all releases since 0.29 have in common.
    pub(super) const COMMON: Self = Self {
        var_flag: false,
        environment_switches: false,
        new_attributes: false,
        whole_targets: false,
        new_functions: false,
        lazy_logic: false,
        typed_nulls: false,
    };

    /// What to expect of a release. A build without a number comes from a source tree, which we
    /// take to be a new one.
    pub(super) fn of(version: Option<(u32, u32)>) -> Self {
        match version {
            Some((0, 1..=35)) | None => Self::COMMON,
            Some(_) => Self::ALL,
        }
    }

    /// What both have.
    pub(super) fn and(self, other: Self) -> Self {
        if self == Self::ALL { other } else { self }
    }
}
