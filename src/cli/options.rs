//! What several verbs take: where the definitions are, what is wanted of them and how it is to be
//! changed, and what docker buildx gets besides.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::compile::MATRIX_LIMIT;
use crate::eval::Fuel;

use super::deferred::truth;

/// Where the definitions are and how they are read.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Definitions")]
pub struct Defined {
    /// A definition file; may be repeated, later ones win; `-` is standard input [default:
    /// compose.yaml, docker-bake.json, docker-bake.hcl and their variants]
    #[arg(short, long = "file", value_name = "FILE", allow_hyphen_values = true)]
    pub files: Vec<PathBuf>,
    /// Give a variable a value
    #[arg(long = "var", value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub variables: Vec<String>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: Option<bool>,
    /// Stop evaluation after this many steps
    #[arg(long, value_name = "STEPS", allow_hyphen_values = true, default_value_t = Fuel::DEFAULT)]
    pub eval_limit: u64,
    /// Refuse a matrix with more combinations than this
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, default_value_t = MATRIX_LIMIT)]
    pub matrix_limit: u64,
}

/// What is wanted, and how it is to differ from what the files say.
#[derive(clap::Args, Debug)]
pub struct Wanted {
    /// Targets, groups, tasks, promotions, or patterns such as `app-*` [default: default]
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// Of these, take only the cells with such values: `arch=arm64`, `sys_*=debian|alpine`
    #[arg(long, value_name = "AXIS=VALUE,…", allow_hyphen_values = true)]
    pub only: Vec<String>,
    /// Where the definitions are.
    #[command(flatten)]
    pub defined: Defined,
    /// What to change.
    #[command(flatten)]
    pub changes: Changes,
}

/// What is to differ from what the files say.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Changes to the plan")]
pub struct Changes {
    /// Override an attribute: `app.tags=app:v1`, `*.args.LEVEL=3`, `app*.platform+=linux/arm64`
    #[arg(long, value_name = "PATTERN.KEY=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Where a Dockerfile names a tag of another target, take what that target builds
    #[arg(long)]
    pub link: Option<bool>,
    /// Take the images that `bakewell.lock` says, whatever their tags name by now
    #[arg(long)]
    pub pin: Option<bool>,
    /// Push the images to their registry
    #[arg(long)]
    pub push: Option<bool>,
    /// Load the images into docker
    #[arg(long)]
    pub load: Option<bool>,
    /// Build without the cache
    #[arg(long)]
    pub no_cache: Option<bool>,
    /// Look for newer base images
    #[arg(long)]
    pub pull: Option<bool>,
    /// Attest the contents: true, false, or settings such as `generator=IMAGE`
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub sbom: Option<String>,
    /// Attest how it was built: true, false, or settings such as `mode=max`
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub provenance: Option<String>,
    /// Settings for the policies of all targets: `disabled=true`, or `strict=…` and `log-level=…`
    #[arg(long, value_name = "SETTINGS", allow_hyphen_values = true)]
    pub policy: Vec<String>,
    /// Instead of building, ask the Dockerfile: `check`, `outline` or `targets`
    #[arg(long, value_name = "METHOD", allow_hyphen_values = true)]
    pub call: Option<String>,
    /// The same as `--call=check`
    #[arg(long)]
    pub check: Option<bool>,
}

/// What concerns the build and not the plan: handed to `docker buildx` as it is.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Handed to docker buildx")]
pub struct Handed {
    /// The builder that is to build
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub builder: Option<String>,
    /// How to show progress: auto, plain, tty, quiet or rawjson
    #[arg(long, value_name = "MODE", allow_hyphen_values = true)]
    pub progress: Option<String>,
    /// Write what was built to a file, as JSON
    #[arg(long, value_name = "FILE", allow_hyphen_values = true, value_parser = any_path())]
    pub metadata_file: Option<PathBuf>,
    /// Let the build use something: `network.host`, `security.insecure`, `ssh`, `fs.read=PATH`, …
    #[arg(long, value_name = "WHAT", allow_hyphen_values = true)]
    pub allow: Vec<String>,
    /// Show what docker buildx does in more detail
    #[arg(short = 'D', long)]
    pub debug: Option<bool>,
}

/// What is handed to docker buildx and may stand before the verb. It is shown where it is useful.
#[derive(clap::Args, Default, Debug)]
pub struct Early {
    /// `--builder`
    #[arg(id = "early_builder", long = "builder", value_name = "NAME", hide = true)]
    #[arg(allow_hyphen_values = true)]
    pub builder: Option<String>,
    /// `--debug`
    #[arg(id = "early_debug", short = 'D', long = "debug", hide = true, value_name = "BOOL")]
    #[arg(num_args(0..=1), require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = truth())]
    pub debug: Option<bool>,
}

impl Early {
    /// Adds it to what stands behind the verb, which comes before it.
    pub fn add_to(self, handed: &mut Handed) {
        handed.builder = handed.builder.take().or(self.builder);
        handed.debug = handed.debug.or(self.debug);
    }
}

/// A path, which may be empty, as in buildx.
fn any_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}
