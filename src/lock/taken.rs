//! The images that targets take.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{At, Diagnostic};
use crate::dockerfile::ast::{Dockerfile, InstructionKind};
use crate::dockerfile::build::Origin;
use crate::dockerfile::load::Loaded;
use crate::dockerfile::platform::Platform;
use crate::dockerfile::{self, Build, Dockerfiles, Outcome, Wish};
use crate::graph::named_at;
use crate::select::Selected;
use crate::source::{Host, Sources};
use crate::span::Span;
use crate::target::reference::Reference;
use crate::text::Text;
use crate::threads;

/// What the value of a context that is an image begins with.
pub(super) const SCHEME: &str = "docker-image://";

/// What a target takes from registries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The name of the target.
    pub target: Text,
    /// The images, in order; the same one again for another platform or place.
    pub images: Vec<TakenImage>,
    /// The names of the stages in its Dockerfile, in small letters.
    pub stages: BTreeSet<Text>,
}

/// An image that is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenImage {
    /// The image, in its normal form.
    pub reference: Reference,
    /// The platform it is taken for.
    pub platform: Platform,
    /// The named context that leads to it; none where the Dockerfile names the image.
    pub context: Option<Text>,
    /// What names it: in the Dockerfile, or in the definition.
    pub span: Span,
}

/// Reads the Dockerfiles of targets, each once, and finds the images that they take: by name, or by
/// a context that is one. Of a Dockerfile in another language all contexts count.
pub fn read<'a>(
    targets: impl IntoIterator<Item = (&'a Text, &'a Selected)>,
    host: &dyn Host,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Vec<Taken> {
    let mut dockerfiles = Dockerfiles::new();
    let mut jobs = Vec::new();
    for (name, selected) in targets {
        let Selected { attributes, places, .. } = selected;
        let outcome = dockerfiles.load(name, attributes, places, host, sources, found);
        jobs.push(Job { name, selected, outcome });
    }
    let mut all = Vec::new();
    for (taken, said) in threads::map(&jobs, |job| job.taken(host)) {
        all.extend(taken);
        found.extend(said);
    }
    all
}

/// A Dockerfile to be looked at.
struct Job<'a> {
    name: &'a Text,
    selected: &'a Selected,
    outcome: Outcome,
}

impl Job<'_> {
    /// What is taken, and what is wrong. Of a Dockerfile that is missing or broken that has been
    /// said.
    fn taken(&self, host: &dyn Host) -> (Option<Taken>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let Selected { attributes, places, .. } = self.selected;
        let wish = Wish::of(attributes, places, host);
        let taken = match &self.outcome {
            Outcome::Missing | Outcome::Loaded(Loaded { broken: true, .. }) => None,
            Outcome::Opaque(opaque) => Some(self.opaque(&wish, &opaque.reason, None, &mut found)),
            Outcome::Loaded(loaded) => {
                let build = dockerfile::resolve(&loaded.dockerfile, &wish, &mut found);
                Some(match &build.opaque {
                    Some(opaque) => self.opaque(&wish, &opaque.reason, opaque.span, &mut found),
                    None => self.known(&build, loaded, &mut found),
                })
            }
        };
        (taken, found)
    }

    fn known(&self, build: &Build, loaded: &Loaded, found: &mut Vec<Diagnostic>) -> Taken {
        let mut images = Vec::new();
        for (origin, platform, span) in origins(build, &loaded.dockerfile) {
            match origin {
                Origin::Image(name) => images.extend(image(name, platform, span)),
                Origin::Context(name) => images.extend(self.context(name, platform, found)),
                _ => {}
            }
        }
        let stage = |kind: &InstructionKind| match kind {
            InstructionKind::From(from) => from.name.as_ref().map(|it| it.to_lowercase().into()),
            _ => None,
        };
        let instructions = &loaded.dockerfile.instructions;
        let stages = instructions.iter().filter_map(|it| stage(&it.kind)).collect();
        Taken { target: self.name.clone(), images, stages }
    }

    /// What is taken where nobody can read the Dockerfile.
    fn opaque(
        &self,
        wish: &Wish,
        reason: &str,
        span: Option<Span>,
        found: &mut Vec<Diagnostic>,
    ) -> Taken {
        let message = format!("the images that `{}` takes are not known: {reason}", self.name);
        let place = span.unwrap_or_else(|| self.selected.places.attribute("context"));
        found.push(Diagnostic::warning(message, place));
        let platforms = match wish.platforms.as_slice() {
            [] => std::slice::from_ref(&wish.local),
            wanted => wanted,
        };
        let mut images = Vec::new();
        for platform in platforms {
            for context in &wish.contexts {
                images.extend(self.context(context, platform, found));
            }
        }
        Taken { target: self.name.clone(), images, stages: BTreeSet::new() }
    }

    /// The image that a context is, if it is one.
    fn context(
        &self,
        name: &Text,
        platform: &Platform,
        found: &mut Vec<Diagnostic>,
    ) -> Option<TakenImage> {
        let contexts = self.selected.attributes.contexts.as_ref()?;
        let image = contexts.get(name)?.strip_prefix(SCHEME)?;
        let span = self.selected.places.entry("contexts", name);
        match Reference::parse(image).at(span) {
            Ok(reference) => {
                let (reference, context) = (reference.with_default_tag(), Some(name.clone()));
                Some(TakenImage { reference, platform: platform.clone(), context, span })
            }
            Err(error) => {
                found.push(error);
                None
            }
        }
    }
}

/// Where everything in a build comes from, for which platform, and what names that. A stage starts
/// from what is for its own platform; files are taken from what is for that of the build.
fn origins<'a>(
    build: &'a Build,
    dockerfile: &'a Dockerfile,
) -> impl Iterator<Item = (&'a Origin, &'a Platform, Span)> {
    let stages = build.passes.iter().flat_map(|pass| pass.stages.iter().map(move |it| (pass, it)));
    stages.flat_map(|(pass, stage)| {
        let base = std::iter::once((&stage.base, &stage.platform, stage.span));
        let taken = stage.selections.iter();
        base.chain(taken.map(|it| (&it.origin, &pass.platform, named_at(it, dockerfile))))
    })
}

fn image(name: &str, platform: &Platform, span: Span) -> Option<TakenImage> {
    let reference = Reference::parse(name).ok()?;
    Some(TakenImage { reference, platform: platform.clone(), context: None, span })
}

/// The images that targets build, by their tags.
#[derive(Clone, Default, Debug)]
pub struct Built(BTreeMap<Reference, BTreeSet<Text>>);

impl Built {
    /// What these targets build.
    pub fn by<'a>(targets: impl IntoIterator<Item = (&'a Text, &'a Selected)>) -> Self {
        let mut built = Self::default();
        for (name, selected) in targets {
            for tag in selected.attributes.tags.iter().flatten() {
                if let Ok(reference) = Reference::parse(tag) {
                    let makers = built.0.entry(reference.with_default_tag()).or_default();
                    makers.insert(name.clone());
                }
            }
        }
        built
    }

    /// The target that builds an image which another one takes. Who takes an image of its own name
    /// takes the last one that was pushed, and who says that a context is an image means it.
    pub fn maker(&self, image: &TakenImage, user: &Text) -> Option<&Text> {
        let makers = self.0.get(&image.reference).filter(|_| image.context.is_none())?;
        if makers.contains(user) { None } else { makers.first() }
    }
}
