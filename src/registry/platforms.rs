//! Which image of an index a build for a platform takes, as containerd decides it.

use std::cmp::Reverse;

use serde::Deserialize;

use super::content::Entry;
use crate::dockerfile::platform::Platform;

/// A platform as an index or a configuration has it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(default)]
pub(super) struct Offered {
    pub(super) os: String,
    pub(super) architecture: String,
    pub(super) variant: String,
    #[serde(rename = "os.version")]
    pub(super) version: String,
    #[serde(rename = "os.features")]
    pub(super) features: Vec<String>,
}

impl Offered {
    /// In our words, in its normal form.
    pub(super) fn platform(&self) -> Platform {
        let Self { os, architecture, variant, version, features: _ } = self;
        let slash = if variant.is_empty() { "" } else { "/" };
        let mut platform = Platform::of_host(&format!("{os}/{architecture}{slash}{variant}"));
        platform.options.clone_from(version);
        platform
    }

    /// Whether it is no platform at all: attestations are kept under such.
    pub(super) fn is_unknown(&self) -> bool {
        self.os == "unknown" || self.architecture == "unknown"
    }
}

/// How well something offered suits a platform: the lower the better; nothing where it does not.
pub(super) fn rank(wanted: &Platform, offered: &Offered) -> Option<(usize, Reverse<usize>)> {
    let found = offered.platform();
    let suits = |(architecture, variant): &(String, String)| {
        *architecture == found.architecture && *variant == found.variant
    };
    let is_windows = wanted.system == "windows";
    let features = if is_windows { &[] } else { offered.features.as_slice() };
    let fits = found.system == wanted.system
        && features.iter().all(|feature| wanted_features(wanted).any(|it| it == feature))
        && (!is_windows || windows_fits(wanted.version(), &offered.version));
    let place = runnable(wanted).iter().position(suits).filter(|_| fits)?;
    Some((place, Reverse(features.len())))
}

/// The entries of an index that suit a platform, the best first; last those that do not say.
pub(super) fn suitable<'a>(wanted: &Platform, entries: &'a [Entry]) -> Vec<&'a Entry> {
    let mut found: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.platform {
            Some(offered) => Some((false, Some(rank(wanted, offered)?), entry)),
            None => Some((true, None, entry)),
        })
        .collect();
    found.sort_by_key(|(is_last, rank, _)| (*is_last, *rank));
    found.into_iter().map(|(_, _, entry)| entry).collect()
}

fn wanted_features(wanted: &Platform) -> impl Iterator<Item = &str> {
    wanted.options.split('+').skip(1)
}

/// What a machine can run, the best first: architectures with their variants, in normal form.
fn runnable(platform: &Platform) -> Vec<(String, String)> {
    let Platform { architecture, variant, .. } = platform;
    let own = (architecture.clone(), variant.clone());
    match architecture.as_str() {
        "amd64" => {
            let mut all = vec![own];
            all.extend(below(variant, 1).map(|it| (architecture.clone(), amd64(it))));
            all.push(("386".to_owned(), String::new()));
            all
        }
        "arm" => {
            let mut all = vec![own];
            all.extend(below(variant, 5).map(|it| (architecture.clone(), format!("v{it}"))));
            all
        }
        "arm64" => arm64(variant),
        _ => vec![own],
    }
}

/// The versions below that of a variant, down to the least.
fn below(variant: &str, least: u32) -> impl Iterator<Item = u32> + use<> {
    let version = variant.strip_prefix('v').and_then(|it| it.parse::<u32>().ok()).unwrap_or(0);
    (least..version.min(64)).rev()
}

fn amd64(version: u32) -> String {
    if version == 1 { String::new() } else { format!("v{version}") }
}

/// 64-bit ARM of version 9.x runs what is for 9.x and less, and for 8.(x+5) and less; all of them
/// run 32-bit programs.
fn arm64(variant: &str) -> Vec<(String, String)> {
    let number = if variant.is_empty() { "8" } else { variant.strip_prefix('v').unwrap_or("") };
    let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
    let versions = match (major, minor.parse::<u32>()) {
        ("8", Ok(minor @ 0..=9)) => vec![(8, minor)],
        ("9", Ok(minor @ 0..=7)) => vec![(9, minor), (8, minor.saturating_add(5).min(9))],
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for &(major, most) in &versions {
        let variants = (0..=most).rev().map(|minor| match (major, minor) {
            (8, 0) => String::new(),
            (major, 0) => format!("v{major}"),
            (major, minor) => format!("v{major}.{minor}"),
        });
        all.extend(variants.map(|variant| ("arm64".to_owned(), variant)));
    }
    if !versions.is_empty() {
        all.extend((5..=8).rev().map(|it| ("arm".to_owned(), format!("v{it}"))));
    }
    all
}

/// Builds of Windows whose images later ones run, oldest first.
const STABLE: [u32; 2] = [20_348, 26_100];

/// Whether a Windows of one version runs images of another. What is not said fits.
fn windows_fits(host: &str, image: &str) -> bool {
    let (Some(host), false) = (windows(host), image.is_empty()) else { return true };
    let image = windows(image).unwrap_or_default();
    let [oldest, ..] = STABLE;
    if (host.0, host.1) != (image.0, image.1) {
        return false;
    }
    if host.2 < oldest {
        return host.2 == image.2;
    }
    let least = STABLE.into_iter().rfind(|build| host.2 > *build).unwrap_or(oldest);
    (least..=host.2).contains(&image.2)
}

/// Major and minor version and build.
fn windows(version: &str) -> Option<(u32, u32, u32)> {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::{Offered, suitable, windows_fits};
    use crate::dockerfile::platform::Platform;
    use crate::registry::content::Entry;

    fn offered(text: &str) -> Offered {
        let mut parts = text.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let (os, architecture, variant) = (next(), next(), next());
        let (os, options) = os.split_once('(').unwrap_or((&os, ""));
        let mut options = options.trim_end_matches(')').split('+').map(str::to_owned);
        let version = options.next().unwrap_or_default();
        Offered { os: os.to_owned(), architecture, variant, version, features: options.collect() }
    }

    /// What an index offers that suits a platform, the best first.
    fn suiting(platform: &str, offers: &str) -> String {
        let wanted = Platform::parse(platform, &Platform::of_host("linux/amd64")).unwrap();
        let entry = |text: &str| {
            let platform = Some(offered(text)).filter(|_| text != "-");
            Entry { digest: text.into(), platform }
        };
        let entries: Vec<Entry> = offers.split(' ').map(entry).collect();
        let digests: Vec<&str> = suitable(&wanted, &entries).iter().map(|it| &*it.digest).collect();
        digests.join(" ")
    }

    /// The expected values are those of containerd's `platforms.Only`.
    #[test]
    fn a_machine_takes_what_it_can_run() {
        let cases = [
            ("linux/amd64", "linux/arm64 linux/386 linux/amd64", "linux/amd64 linux/386"),
            (
                "linux/amd64/v3",
                "linux/amd64 linux/amd64/v2 linux/amd64/v4",
                "linux/amd64/v2 linux/amd64",
            ),
            ("linux/amd64", "linux/amd64/v2 windows/amd64 unknown/unknown", ""),
            ("linux/amd64", "linux/x86_64/v1", "linux/x86_64/v1"),
            ("linux/arm64", "linux/arm64/v8", "linux/arm64/v8"),
            (
                "linux/arm64",
                "linux/arm/v5 linux/arm/v7 linux/arm64/v9",
                "linux/arm/v7 linux/arm/v5",
            ),
            (
                "linux/arm64/v9.5",
                "linux/arm64/v8.9 linux/arm64/v9.1",
                "linux/arm64/v9.1 linux/arm64/v8.9",
            ),
            (
                "linux/arm64/v9",
                "linux/arm64/v8.6 linux/arm64/v8.5 linux/arm64",
                "linux/arm64/v8.5 linux/arm64",
            ),
            ("linux/arm/v6", "linux/arm/v7 linux/arm/v5 linux/arm/v6", "linux/arm/v6 linux/arm/v5"),
            ("linux/arm", "linux/arm", "linux/arm"),
            ("linux/riscv64", "linux/riscv64 linux/amd64", "linux/riscv64"),
            ("linux/amd64", "- linux/amd64 -", "linux/amd64 - -"),
            (
                "linux(+a+b)/amd64",
                "linux(+c)/amd64 linux/amd64 linux(+a)/amd64",
                "linux(+a)/amd64 linux/amd64",
            ),
            ("linux/amd64", "linux(+a)/amd64", ""),
            ("windows/amd64", "windows(10.0.17763.1)/amd64", "windows(10.0.17763.1)/amd64"),
            (
                "windows(10.0.17763)/amd64",
                "windows(10.0.20348.1)/amd64 windows(10.0.17763.9)/amd64",
                "windows(10.0.17763.9)/amd64",
            ),
        ];
        for (platform, offers, expected) in cases {
            assert_eq!(suiting(platform, offers), expected, "{platform} of {offers}");
        }
    }

    #[test]
    fn windows_runs_images_of_stable_builds_before_it() {
        let cases = [
            ("10.0.20348", "10.0.20348.1", true),
            ("10.0.22621", "10.0.20348", true),
            ("10.0.26100", "10.0.20348", true),
            ("10.0.26101", "10.0.20348", false),
            ("10.0.26101", "10.0.26100", true),
            ("10.0.17763", "10.0.14393", false),
            ("10.0.20348", "10.0.22621", false),
            ("10.1.20348", "10.0.20348", false),
            ("10.0.20348", "nonsense", false),
            ("10.0.20348", "", true),
            ("", "10.0.1", true),
        ];
        for (host, image, expected) in cases {
            assert_eq!(windows_fits(host, image), expected, "{host} {image}");
        }
    }
}
