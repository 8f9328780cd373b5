//! What a reader takes for one character: grapheme clusters, as of Unicode 15.0.

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

/// The grapheme clusters of a text.
///
/// Unicode 15.1 began to join Indic consonants across a virama. cty's tables are older and start a
/// new cluster there; so do we.
pub(super) fn graphemes(text: &str) -> Vec<&str> {
    let mut clusters = Vec::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster.is_ascii() {
            clusters.push(cluster);
        } else {
            split_joined(cluster, &mut clusters);
        }
    }
    clusters
}

/// A cluster, cut before each letter that follows something that extends what is before it. The
/// two letters that are left out are vowels, which extend too.
fn split_joined<'a>(cluster: &'a str, clusters: &mut Vec<&'a str>) {
    static JOINT: LazyLock<Regex> = LazyLock::new(|| {
        let extends = r"[\p{M}\p{Sk}\x{200C}\x{200D}\x{FF9E}\x{FF9F}\x{E0020}-\x{E007F}]";
        let letter = r"[\p{Lo}--[\x{E33}\x{EB3}]]";
        Regex::new(&format!("{extends}({letter})")).expect("a constant pattern compiles")
    });
    let mut start = 0;
    for letter in JOINT.captures_iter(cluster).filter_map(|joint| joint.get(1)) {
        clusters.push(&cluster[start..letter.start()]);
        start = letter.start();
    }
    clusters.push(&cluster[start..]);
}
