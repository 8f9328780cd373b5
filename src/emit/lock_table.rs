//! A lock as a table for people.

use super::table::aligned;
use crate::lock::{Change, Locked, Updated};
use crate::target::reference::Reference;
use crate::text::Text;

/// How many digits of a digest are shown.
const SHOWN: usize = 12;

/// One line an image: its name, its digest, its platforms, and what became of it. Empty where
/// nothing is locked.
pub fn table(updated: &Updated) -> String {
    if updated.lock.images.is_empty() {
        return String::new();
    }
    let mut text = String::from("IMAGE\tDIGEST\tCHANGE\tPLATFORMS\n");
    for (name, locked) in &updated.lock.images {
        text.push_str(&line(name, locked, updated.changes.get(name)));
    }
    aligned(&text)
}

fn line(name: &str, locked: &Locked, change: Option<&Change>) -> String {
    let Locked { digest, platforms } = locked;
    let name = Reference::parse(name).map_or_else(|_| name.to_owned(), |it| it.familiar());
    let change = match change {
        Some(Change::Added) => "added".to_owned(),
        Some(Change::Updated(old)) => format!("updated from {}", short(old)),
        Some(Change::Platforms) => "other platforms".to_owned(),
        Some(Change::Kept | Change::Dropped) | None => "kept".to_owned(),
    };
    let platforms: Vec<&Text> = platforms.keys().collect();
    let platforms: Vec<&str> = platforms.into_iter().map(|it| &**it).collect();
    format!("{name}\t{}\t{change}\t{}\n", short(digest), platforms.join(", "))
}

/// The first digits of a digest, without the name of the algorithm.
fn short(digest: &str) -> String {
    let digits = digest.split_once(':').map_or(digest, |(_, digits)| digits);
    digits.chars().take(SHOWN).collect()
}
