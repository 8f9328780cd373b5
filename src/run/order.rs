//! How a plan is to be built.

use std::ffi::OsString;
use std::path::PathBuf;

/// The flags that concern the build and not the plan.
///
/// What shaped the plan (targets, `--set`, `--push`, `--var`…) is not here: it is in the plan, and
/// would be done twice.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Order {
    /// `--debug`
    pub debug: bool,
    /// `--builder`
    pub builder: Option<String>,
    /// `--progress`
    pub progress: Option<String>,
    /// `--metadata-file`
    pub metadata_file: Option<PathBuf>,
    /// `--allow`
    pub allow: Vec<String>,
    /// `--call`, for the sake of the format: the method is in the plan too.
    pub call: Option<String>,
}

impl Order {
    /// The arguments of `docker buildx`.
    pub fn arguments(&self) -> Vec<OsString> {
        let Self { debug, builder, progress, metadata_file, allow, call } = self;
        let mut all: Vec<OsString> = vec!["bake".into(), "--file=-".into()];
        all.extend(debug.then(|| "--debug".into()));
        all.extend(builder.as_ref().map(|name| flag("--builder", name)));
        all.extend(progress.as_ref().map(|mode| flag("--progress", mode)));
        all.extend(metadata_file.as_ref().map(|file| flag("--metadata-file", file)));
        all.extend(allow.iter().map(|what| flag("--allow", what)));
        all.extend(call.as_ref().map(|method| flag("--call", method)));
        all
    }
}

fn flag(name: &str, value: impl Into<OsString>) -> OsString {
    let mut flag = OsString::from(name);
    flag.push("=");
    flag.push(value.into());
    flag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(order: &Order) -> String {
        order.arguments().join(" ".as_ref()).into_string().unwrap()
    }

    #[test]
    fn every_flag_is_handed_over() {
        let order = Order {
            debug: true,
            builder: Some("b".to_owned()),
            progress: Some("plain".to_owned()),
            metadata_file: Some("m.json".into()),
            allow: vec!["ssh".to_owned(), "fs=*".to_owned()],
            call: Some("check,format=json".to_owned()),
        };
        insta::assert_snapshot!(arguments(&order), @"bake --file=- --debug --builder=b --progress=plain --metadata-file=m.json --allow=ssh --allow=fs=* --call=check,format=json");
    }
}
