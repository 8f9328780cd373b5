//! What is wanted of a folder.

use std::sync::Arc;

use super::folder::Folder;
use crate::dockerfile::build::{Selection, Taker};
use crate::text::Text;

/// Files that something needs.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Wanted {
    /// What an instruction takes of a build context.
    Selected {
        /// The context.
        folder: Folder,
        /// What is taken of it.
        pick: Pick,
    },
    /// What a pattern of `inputs` names, counted from the working directory. Ignore files do not
    /// count. A pattern that names a folder stands for all that is in it.
    Input {
        /// The pattern, as moby's `patternmatcher` reads it.
        pattern: Text,
    },
}

/// What an instruction takes of a folder.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Pick {
    /// What takes it: [`Taker::Add`] is [`Taker::Copy`] here, which takes the same files.
    pub by: Taker,
    /// A path from the root of the folder, cleaned, without a slash in front. Empty for all of it.
    pub path: Text,
    /// With `--parents`: the pattern, from `path` on.
    pub below: Option<Text>,
    /// Whether `*`, `?`, `[…]` and `\` mean something in the path.
    pub wildcards: bool,
    /// What is left out again (`--exclude`).
    pub excludes: Arc<[Text]>,
}

impl Wanted {
    /// What a selection takes of a folder.
    pub fn of(folder: Folder, selection: &Selection) -> Self {
        Self::Selected { folder, pick: Pick::of(selection) }
    }

    /// All of a folder that a build sees.
    pub fn everything(folder: Folder) -> Self {
        Self::Selected { folder, pick: Pick::everything() }
    }
}

impl Pick {
    /// What a selection takes. Where the path is not certain, that is everything.
    pub fn of(selection: &Selection) -> Self {
        let Selection { path, below, wildcards, excludes, by, uncertain, .. } = selection;
        let by = match by {
            Taker::Copy | Taker::Add => Taker::Copy,
            Taker::Mount => Taker::Mount,
            Taker::Trigger => return Self::everything(),
        };
        if *uncertain {
            return Self::everything();
        }
        Self {
            by,
            path: path.clone(),
            below: below.clone(),
            wildcards: *wildcards,
            excludes: excludes.clone(),
        }
    }

    /// All that a build sees.
    pub fn everything() -> Self {
        Self {
            by: Taker::Mount,
            path: "".into(),
            below: None,
            wildcards: false,
            excludes: Arc::default(),
        }
    }
}
