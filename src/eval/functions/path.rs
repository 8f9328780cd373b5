//! Functions on paths with forward slashes, and the home directory.

use std::path::Path;

use super::Args;
use super::function::{Function, pure, text, worldly};
use crate::diag::Problem;
use crate::path;
use crate::source::Host;
use crate::value::Value;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("basename", "the last element of a path", &[text("path")], basename),
    pure("dirname", "all of a path but its last element", &[text("path")], dirname),
    worldly("homedir", "the home directory of the user", &[], homedir),
];

/// The last element of a path: Go's `path.Base`.
fn basename(args: Args) -> Result<Value, Problem> {
    let path = args.string(0)?;
    let trimmed = path.trim_end_matches('/');
    let base = match (path, trimmed) {
        ("", _) => ".",
        (_, "") => "/",
        _ => trimmed.rsplit('/').next().unwrap_or(trimmed),
    };
    Ok(Value::string(base))
}

/// All but the last element of a path, cleaned: Go's `path.Dir`.
fn dirname(args: Args) -> Result<Value, Problem> {
    Ok(Value::string(path::directory(args.string(0)?)))
}

/// `HOME`, or where that is not set, what the user database says of the running user.
fn homedir(host: &dyn Host, _: Args) -> Result<Value, Problem> {
    let variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let home = host.variable(variable).filter(|home| !home.is_empty());
    home.or_else(|| registered_home(host)).map(Value::string).ok_or_else(|| {
        Problem::new("the home directory is not known")
            .hint(format!("set `{variable}` in the environment"))
    })
}

fn registered_home(host: &dyn Host) -> Option<String> {
    let read = |path: &str| String::from_utf8(host.read(Path::new(path)).ok()?).ok();
    let status = read("/proc/self/status")?;
    let user = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    let user = user.split_whitespace().next()?;
    let users = read("/etc/passwd")?;
    let mut users = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let fields = users.find(|fields| fields.get(2) == Some(&user))?;
    fields.get(5).map(|home| (*home).to_owned())
}
