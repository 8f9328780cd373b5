//! Platforms taken apart, as containerd does it.

use std::fmt;

use crate::diag::Problem;
use crate::target::platform;

/// A platform in its normal form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Platform {
    /// The operating system, such as `linux`.
    pub system: String,
    /// Its version and features, as they stand between the parentheses; mostly empty.
    pub options: String,
    /// The architecture, such as `amd64`.
    pub architecture: String,
    /// Its variant, such as `v7`; mostly empty.
    pub variant: String,
}

impl Platform {
    /// Reads a platform. What is left out is taken from `local`.
    ///
    /// # Errors
    /// For what is no platform.
    pub fn parse(text: &str, local: &Self) -> Result<Self, Problem> {
        if text.eq_ignore_ascii_case("local") {
            return Ok(local.clone());
        }
        platform::check(text)?;
        let mut parts = text.split('/');
        let first = parts.next().unwrap_or_default();
        let (system, options) = match first.split_once('(') {
            Some((system, options)) => (system, options.strip_suffix(')').unwrap_or(options)),
            None => (first, ""),
        };
        let found = match (parts.next(), parts.next()) {
            (None, _) if platform::is_system(system) => {
                Self::new(system, options, &local.architecture, &local.variant)
            }
            (None, _) => Self::new(&local.system, options, first, ""),
            (Some(architecture), variant) => {
                Self::new(system, options, architecture, variant.unwrap_or_default())
            }
        };
        Ok(found)
    }

    /// The machine that a [host](crate::source::Host::platform) names, in its normal form.
    pub fn of_host(name: &str) -> Self {
        let mut parts = name.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self::new(&next(), "", &next(), &next())
    }

    fn new(system: &str, options: &str, architecture: &str, variant: &str) -> Self {
        let system = system.to_ascii_lowercase();
        let (architecture, variant) = normal(architecture, variant);
        let system = if system == "macos" { "darwin".to_owned() } else { system };
        Self { system, options: options.to_owned(), architecture, variant }
    }

    /// The version of the operating system.
    pub fn version(&self) -> &str {
        self.options.split_once('+').map_or(&self.options, |(version, _)| version)
    }

    /// The name without version and features: what BuildKit puts into `BUILDPLATFORM`.
    pub fn short(&self) -> String {
        let Self { system, options: _, architecture, variant } = self;
        let slash = if variant.is_empty() { "" } else { "/" };
        [system, "/", architecture, slash, variant].concat()
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { system, options, architecture, variant } = self;
        f.write_str(system)?;
        if !options.is_empty() {
            write!(f, "({options})")?;
        }
        f.write_str("/")?;
        f.write_str(architecture)?;
        f.write_str(if variant.is_empty() { "" } else { "/" })?;
        f.write_str(variant)
    }
}

/// The one name of an architecture that has several.
fn normal(architecture: &str, variant: &str) -> (String, String) {
    let architecture = architecture.to_ascii_lowercase();
    let variant = variant.to_ascii_lowercase();
    let (architecture, variant) = match (architecture.as_str(), variant.as_str()) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64" | "amd64", variant) => ("amd64", variant),
        ("aarch64" | "arm64", "8" | "v8" | "v8.0") => ("arm64", ""),
        ("aarch64" | "arm64", "9" | "9.0" | "v9.0") => ("arm64", "v9"),
        ("aarch64" | "arm64", variant) => ("arm64", variant),
        ("armhf", _) | ("arm", "" | "7") => ("arm", "v7"),
        ("armel", _) | ("arm", "6") => ("arm", "v6"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "8") => ("arm", "v8"),
        other => other,
    };
    (architecture.to_owned(), variant.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Platform;

    #[test]
    fn a_platform_has_one_name() {
        let local = Platform::of_host("linux/arm64/v8");
        assert_eq!(local.to_string(), "linux/arm64");
        let cases = [
            ("linux/amd64", "linux/amd64"),
            ("x86_64", "linux/amd64"),
            ("linux", "linux/arm64"),
            ("LOCAL", "linux/arm64"),
            ("Linux/ARM64/v8", "linux/arm64"),
            ("linux/arm", "linux/arm/v7"),
            ("linux/arm/6", "linux/arm/v6"),
            ("macos/arm64", "darwin/arm64"),
            ("windows(10.0.17763)/amd64", "windows(10.0.17763)/amd64"),
        ];
        for (text, expected) in cases {
            assert_eq!(Platform::parse(text, &local).unwrap().to_string(), expected, "{text:?}");
        }
        assert!(Platform::parse("nosuch", &local).is_err());
        assert_eq!(Platform::parse("windows(1+a)/amd64", &local).unwrap().version(), "1");
    }
}
