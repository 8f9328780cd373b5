//! What lies near a path that leads nowhere.

use std::collections::HashMap;
use std::path::Path;

use crate::diag::similar;

use super::{FileKind, Host};

/// How often is looked: it takes as long as folders are large, and nobody reads that many hints.
const MOST: usize = 32;

/// Looks for what was meant by paths that are not there.
#[derive(Clone, Default, Debug)]
pub struct Near {
    /// What was found, by the root and the path.
    hints: HashMap<(String, String), Option<String>>,
}

impl Near {
    /// The hint for such a path: the one with the nearest name in the same folder, of things of one
    /// kind if only those will do. The path is meant from `root`, and so is the one that is told.
    pub fn hint(
        &mut self,
        host: &dyn Host,
        root: &str,
        lost: &str,
        kind: Option<FileKind>,
    ) -> Option<String> {
        let asked = (root.to_owned(), lost.to_owned());
        if let Some(known) = self.hints.get(&asked) {
            return known.clone();
        }
        if self.hints.len() >= MOST {
            return None;
        }
        let hint = look(host, root, lost, kind);
        self.hints.entry(asked).or_insert(hint).clone()
    }
}

fn look(host: &dyn Host, root: &str, lost: &str, kind: Option<FileKind>) -> Option<String> {
    let lost = lost.trim_end_matches('/');
    let (folder, name) = lost.split_at(lost.rfind('/').map_or(0, |slash| slash + 1));
    let entries = host.entries(&Path::new(root).join(folder)).ok()?;
    let fit = entries.iter().filter(|(_, it)| kind.is_none_or(|kind| kind == *it));
    let near = similar::nearest(name, fit.map(|(name, _)| &**name))?;
    Some(format!("did you mean `{folder}{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::{MOST, Near};
    use crate::source::{FileKind, Memory};

    #[test]
    fn the_nearest_of_a_kind_is_told_as_it_is_written() {
        let host =
            Memory::new().file("app/src/main.c", "").file("app/srv", "").file("Dockerfil", "");
        let near = |root, lost, kind| Near::default().hint(&host, root, lost, kind);
        let hint = |path| Some(format!("did you mean `{path}`?"));
        assert_eq!(near("", "Dockerfile", Some(FileKind::File)), hint("Dockerfil"));
        assert_eq!(near("app", "src/mian.c", None), hint("src/main.c"));
        assert_eq!(near("", "app/sr/", Some(FileKind::Directory)), hint("app/src"));
        assert_eq!(near("", "app/sr", Some(FileKind::File)), hint("app/srv"));
        assert_eq!(near("", "nowhere/x", None), None);
    }

    #[test]
    fn of_many_only_some_are_looked_for() {
        let (host, mut near) = (Memory::new().file("path-00", ""), Near::default());
        let mut is_told = |number| near.hint(&host, "", &format!("path-{number}"), None).is_some();
        assert!((1..=MOST).all(&mut is_told));
        assert!(!is_told(MOST + 1));
        assert!(is_told(1), "it is known");
    }
}
