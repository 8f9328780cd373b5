//! The key of a target.

use std::collections::BTreeSet;

use crate::digest::Record;
use crate::dockerfile::ast::InstructionKind;
use crate::dockerfile::build::{Build, Stage};
use crate::graph::Kind;
use crate::text::Text;

use super::gather::{input, takes_all};
use super::read::Read;
use super::settings::name_of;
use super::work::{Made, Work};
use super::{Input, Keyed, read, root};

impl Work<'_, '_> {
    /// The key of the target, and what others need to know of it.
    pub(super) fn target(mut self) -> (Keyed, Made) {
        let (mut build, mut image) = self.passes();
        build.extend(self.build_settings());
        build.extend(self.policies());
        build.extend(self.inputs());
        self.doubt_caches();
        image.extend(self.image_settings());
        image.extend(self.git_labels());
        let mut manifest = self.manifest_settings();
        manifest.extend(self.default_attestations());
        let build = Input::group("build", "build", build);
        let image = Input::group("image", "image", image);
        let manifest = Input::group("manifest", "manifest", manifest);
        let parts = [build, image, manifest];
        let [build, image, _] = &parts;
        let layers = build.digest;
        let image = Record::new("whole image")
            .digest("build", &build.digest)
            .digest("image", &image.digest)
            .done();
        let key = root(Kind::Target, self.world.subject.modes, &parts);
        let made = Made { key, layers, image, is_volatile: !self.volatile.is_empty() };
        let inputs = parts.into_iter().filter(|part| !part.parts().is_empty()).collect();
        let ignored = self.ignored();
        let floating = self.floating.into_iter().collect();
        let volatile = self.volatile;
        (Keyed { kind: Kind::Target, key, inputs, volatile, floating, ignored }, made)
    }

    /// What is built, and what is said of the image in the Dockerfile.
    fn passes(&mut self) -> (Vec<Input>, Vec<Input>) {
        let read = self.read;
        let (mut build, mut image) = (Vec::new(), Vec::new());
        if let Some((loaded, known)) = read.known() {
            for (number, pass) in known.passes.iter().enumerate() {
                let made = self.pass(loaded, pass, number);
                build.push(made.layers);
                image.push(made.image);
            }
        }
        if takes_all(read) {
            build.push(self.everything());
            let platforms = read.wish.platforms.iter().map(ToString::to_string);
            build.extend(platforms.map(|it| Input::text("platform", "platform", it)));
        }
        (build, image)
    }

    /// Files that count though no instruction names them.
    fn inputs(&mut self) -> Vec<Input> {
        let read = self.read;
        let patterns = read.target.attributes.added().inputs.iter().flatten().enumerate();
        patterns
            .map(|(index, pattern)| {
                let span = read.target.places.element("inputs", index);
                self.files(&input(pattern), Some(span))
            })
            .collect()
    }

    /// What is to be built without the cache is never as it was.
    fn doubt_caches(&mut self) {
        let read = self.read;
        let (attributes, places) = (&read.target.attributes, &read.target.places);
        if attributes.no_cache == Some(true) {
            self.doubt("`no-cache` is set".to_owned(), Some(places.attribute("no-cache")));
        }
        for (index, names) in attributes.no_cache_filter.iter().flatten().enumerate() {
            for name in names.split(',').filter(|name| builds(read, name)) {
                let reason = match name {
                    "" => "`no-cache-filter` names the stages without a name".to_owned(),
                    name => format!("`no-cache-filter` names the stage `{name}`"),
                };
                self.doubt(reason, Some(places.element("no-cache-filter", index)));
            }
        }
    }

    /// Policies may put other sources in the place of those that are named. They count as they are
    /// written: those of the target, the one beside the Dockerfile, and the one of the environment.
    fn policies(&mut self) -> Vec<Input> {
        let policies = self.read.target.attributes.policy.iter().flatten();
        let mut files: Vec<String> =
            policies.flat_map(|policy| policy.files.iter().map(ToString::to_string)).collect();
        let beside = self.read.loaded().and_then(|loaded| loaded.path.as_ref());
        files.extend(beside.map(|path| format!("{path}.rego")));
        files.extend(self.world.around.policy.clone());
        let files = files.iter().filter(|file| !file.is_empty());
        files.filter_map(|file| self.policy(file)).collect()
    }

    /// A policy in a file, if there is such a file.
    fn policy(&mut self, file: &str) -> Option<Input> {
        let label: Text = format!("policy {file}").into();
        Some(match self.world.around.policy(file)? {
            Ok(text) => Input::text(label, "policy", text),
            Err(error) => {
                self.doubt(format!("`{file}` cannot be read: {error}"), None);
                Input::text(label, "unknown", file)
            }
        })
    }

    /// buildx writes the revision into the image if the environment says so.
    fn git_labels(&mut self) -> Option<Input> {
        let input = self.world.around.git_labels.clone()?;
        self.doubt(format!("`{}` writes the revision into the image", input.label), None);
        Some(input)
    }

    /// buildx makes an attestation of its own unless the environment says otherwise.
    fn default_attestations(&self) -> Option<Input> {
        self.world.around.no_attestations.clone()
    }

    /// What was left out.
    fn ignored(&self) -> Vec<Text> {
        let ignored = &self.read.ignored;
        if ignored.is_empty() { Vec::new() } else { ignored.matching(&self.names()) }
    }

    /// The labels of a Dockerfile.
    fn labels_in(&self, build: &Build) -> Vec<String> {
        let mut labels = Vec::new();
        for stage in build.stages() {
            for step in &stage.instructions {
                let instruction = self.read.instruction(*step);
                if let Some(InstructionKind::Label(pairs)) = instruction.map(|it| &it.kind) {
                    let said = pairs.pairs.iter().filter_map(|it| stage.words.get(&it.name.span));
                    labels.extend(said.map(|name| format!("labels.{}", name.text)));
                }
            }
        }
        labels
    }

    /// The names that may be left out, each with its kind and a dot in front.
    fn names(&self) -> BTreeSet<String> {
        let attributes = &self.read.target.attributes;
        let labels = attributes.labels.iter().flatten().map(|(name, _)| format!("labels.{name}"));
        let annotations = attributes.annotations.iter().flatten();
        let annotations = annotations.map(|text| format!("annotations.{}", name_of(text)));
        let args = self.read.wish.args.keys().map(|name| format!("args.{name}"));
        let mut names: BTreeSet<String> = labels.chain(annotations).chain(args).collect();
        if let Some((loaded, build)) = self.read.known() {
            let instructions = loaded.dockerfile.instructions.iter();
            let args = instructions.flat_map(read::declared).map(|name| format!("args.{name}"));
            names.extend(args.chain(self.labels_in(build)));
        }
        names
    }
}

/// Whether a stage of this name may be built. Those without a name have an empty one, and small and
/// large letters are the same, roughly as Go's `EqualFold` compares them.
fn builds(read: &Read<'_>, name: &str) -> bool {
    let folded = |text: &str| text.to_uppercase().to_lowercase();
    let is_it = |stage: &Stage| folded(stage.name.as_deref().unwrap_or("")) == folded(name);
    read.known().is_none_or(|(_, build)| build.stages().any(is_it))
}
