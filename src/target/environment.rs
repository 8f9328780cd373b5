//! What the environment says about how bake files are to be read.

use crate::diag::Problem;
use crate::source::Host;
use crate::target::csv;

/// Whether contexts are relative to the files they are in, rather than to the working directory
/// (`BUILDX_BAKE_FILE_RELATIVE_PATHS`).
///
/// # Errors
/// Where the variable is set to what is no truth value.
pub fn contexts_are_file_relative(host: &dyn Host) -> Result<bool, Problem> {
    let name = "BUILDX_BAKE_FILE_RELATIVE_PATHS";
    match host.variable(name).as_deref().map(str::trim) {
        None | Some("") => Ok(false),
        Some(text) => csv::truth(text).map_err(|problem| problem.within(name)),
    }
}

/// Whether variables and overrides may take values from the environment
/// (`BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP`). Unlike above, what is no truth value counts as unset.
pub fn may_be_looked_up(host: &dyn Host) -> bool {
    let disabled = host.variable("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP");
    !disabled.is_some_and(|text| csv::truth(&text).unwrap_or(false))
}

/// Whether this is Linux on Windows (`WSL_DISTRO_NAME`), which has the drives of Windows below `/mnt`.
pub fn is_wsl(host: &dyn Host) -> bool {
    host.variable("WSL_DISTRO_NAME").is_some_and(|name| !name.is_empty())
}
