//! The words of `bakewell lock`.

use clap::Command;

/// What the verb does.
pub const ABOUT: &str = "Write down which images the targets take";

/// The same with what the words mean.
pub const LONG: &str = "\
Write down which images the targets take: their digests, asked of the registries, go into \
bakewell.lock. Keys are made of these, and `--pin` takes them whatever the tags name by then.

An image that is locked stays as it is until `--update` names it. Without a target, the images of \
everything that the files define are locked, and what nobody takes any more is dropped; with \
targets, images are only added. Credentials are those of docker. Registries on this machine \
(localhost) are asked in plain HTTP.

The image in a `# syntax` line is not locked.";

/// What the verb ends with.
pub const EXIT: &str = "\
Exit codes:
  0      everything is locked
  2      something cannot be locked (nothing was written), with --check something is not locked, or
         the arguments are wrong";

/// The arguments as this verb understands them: `--check` is another one here, and what concerns
/// the result of a build is of no account.
pub fn arguments(verb: Command) -> Command {
    let of_no_account =
        ["pin", "push", "load", "no_cache", "pull", "sbom", "provenance", "policy", "call"];
    let verb = verb.mut_arg("check", |arg| {
        arg.help(
            "Write nothing and ask nobody; fail if anything is not locked, or locked for nothing",
        )
        .help_heading("Locking")
    });
    verb.mut_args(|arg| {
        let hide = arg.is_hide_set() || of_no_account.contains(&arg.get_id().as_str());
        arg.hide(hide)
    })
}
