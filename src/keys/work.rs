//! One target whose key is being made.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::context::Wanted;
use crate::diag::Problem;
use crate::digest::{Digest, Record};
use crate::dockerfile::build::Selection;
use crate::dockerfile::platform::Platform;
use crate::path;
use crate::source::{Sources, load::reason};
use crate::span::Span;
use crate::target::layout::Layout;
use crate::text::{Text, TextMap};

use super::around::Around;
use super::gather::Files;
use super::place::Place;
use super::read::Read;
use super::{Input, InputValue, Subject, Volatile};

/// What is known to all whose keys are made.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) sources: &'a Sources,
    pub(super) files: &'a Files,
    pub(super) around: &'a Around<'a>,
    pub(super) shared: &'a Shared,
}

/// A node whose key has been made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made {
    /// Its key.
    pub(super) key: Digest,
    /// What is in its image: all that those see who only take files of it.
    pub(super) layers: Digest,
    /// What is in its image and what is said of it there.
    pub(super) image: Digest,
    pub(super) is_volatile: bool,
}

/// Inputs that several targets have.
#[derive(Default, Debug)]
pub(super) struct Shared(Mutex<Known>);

/// Inputs by digest and label.
type Known = HashMap<(Digest, Text), Arc<[Input]>>;

impl Shared {
    /// The same inputs as another target has under this digest and label, if one has them.
    pub(super) fn share(&self, digest: Digest, label: &Text, inputs: Vec<Input>) -> Arc<[Input]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry((digest, label.clone())).or_insert_with(|| inputs.into()).clone()
    }
}

/// A target whose key is being made.
#[derive(Debug)]
pub(super) struct Work<'w, 'a> {
    pub(super) world: &'w World<'a>,
    pub(super) read: &'w Read<'a>,
    /// What has been made so far, by name.
    pub(super) made: &'w TextMap<Text, Made>,
    pub(super) volatile: Vec<Volatile>,
    pub(super) floating: BTreeSet<Text>,
}

/// What something is taken for.
#[derive(Clone, Copy, Debug)]
pub(super) enum For<'s> {
    /// Its files.
    Files(&'s Selection),
    /// To start from it.
    Base,
}

impl Work<'_, '_> {
    /// Notes why something that counts cannot be known, once.
    pub(super) fn doubt(&mut self, reason: String, span: Option<Span>) {
        let doubt = Volatile { reason, span };
        if !self.volatile.contains(&doubt) {
            self.volatile.push(doubt);
        }
    }

    /// What is at a place that is no stage.
    pub(super) fn input(
        &mut self,
        place: Place,
        platform: &Platform,
        purpose: For<'_>,
        span: Span,
    ) -> Input {
        match place {
            Place::Nothing => Input::text("scratch", "scratch", ""),
            Place::Folder(folder) => {
                let wanted = match purpose {
                    For::Files(selection) => Wanted::of(folder, selection),
                    For::Base => Wanted::everything(folder),
                };
                self.files(&wanted, Some(span))
            }
            Place::Node(name) => self.node(name, Some(span)),
            Place::Image(name) => self.image(name, platform),
            Place::Layout(layout) => self.layout(&layout, span),
            Place::Text(text) => Input::text(text.clone(), "certain", text),
            Place::Unknown(reason) => {
                self.doubt(reason.clone(), Some(span));
                Input::text("unknown", "unknown", reason)
            }
            // A stage that is taken from has been reached, and comes before.
            Place::Stage(number) => Input::text("unknown", "stage", number.to_string()),
        }
    }

    /// Files of a folder.
    pub(super) fn files(&mut self, wanted: &Wanted, span: Option<Span>) -> Input {
        let label = label_of(wanted);
        let reason = match self.world.files.get(wanted) {
            Some(Ok(picked)) => {
                let digest = Record::new("files").digest("files", &picked.digest).done();
                return Input { label, digest, value: InputValue::Files(picked.clone()) };
            }
            Some(Err(unknown)) => unknown.reason.clone(),
            None => "nobody has looked at these files".to_owned(),
        };
        self.doubt(reason.clone(), span);
        Input::text(label, "unknown", reason)
    }

    /// Another node: what is in its image.
    pub(super) fn node(&mut self, name: Text, span: Option<Span>) -> Input {
        let Some(made) = self.made.get(&name).copied() else {
            self.doubt(format!("`{name}` has no key"), span);
            return Input::text(name.clone(), "unknown", name);
        };
        if made.is_volatile {
            self.doubt(format!("`{name}` is volatile"), span);
        }
        let digest = Record::new("node").digest("layers", &made.layers).done();
        Input { label: format!("target {name}").into(), digest, value: InputValue::Node(name) }
    }

    /// An image in a folder, by its digest.
    fn layout(&mut self, layout: &Layout, span: Span) -> Input {
        let index = layout.index();
        let read = || {
            self.world.subject.host.read(Path::new(&index)).map_err(|error| {
                Problem::new(format!("`{index}` cannot be read: {}", reason(&error)))
            })
        };
        match layout.digest(read) {
            Ok(digest) => Input::text(format!("image {digest}"), "layout", digest),
            Err(problem) => {
                self.doubt(problem.message.clone(), Some(span));
                Input::text("unknown", "unknown", problem.message)
            }
        }
    }

    /// An image from a registry.
    pub(super) fn image(&mut self, name: Text, platform: &Platform) -> Input {
        let said = name.split_once('@').map(|(_, digest)| Text::from(digest));
        let locked = || self.world.subject.lock.find(&name, platform);
        let pinned = said.or_else(|| locked().map(|image| image.digest.clone()));
        if pinned.is_none() {
            self.floating.insert(name.clone());
        }
        let platform: Text = platform.to_string().into();
        let record = Record::new("image").text("platform", &platform);
        let record = match &pinned {
            Some(digest) => record.text("digest", digest),
            None => record.text("name", &name),
        };
        let label = format!("image {name}").into();
        let value = InputValue::Image { name, platform, pinned };
        Input { label, digest: record.done(), value }
    }
}

fn label_of(wanted: &Wanted) -> Text {
    match wanted {
        Wanted::Input { pattern } => format!("files {pattern}").into(),
        Wanted::Selected { folder, pick } => {
            let below = pick.below.as_deref().unwrap_or_default();
            let path = path::join(&folder.root, &pick.path);
            format!("files {}", path::join(&path, below)).into()
        }
    }
}
