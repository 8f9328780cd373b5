//! What else a target says that alters its image.

use std::collections::BTreeSet;

use crate::digest::Record;
use crate::dockerfile::ast::{InstructionKind, Network, Run};
use crate::dockerfile::build::{Build, Stage, Taker};
use crate::dockerfile::mount::MountKind;
use crate::target::reference::Reference;
use crate::target::{Attest, NullableTexts, Resources, size, ulimit};
use crate::text::Text;

use super::gather::takes_all;
use super::work::Work;
use super::written::Written;
use super::{Input, InputValue};

/// Build args of BuildKit that alter nothing: the first is for its linter, the others count where
/// they are declared.
const WITHOUT_EFFECT: [&str; 3] =
    ["BUILDKIT_DOCKERFILE_CHECK", "BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

/// The build arg that sets the time of the image.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

impl Work<'_, '_> {
    /// What alters how the image is built.
    pub(super) fn build_settings(&mut self) -> Vec<Input> {
        let mut inputs = self.frontend();
        inputs.extend(self.platforms());
        inputs.extend(self.buildkit_args());
        inputs.extend(self.epoch());
        if self.runs_something() {
            inputs.extend(self.run_settings());
        }
        inputs
    }

    /// The frontend that reads the Dockerfile, if one is named. A build arg goes before the file.
    /// Docker's own counts by its name, any version being trusted to read the language in one way;
    /// another one is an image like others.
    fn frontend(&mut self) -> Vec<Input> {
        let read = self.read;
        let given = read.wish.args.get("BUILDKIT_SYNTAX").map(|value| value.trim());
        let written = read.loaded().and_then(|it| it.dockerfile.frontend.as_ref());
        let Some(frontend) = given.or_else(|| written.map(|it| &*it.value.value)) else {
            return Vec::new();
        };
        let mut inputs = vec![Input::text("frontend", "frontend", frontend)];
        let image = frontend.split(' ').next().unwrap_or_default();
        if let (None, Ok(image)) = (read.known(), Reference::parse(image)) {
            let name = image.with_default_tag().to_string().into();
            inputs.push(self.image(name, &read.wish.local));
        }
        inputs
    }

    /// Whether the platform is that of whatever builds, which is not the same as naming it.
    fn platforms(&self) -> Option<Input> {
        let implicit = self.read.wish.platforms.is_empty();
        implicit
            .then(|| Input::text("platform", "implicit platform", self.read.wish.local.to_string()))
    }

    /// The args that BuildKit itself looks at.
    fn buildkit_args(&self) -> Vec<Input> {
        let args = self.read.wish.args.iter().filter(|(name, _)| {
            name.starts_with("BUILDKIT_")
                && !WITHOUT_EFFECT.contains(&&***name)
                && &***name != "BUILDKIT_SYNTAX"
                && !self.read.ignored.arg(name)
        });
        args.map(|(name, value)| pair("arg", name, value)).collect()
    }

    /// The time of the image: a number, or the name of something that has a time.
    fn epoch(&mut self) -> Option<Input> {
        if self.read.ignored.arg(EPOCH) {
            return None;
        }
        let given = self.read.wish.args.get(EPOCH).cloned();
        let value = given.or_else(|| self.global(EPOCH)).filter(|value| !value.is_empty())?;
        if value.parse::<i64>().is_err() {
            let reason = format!("`{EPOCH}` is the time of `{value}`, which is not known");
            self.doubt(reason, None);
        }
        Some(pair("arg", EPOCH, &value))
    }

    /// The value of an arg that is declared before the first stage.
    fn global(&self, name: &str) -> Option<Text> {
        let (_, build) = self.read.known()?;
        let declared = build.passes.first()?.globals.iter().rfind(|it| &*it.name == name);
        declared?.value.clone()
    }

    /// Whether a `RUN` may be executed: one that is written, or a trigger of an image.
    fn runs_something(&self) -> bool {
        self.read.known().is_none_or(|(_, build)| self.may_run(build))
    }

    fn may_run(&self, build: &Build) -> bool {
        let runs = |stage: &Stage| has_unknown_triggers(stage) || self.runs(stage).next().is_some();
        self.read.takes_all || build.stages().any(runs)
    }

    /// The commands of a stage.
    fn runs<'s>(&'s self, stage: &'s Stage) -> impl Iterator<Item = &'s Run> {
        let instructions =
            stage.instructions.iter().filter_map(|step| self.read.instruction(*step));
        instructions.filter_map(|instruction| match &instruction.kind {
            InstructionKind::Run(run) => Some(run),
            _ => None,
        })
    }

    /// Whether a `RUN` may ask for a secret or agent of this id.
    fn is_mounted(&self, kind: MountKind, id: &str) -> bool {
        let Some((_, build)) = self.read.known().filter(|_| !takes_all(self.read)) else {
            return true;
        };
        build.stages().any(|stage| {
            let flags = self.runs(stage).flat_map(|run| &run.mounts);
            flags.into_iter().any(|flag| match Written::new("RUN", stage).mount(flag) {
                Some((mount, true)) => mount.kind == kind && mount.wanted_id() == id,
                _ => true,
            })
        })
    }

    /// Whether a `RUN` may have the network of the target: one that asks for no other.
    fn is_network_left_open(&self) -> bool {
        let Some((_, build)) = self.read.known().filter(|_| !takes_all(self.read)) else {
            return true;
        };
        let is_default = |run: &Run| {
            run.network.as_ref().is_none_or(|network| network.value == Network::Default)
        };
        build.stages().any(|stage| has_unknown_triggers(stage) || self.runs(stage).any(is_default))
    }

    /// What every `RUN` sees. The addresses of hosts count, though BuildKit does not count them: a
    /// `RUN` can read them. Of the secrets and agents that are mounted it counts that they are there.
    fn run_settings(&self) -> Vec<Input> {
        let attributes = &self.read.target.attributes;
        let mut inputs = Vec::new();
        let mut text = |label: &str, value: Option<&Text>| {
            let value = value.filter(|value| !value.is_empty());
            inputs.extend(value.map(|value| Input::text(label, label, value.clone())));
        };
        let network = attributes.network.as_deref().filter(|mode| *mode != "default");
        text("network", network.filter(|_| self.is_network_left_open()));
        let size = attributes.shm_size.as_deref().filter(|size| !size::is_nothing(size));
        text("shm-size", size);
        inputs.extend(given(attributes.extra_hosts.as_ref(), "extra host"));
        let mut ulimits = last_of_each(attributes.ulimits.iter().flatten());
        ulimits.sort_unstable();
        let ulimits = ulimits.into_iter().map(|text| ulimit::in_full(text));
        inputs.extend(ulimits.map(|it| Input::text("ulimit", "ulimit", it)));
        inputs.extend(attributes.resources.as_deref().and_then(resources));
        let secrets = attributes.secret.iter().flatten().map(|secret| &*secret.id);
        let secrets = secrets.filter(|id| self.is_mounted(MountKind::Secret, id));
        inputs.extend(ids("secret", secrets));
        let agents = attributes.ssh.iter().flatten().map(|agent| match &*agent.id {
            "" => "default",
            id => id,
        });
        let agents = agents.filter(|id| self.is_mounted(MountKind::Ssh, id));
        inputs.extend(ids("ssh", agents));
        inputs
    }

    /// What alters what is said of the image in its configuration.
    pub(super) fn image_settings(&self) -> Vec<Input> {
        let labels = given(self.read.target.attributes.labels.as_ref(), "label");
        labels.into_iter().filter(|it| !self.ignores_label(it)).collect()
    }

    fn ignores_label(&self, input: &Input) -> bool {
        input.label.strip_prefix("label ").is_some_and(|name| self.read.ignored.label(name))
    }

    /// What alters what comes along with the image.
    pub(super) fn manifest_settings(&self) -> Vec<Input> {
        let attributes = &self.read.target.attributes;
        let mut annotations = last_of_each(attributes.annotations.iter().flatten());
        annotations.retain(|text| !self.ignores_annotation(text));
        // Where it is the order that decides, it stays.
        annotations.sort_by_key(|text| name_of(text));
        let annotations = annotations.into_iter();
        let mut inputs: Vec<Input> = annotations
            .map(|it| Input::text(format!("annotation {}", name_of(it)), "annotation", it.clone()))
            .collect();
        let mut attests: Vec<Input> = attributes.attest.iter().flatten().map(attest).collect();
        attests.sort_by(|one, other| one.label.cmp(&other.label));
        inputs.extend(attests);
        let call = attributes.call.as_deref().filter(|call| !matches!(&***call, "" | "build"));
        inputs.extend(call.map(|call| Input::text("call", "call", call.clone())));
        let inline = attributes.cache_to.iter().flatten().any(|cache| &*cache.kind == "inline");
        inputs.extend(inline.then(|| Input::text("cache-to", "inline cache", "inline")));
        inputs
    }

    fn ignores_annotation(&self, text: &str) -> bool {
        self.read.ignored.annotation(name_of(text))
    }
}

/// Whether the image of a stage may have triggers of which nobody knows what they do.
fn has_unknown_triggers(stage: &Stage) -> bool {
    stage.selections.iter().any(|it| it.by == Taker::Trigger)
}

/// Of texts that are the same up to the `=` the last. Annotations of a platform stay: which of them
/// buildx takes is not certain.
fn last_of_each<'t>(texts: impl Iterator<Item = &'t Text>) -> Vec<&'t Text> {
    let texts: Vec<&Text> = texts.collect();
    let mut seen = BTreeSet::new();
    let key = |text: &'t Text| text.split_once('=').map_or(&**text, |(key, _)| key);
    let is_last = |text: &&'t Text| key(text).contains('[') || seen.insert(key(text));
    let mut last: Vec<&Text> = texts.into_iter().rev().filter(is_last).collect();
    last.reverse();
    last
}

/// The name of an annotation: what stands between the kind, if there is one, and the `=`.
pub(super) fn name_of(annotation: &str) -> &str {
    let (key, _) = annotation.split_once('=').unwrap_or((annotation, ""));
    key.split_once(':').map_or(key, |(_, name)| name)
}

/// A name and a value.
pub(super) fn pair(kind: &str, name: &str, value: &Text) -> Input {
    let digest = Record::new(kind).text("name", name).text("value", value).done();
    let label = format!("{kind} {name}").into();
    Input { label, digest, value: InputValue::Text(value.clone()) }
}

/// Names that have a value.
fn given(texts: Option<&NullableTexts>, kind: &str) -> Vec<Input> {
    let given = texts.into_iter().flatten();
    given.filter_map(|(name, value)| Some(pair(kind, name, value.as_ref()?))).collect()
}

fn ids<'a>(kind: &str, ids: impl Iterator<Item = &'a str>) -> Vec<Input> {
    let ids: BTreeSet<&str> = ids.collect();
    ids.into_iter().map(|id| Input::text(format!("{kind} {id}"), kind, id)).collect()
}

fn resources(resources: &Resources) -> Option<Input> {
    let given = resources.given().into_iter().map(|(name, value)| format!("{name}={value}"));
    let given: Vec<String> = given.collect();
    (!given.is_empty()).then(|| Input::text("resources", "resources", given.join(" ")))
}

fn attest(attest: &Attest) -> Input {
    let fields = attest.fields();
    let texts = fields.iter().flat_map(|(name, value)| [&**name, &**value]);
    let digest = Record::new("attest").texts("fields", texts).done();
    let shown: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let label = format!("attest {}", attest.kind).into();
    Input { label, digest, value: InputValue::Text(shown.join(",").into()) }
}
