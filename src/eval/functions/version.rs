//! Versions and what is required of them, as `github.com/Masterminds/semver` reads both.

mod constraint;

use std::cmp::Ordering;
use std::sync::LazyLock;

use regex::Regex;

use super::Args;
use super::function::{Function, pure, text};
use crate::diag::Problem;
use crate::value::Value;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[pure(
    "semvercmp",
    "whether a version meets a constraint such as `>= 1.2, < 2`",
    &[text("version"), text("constraint")],
    semvercmp,
)];

/// What may follow the numbers of a version: a prerelease (captured) and build metadata.
const SUFFIXES: &str =
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?";

/// Whether a version meets a constraint.
fn semvercmp(args: Args) -> Result<Value, Problem> {
    let version = args.string(0)?;
    let version = Version::parse(version).ok_or_else(|| {
        Problem::new(format!("`{version}` is not a semantic version")).argument(0)
    })?;
    let constraint = args.string(1)?;
    let alternatives = constraint::parse(constraint).ok_or_else(|| {
        Problem::new(format!("`{constraint}` is not a version constraint")).argument(1)
    })?;
    Ok(alternatives.iter().any(|bounds| constraint::is_met(bounds, &version)).into())
}

/// A version. Numbers that are left out are zero; build metadata is read and forgotten.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    prerelease: String,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        static VERSION: LazyLock<Regex> = LazyLock::new(|| {
            pattern(&format!(r"^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?{SUFFIXES}$"))
        });
        let parts = VERSION.captures(text)?;
        let number = |group| parts.get(group).map_or(Some(0), |part| part.as_str().parse().ok());
        let prerelease = parts.get(4).map_or("", |part| part.as_str());
        Some(Self {
            major: number(1)?,
            minor: number(2)?,
            patch: number(3)?,
            prerelease: checked_prerelease(prerelease)?.to_owned(),
        })
    }

    fn numbers(&self) -> (u64, u64, u64) {
        (self.major, self.minor, self.patch)
    }
}

impl Ord for Version {
    /// A prerelease comes before the release.
    fn cmp(&self, other: &Self) -> Ordering {
        let prereleases = || match (self.prerelease.as_str(), other.prerelease.as_str()) {
            ("", "") => Ordering::Equal,
            ("", _) => Ordering::Greater,
            (_, "") => Ordering::Less,
            (left, right) => compare_prereleases(left, right),
        };
        self.numbers().cmp(&other.numbers()).then_with(prereleases)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A prerelease without numbers that start with zero.
fn checked_prerelease(prerelease: &str) -> Option<&str> {
    let is_padded = |part: &str| {
        part.len() > 1 && part.starts_with('0') && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (!prerelease.split('.').any(is_padded)).then_some(prerelease)
}

/// Part by part; what has fewer parts comes first.
fn compare_prereleases(left: &str, right: &str) -> Ordering {
    left.split('.').map(Part::of).cmp(right.split('.').map(Part::of))
}

/// A part of a prerelease: numbers come before words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Number(u64),
    Word(&'a str),
}

impl<'a> Part<'a> {
    fn of(text: &'a str) -> Self {
        text.parse().map_or(Self::Word(text), Self::Number)
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern compiles")
}
