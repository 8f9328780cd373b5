//! Whom a target has what it says from.

use crate::target::{Definition, Definitions};
use crate::text::{Text, TextSet};

/// A target and all that it inherits from, each once, in the order in which they are to be asked
/// who says something: the one that wins comes first. That is the target itself, then what it
/// inherits from, the last before the first, each followed by what it inherits from in its turn.
///
/// What is not there is left out, and circles end.
#[derive(Debug)]
pub struct Lineage<'a> {
    definitions: &'a Definitions,
    waiting: Vec<&'a Definition>,
    met: TextSet<&'a Text>,
}

impl Definitions {
    /// A target and all that it inherits from; see [`Lineage`].
    pub fn lineage(&self, target: &str) -> Lineage<'_> {
        let waiting = self.target(target).into_iter().collect();
        Lineage { definitions: self, waiting, met: TextSet::default() }
    }
}

impl<'a> Iterator for Lineage<'a> {
    type Item = &'a Definition;

    fn next(&mut self) -> Option<&'a Definition> {
        while let Some(next) = self.waiting.pop() {
            if self.met.insert(&next.name) {
                let parents = next.attributes.inherits.iter().flatten();
                self.waiting.extend(parents.filter_map(|name| self.definitions.target(name)));
                return Some(next);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::target::sample::definitions;

    #[test]
    fn who_wins_comes_first_and_circles_end() {
        let all = definitions(
            r#"
            target "app" { inherits = ["first", "nobody", "last"] }
            target "first" { inherits = ["base"] }
            target "last" { inherits = ["base", "app"] }
            target "base" {}
            "#,
        );
        let names: Vec<&str> = all.lineage("app").map(|it| &*it.name).collect();
        assert_eq!(names, ["app", "last", "base", "first"]);
        assert_eq!(all.lineage("nobody").count(), 0);
    }
}
