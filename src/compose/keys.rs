//! Where in a model a value stands: the keys that lead to it.

use std::fmt;

/// The keys from the top of a model down to a value; `[]` stands for an item of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys<'a> {
    last: Option<&'a str>,
    before: Option<&'a Keys<'a>>,
}

impl<'a> Keys<'a> {
    /// The top.
    pub(super) const TOP: Keys<'static> = Keys { last: None, before: None };

    /// One key further.
    pub(super) fn then(&'a self, key: &'a str) -> Keys<'a> {
        Keys { last: Some(key), before: Some(self) }
    }

    /// Any item of the list that stands here.
    pub(super) fn item(&'a self) -> Keys<'a> {
        self.then("[]")
    }

    /// Whether these are the keys of a pattern such as `services.*.build`, where a star stands
    /// for any key.
    pub(super) fn are(&self, pattern: &str) -> bool {
        let mut here = *self;
        for part in pattern.rsplit('.') {
            match here.last {
                Some(key) if part == "*" || part == key => {}
                _ => return false,
            }
            here = here.before.copied().unwrap_or(Keys::TOP);
        }
        here.last.is_none()
    }

    /// Whether these are the keys of one of the patterns.
    pub(super) fn are_any(&self, patterns: &[&str]) -> bool {
        patterns.iter().any(|pattern| self.are(pattern))
    }
}

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(before) = self.before.filter(|before| before.last.is_some()) {
            write!(f, "{before}.")?;
        }
        f.write_str(self.last.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn a_star_is_one_key() {
        let services = Keys::TOP.then("services");
        let service = services.then("a.b");
        let build = service.then("build");
        assert!(build.are("services.*.build"));
        assert!(!build.are("services.*"));
        assert!(!service.are("services.*.build"));
        assert_eq!(build.to_string(), "services.a.b.build");
    }
}
