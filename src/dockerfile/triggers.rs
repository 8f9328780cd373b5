//! The triggers of images: what a build that starts from one runs first.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ast::Instruction;
use super::build::Origin;
use super::platform::Platform;

/// The instructions that images have run by those who start from them (`ONBUILD`), as far as they
/// are known. Those of the stages of a file are in the file itself.
#[derive(Clone, Default, Debug)]
pub struct Triggers {
    instructions: Vec<Instruction>,
    /// Which of them are whose.
    known: BTreeMap<(Origin, Platform), Range<usize>>,
}

impl Triggers {
    /// None known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in those of an image for a platform, of which there may be none.
    pub fn add(&mut self, base: &Origin, platform: &Platform, instructions: Vec<Instruction>) {
        let start = self.instructions.len();
        self.instructions.extend(instructions);
        let range = start..self.instructions.len();
        self.known.insert((base.clone(), platform.clone()), range);
    }

    /// Whether those of an image for a platform are known.
    pub fn knows(&self, base: &Origin, platform: &Platform) -> bool {
        self.known.contains_key(&(base.clone(), platform.clone()))
    }

    /// The one with this number among all.
    pub fn get(&self, number: usize) -> Option<&Instruction> {
        self.instructions.get(number)
    }

    /// The numbers of those of an image for a platform.
    pub(super) fn of(&self, base: &Origin, platform: &Platform) -> Range<usize> {
        self.known.get(&(base.clone(), platform.clone())).cloned().unwrap_or_default()
    }
}
