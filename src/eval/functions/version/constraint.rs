//! What is required of a version: bounds that all hold, and alternatives of these.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{SUFFIXES, Version, checked_prerelease, compare_prereleases, pattern};

/// White space as Go's regular expressions know it.
const SPACE: &str = r"[\t\n\f\r ]";

/// One bound on a version.
#[derive(Debug)]
pub(super) struct Bound {
    operator: Operator,
    version: Version,
    wildcard: Wildcard,
}

#[derive(Clone, Copy, Debug)]
enum Operator {
    /// None, or `=`: equal, or like `~` if there is a wildcard.
    Like,
    Not,
    Greater,
    Less,
    AtLeast,
    AtMost,
    Tilde,
    Caret,
}

/// From where on a version is left open, by `x`, `*` or nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wildcard {
    None,
    Patch,
    Minor,
    Major,
}

/// The alternatives of a constraint: `||` between them, space or comma between their bounds, and
/// `a - b` for the range from one version to another.
pub(super) fn parse(constraint: &str) -> Option<Vec<Vec<Bound>>> {
    static ALTERNATIVE: LazyLock<Regex> = LazyLock::new(|| {
        let bound = bound_pattern();
        pattern(&format!(r"^{SPACE}*{bound}{SPACE}*(?:(?:{SPACE}+|,{SPACE}*){bound}{SPACE}*)*$"))
    });
    static BOUND: LazyLock<Regex> = LazyLock::new(|| pattern(&bound_pattern()));
    let constraint = without_ranges(constraint);
    let alternatives = constraint.split("||").map(|alternative| {
        let bounds = || BOUND.captures_iter(alternative).map(|parts| Bound::of(&parts)).collect();
        ALTERNATIVE.is_match(alternative).then(bounds)?
    });
    alternatives.collect()
}

/// Whether a version meets all bounds. A prerelease does so only if one of them mentions one.
pub(super) fn is_met(bounds: &[Bound], version: &Version) -> bool {
    let mentions_prerelease = bounds.iter().any(|bound| !bound.version.prerelease.is_empty());
    (version.prerelease.is_empty() || mentions_prerelease)
        && bounds.iter().all(|bound| bound.is_met_by(version))
}

/// A bound: its operator, three numbers or wildcards, and a prerelease.
fn bound_pattern() -> String {
    let version = version_pattern("(", ")");
    format!(r"(=>|=<|=|!=|>=|<=|>|<|~>|~|\^)?{SPACE}*{version}{SUFFIXES}")
}

/// The numbers of a version, any of which may be a wildcard. The bar among the digits is an
/// oddity of the original, and lets nothing more pass in the end.
fn version_pattern(open: &str, close: &str) -> String {
    let number = format!(r"{open}[0-9xX*|]+{close}");
    format!(r"v?{number}(?:\.{number})?(?:\.{number})?")
}

/// The constraint with `a - b` written as `>= a, <= b`.
fn without_ranges(constraint: &str) -> String {
    static RANGE: LazyLock<Regex> = LazyLock::new(|| {
        let version = format!("{}{}", version_pattern("(?:", ")"), SUFFIXES.replace("-(", "-(?:"));
        pattern(&format!(r"{SPACE}*({version}){SPACE}+-{SPACE}+({version}){SPACE}*"))
    });
    let mut rewritten = constraint.to_owned();
    for range in RANGE.captures_iter(constraint) {
        let bounds = format!(">= {}, <= {} ", &range[1], &range[2]);
        rewritten = rewritten.replacen(&range[0], &bounds, 1);
    }
    rewritten
}

impl Bound {
    fn of(parts: &Captures) -> Option<Self> {
        let text = |group| parts.get(group).map_or("", |part| part.as_str());
        let number = |group| text(group).parse().ok();
        let is_open = |group| matches!(text(group), "" | "x" | "X" | "*");
        let (wildcard, major, minor, patch) = if is_open(2) {
            (Wildcard::Major, 0, 0, 0)
        } else if is_open(3) {
            (Wildcard::Minor, number(2)?, 0, 0)
        } else if is_open(4) {
            (Wildcard::Patch, number(2)?, number(3)?, 0)
        } else {
            (Wildcard::None, number(2)?, number(3)?, number(4)?)
        };
        let prerelease = checked_prerelease(text(5))?.to_owned();
        let version = Version { major, minor, patch, prerelease };
        Some(Self { operator: Operator::of(text(1)), version, wildcard })
    }

    fn is_met_by(&self, version: &Version) -> bool {
        let bound = &self.version;
        let (ours, theirs) = ((version.major, version.minor), (bound.major, bound.minor));
        match (self.operator, self.wildcard) {
            (Operator::Like, Wildcard::None) => version == bound,
            (Operator::Like | Operator::Tilde, _) => self.is_near(version),
            (Operator::Caret, _) => self.is_compatible(version),
            (Operator::Less, _) => version < bound,
            (Operator::AtLeast, _) => version >= bound,
            (Operator::Not, Wildcard::Minor) => version.major != bound.major,
            (Operator::Not, Wildcard::Patch) => {
                ours != theirs
                    || compare_prereleases(&version.prerelease, &bound.prerelease).is_ne()
            }
            (Operator::Not, _) => version != bound,
            (Operator::Greater, Wildcard::Minor) => version.major > bound.major,
            (Operator::Greater, Wildcard::Patch) => ours > theirs,
            (Operator::Greater, _) => version > bound,
            (Operator::AtMost, Wildcard::None) => version <= bound,
            (Operator::AtMost, Wildcard::Minor) => version.major <= bound.major,
            (Operator::AtMost, _) => ours <= theirs,
        }
    }

    /// `~`: the same major and minor number, as far as they are given; `~0.0.0` takes all.
    fn is_near(&self, version: &Version) -> bool {
        let bound = &self.version;
        let is_any = matches!(self.wildcard, Wildcard::None | Wildcard::Major)
            && bound.numbers() == (0, 0, 0);
        let same_minor = self.wildcard == Wildcard::Minor || version.minor == bound.minor;
        version >= bound && (is_any || version.major == bound.major && same_minor)
    }

    /// `^`: the same first number that is not zero.
    fn is_compatible(&self, version: &Version) -> bool {
        let bound = &self.version;
        let same = if bound.major > 0 || self.wildcard == Wildcard::Minor {
            version.major == bound.major
        } else if bound.minor > 0 || self.wildcard == Wildcard::Patch {
            (version.major, version.minor) == (0, bound.minor)
        } else {
            version.numbers() == (0, 0, bound.patch)
        };
        version >= bound && same
    }
}

impl Operator {
    fn of(text: &str) -> Self {
        match text {
            "!=" => Self::Not,
            ">" => Self::Greater,
            "<" => Self::Less,
            ">=" | "=>" => Self::AtLeast,
            "<=" | "=<" => Self::AtMost,
            "~" | "~>" => Self::Tilde,
            "^" => Self::Caret,
            _ => Self::Like,
        }
    }
}
