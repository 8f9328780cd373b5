//! What relative contexts are relative to.
//!
//! bake reads contexts from the working directory, or, with `BUILDX_BAKE_FILE_RELATIVE_PATHS`,
//! from the directory of the file that says them. A target may be said in several files and
//! inherit from targets in others, so each context remembers its own base until
//! [`rebase`] settles them, once, after all files have been read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::path;
use crate::target::{Attributes, Definition, Texts, url};
use crate::text::Text;

/// The directories that the contexts of one target are relative to. An empty one is the working
/// directory.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Bases {
    /// The directory of the last file that says anything of the target.
    default: Option<Text>,
    /// The context, where nobody gave one: that directory, from the working directory.
    unsaid: Option<Text>,
    /// The directory for `context`.
    context: Option<Text>,
    /// The target whose context this one's is (`context = target.base.context`): it keeps the
    /// base it has there.
    context_of: Option<Text>,
    /// The directories for `contexts`, by name.
    contexts: Texts,
}

impl Bases {
    /// Takes over the bases of what `other` says.
    pub(super) fn merge(&mut self, other: &Self, has_context: bool, contexts: Option<&Texts>) {
        if other.default.is_some() {
            self.default.clone_from(&other.default);
            self.unsaid.clone_from(&other.unsaid);
        }
        if has_context {
            self.context.clone_from(&other.context);
            self.context_of.clone_from(&other.context_of);
        }
        let names = || contexts.into_iter().flat_map(Texts::keys);
        for name in names().filter(|name| !other.contexts.contains_key(name)) {
            self.contexts.remove(name);
        }
        let base = |name: &Text| Some((name.clone(), other.contexts.get(name)?.clone()));
        self.contexts.extend(names().filter_map(base));
    }
}

impl Attributes {
    /// Remembers the [base](of_file) that the file gives which these attributes come from.
    /// `says_contexts` tells whether it has `contexts`; `context_of` is the target in
    /// `context = target.NAME.context`.
    pub fn set_source(&mut self, base: &Text, context_of: Option<Text>, says_contexts: bool) {
        let bases = self.bases.get_or_insert_default();
        bases.default = Some(base.clone());
        if self.context.is_some() {
            bases.context = Some(base.clone());
            bases.context_of = context_of;
        }
        if says_contexts {
            let names = self.contexts.iter().flat_map(Texts::keys).cloned();
            bases.contexts.extend(names.map(|name| (name, base.clone())));
        }
    }

    /// The context of a target that nobody gave one.
    pub fn default_context(&self) -> Text {
        let unsaid = self.bases.as_ref().and_then(|bases| bases.unsaid.clone());
        unsaid.unwrap_or_else(|| ".".into())
    }

    fn rebase(&mut self, wsl: bool) {
        let Some(bases) = &mut self.bases else { return };
        let Bases { default, unsaid, context: base, context_of: _, contexts } = &mut **bases;
        match (&mut self.context, base) {
            (Some(context), Some(base)) => *context = rebased(base, context, wsl),
            (Some(_), None) => {}
            (None, _) => *unsaid = default.as_deref().map(|base| rebased(base, ".", wsl)),
        }
        for (name, context) in self.contexts.iter_mut().flatten() {
            if let Some(base) = contexts.get(name) {
                *context = rebased(base, context, wsl);
            }
        }
    }
}

impl Definition {
    fn bases(&self) -> Option<&Bases> {
        self.attributes.bases.as_deref()
    }
}

/// Makes every context relative to the working directory, each from its own base. With `wsl`, those
/// that are paths of Windows become those of its drives, as in bake, but for those that have no base.
pub fn rebase(definitions: &mut [Definition], wsl: bool) {
    let wanted: BTreeSet<Text> =
        definitions.iter().filter_map(|it| it.bases()?.context_of.clone()).collect();
    let places: BTreeMap<Text, usize> = definitions
        .iter()
        .enumerate()
        .filter(|(_, it)| wanted.contains(&it.name))
        .map(|(place, it)| (it.name.clone(), place))
        .collect();
    for place in 0..definitions.len() {
        let borrowed = definitions
            .get(place)
            .and_then(|it| places.get(it.bases()?.context_of.as_ref()?))
            .and_then(|&other| definitions.get(other)?.bases())
            .and_then(|bases| bases.context.clone().or(bases.default.clone()));
        let definition = definitions.get_mut(place).filter(|it| it.bases().is_some());
        if let Some(Definition { attributes, .. }) = definition {
            let attributes = Arc::make_mut(attributes);
            if let Some(bases) = &mut attributes.bases {
                bases.context = borrowed.or(bases.context.take());
            }
            attributes.rebase(wsl);
        }
    }
}

/// What the contexts in a file are relative to: the directory it is in. Standard input and what
/// is not on this machine give the empty base, which is the working directory.
pub fn of_file(file: &str) -> Text {
    let is_local = !file.is_empty() && file != "-" && !url::is_remote(file);
    if is_local { path::directory(file).into() } else { Text::default() }
}

fn rebased(base: &str, context: &str, wsl: bool) -> Text {
    let stays = base.is_empty()
        || context.is_empty()
        || url::is_special(context)
        || path::is_absolute(context);
    if stays {
        return context.into();
    }
    let joined = path::join(base, context);
    path::mounted(&joined).filter(|_| wsl).unwrap_or(joined).into()
}
