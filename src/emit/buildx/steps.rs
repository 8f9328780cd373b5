//! What is to be done, in order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, Stopped};
use crate::graph::{Draft, Graph, NodeId};
use crate::select::{Node, Selected, Selection};
use crate::target::{Attest, Attributes, Output, Promotion, Task, csv};
use crate::text::Text;

use super::call::{Argument, Call, Piece, Program};
use super::delivery::{self, Delivery};
use super::flags::{self, Build, Parents};
use super::{Plan, Receipt, Settings, Step};

/// The plan of what was selected.
///
/// # Errors
/// For each attribute that no flag can say, and each image that a task or a promotion cannot get.
pub fn plan(
    selection: &Selection,
    settings: &Settings,
    diags: &mut Diagnostics,
) -> Result<Plan, Stopped> {
    let graph = Draft::of(selection).seal(diags)?;
    let deliveries = delivery::plan(selection, &graph);
    let planner = Planner { selection, settings, deliveries };
    let mut steps = Vec::new();
    for id in graph.ids() {
        match planner.step(&graph, id) {
            Ok(step) => steps.extend(step),
            Err(refused) => diags.extend(refused),
        }
    }
    diags.checked(Plan { steps })
}

struct Planner<'a> {
    selection: &'a Selection,
    settings: &'a Settings,
    deliveries: BTreeMap<Text, Delivery>,
}

type Called = Result<Call, Vec<Diagnostic>>;

impl Planner<'_> {
    fn step(&self, graph: &Graph, id: NodeId) -> Result<Option<Step>, Vec<Diagnostic>> {
        let (node, wave) = (graph.node(id), graph.wave(id));
        let (mut timeout, mut receipt) = (None, None);
        let call = self.selection.node(&node.name).map(|selected| match selected {
            Node::Target(target) => {
                receipt = self.receipt(&node.name);
                self.build(&node.name, target)
            }
            Node::Task(task) => {
                timeout = task.timeout;
                self.task(task)
            }
            Node::Promotion(promotion) => self.promotion(promotion),
        });
        let step =
            |call| Step { name: node.name.clone(), kind: node.kind, wave, call, timeout, receipt };
        Ok(call.transpose()?.map(step))
    }

    fn receipt(&self, target: &Text) -> Option<Receipt> {
        let delivery = self.deliveries.get(target)?;
        let report = delivery.digest.then_some(Receipt::Report);
        report.or(delivery.store.is_some().then_some(Receipt::Layout))
    }

    fn build(&self, name: &Text, target: &Selected) -> Called {
        let parents = self.parents(name, target)?;
        let mut attributes = Cow::Borrowed(&*target.attributes);
        let is_delivered =
            self.deliveries.get(name).is_some_and(|it| it.store.is_some() || it.load);
        if is_delivered && !delivery::leaves_something(&attributes) {
            // A build that leaves nothing but its cache is about to leave something.
            attributes.to_mut().output = None;
        }
        if self.deliveries.get(name).is_some_and(|it| it.alone) {
            leave_alone(name, target, &mut attributes)?;
        }
        self.check_store(name, target)?;
        flags::call(Build {
            attributes: &attributes,
            places: &target.places,
            parents: &parents,
            outputs: self.outputs(name, target),
            settings: self.settings,
        })
    }

    /// Refuses a second OCI layout beside one of the target's own.
    fn check_store(&self, name: &Text, target: &Selected) -> Result<(), Vec<Diagnostic>> {
        let mut outputs = target.attributes.output.iter().flatten();
        let stored = self.deliveries.get(name).is_some_and(|it| it.store.is_some());
        if !stored || !outputs.any(delivery::is_layout) {
            return Ok(());
        }
        let message = format!(
            "the image of `{name}` cannot be handed on: a build writes one OCI layout into a \
             folder, and this one is not what others need"
        );
        let error = Diagnostic::error(message, target.places.attribute("output"));
        Err(vec![error.hint("write an archive instead: leave out `tar=false`")])
    }

    /// What stands in for the targets that are contexts of this one.
    fn parents(&self, name: &Text, target: &Selected) -> Result<Parents, Vec<Diagnostic>> {
        let (mut parents, mut refused) = (Parents::new(), Vec::new());
        for (context, parent) in target.links() {
            let Some((parent, selected)) = self.selection.targets.get_key_value(parent) else {
                continue;
            };
            let attributes = &selected.attributes;
            if let Some(method) = attributes.call.as_deref().and_then(|call| flags::method(call)) {
                let message = format!(
                    "target `{name}` cannot start from `{parent}`, which is not built: its `call` \
                     is `{method}`"
                );
                let place = target.places.entry("contexts", context);
                refused.push(Diagnostic::error(message, place));
            }
            parents.insert(parent.clone(), self.handed_on(parent, attributes));
        }
        if refused.is_empty() { Ok(parents) } else { Err(refused) }
    }

    /// The context that a target is to those who start from it.
    fn handed_on(&self, parent: &Text, attributes: &Attributes) -> Argument {
        let stored = self.deliveries.get(parent).is_some_and(|it| it.store.is_some());
        let layout = Argument::text("oci-layout://");
        let digest = Piece::Digest(parent.clone());
        if stored {
            layout.then(Piece::Store).then_text(format!("/{parent}@")).then(digest)
        } else if let Some(output) = delivery::only_layout(attributes) {
            layout.then_text(format!("{}@", output.dest)).then(digest)
        } else {
            let image = delivery::image_name(attributes).unwrap_or_default();
            Argument::text("docker-image://").then_all(delivery::by_digest(image, parent))
        }
    }

    /// The flags for what others need of this target.
    fn outputs(&self, name: &Text, target: &Selected) -> Vec<Argument> {
        let Some(Delivery { store, digest, load, alone: _ }) = self.deliveries.get(name) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        let says_nothing =
            target.attributes.output.as_ref().is_none_or(|outputs| outputs.is_empty());
        if *load {
            all.push(Argument::text("--output=type=docker"));
        } else if says_nothing && store.is_some() {
            // What no output at all means to docker's own builder, said aloud: with an output of
            // ours beside it, it would not be meant any more.
            all.push(Argument::text("--output=type=image"));
        }
        if let Some(attrs) = store {
            all.push(into_store(name, attrs));
        }
        if *digest {
            let file = Argument::text("--metadata-file=").then(Piece::Store);
            all.push(file.then_text(format!("/{name}.json")));
        }
        all
    }

    /// A command, with the image it works on in `BAKEWELL_IMAGE`.
    fn task(&self, task: &Task) -> Called {
        let image = task.image.as_ref().map(|target| self.image(task, target)).transpose()?;
        Ok(Call {
            program: Program::Named,
            environment: image.map(|image| ("BAKEWELL_IMAGE".into(), image)).into_iter().collect(),
            arguments: task.command.iter().map(Argument::from).collect(),
            input: None,
        })
    }

    /// The image of a target as a task finds it: in the registry, or loaded under its first name.
    fn image(&self, task: &Task, name: &Text) -> Result<Argument, Vec<Diagnostic>> {
        let place = task.places.attribute("image");
        let refused = |why: &str, hint: &str| {
            let message =
                format!("task `{}` cannot get the image of `{name}`: it {why}", task.name);
            vec![Diagnostic::error(message, place).hint(hint)]
        };
        let target = self.selection.targets.get(name);
        let delivery = self.deliveries.get(name).cloned().unwrap_or_default();
        let Some(image) = target.and_then(|it| delivery::image_name(&it.attributes)) else {
            return Err(refused("has no name", "give the target a tag"));
        };
        if delivery.digest && target.is_some_and(|it| delivery::only_push(&it.attributes).is_some())
        {
            return Ok(delivery::by_digest(image, name));
        }
        let mut outputs = target.into_iter().flat_map(|it| it.attributes.output.iter().flatten());
        if delivery.load || outputs.any(|it| is_loaded(it) || delivery::is_push(it)) {
            return Ok(Argument::text(image));
        }
        Err(refused("is neither pushed nor loaded", "add an output such as `type=docker`"))
    }

    /// Further names in the registry.
    fn promotion(&self, promotion: &Promotion) -> Called {
        let source = &promotion.target;
        let target = self.selection.targets.get(source);
        let pushed = target
            .map(|it| &*it.attributes)
            .filter(|attributes| attributes.output.iter().flatten().any(delivery::is_push));
        let Some(image) = pushed.and_then(delivery::image_name) else {
            return Err(vec![not_pushed(promotion)]);
        };
        let known = self.deliveries.get(source).is_some_and(|delivery| delivery.digest);
        let image = if known { delivery::by_digest(image, source) } else { Argument::text(image) };
        let verbs = ["imagetools", "create"].map(Argument::text);
        let tags = promotion.tags.iter().map(|tag| Argument::text(format!("--tag={tag}")));
        Ok(Call {
            program: Program::Buildx,
            environment: Vec::new(),
            arguments: verbs.into_iter().chain(tags).chain([image]).collect(),
            input: None,
        })
    }
}

/// Takes its attestations from an image that stands for platforms it is not of: beside them it would
/// be found by its platform only. They are missed nowhere if nobody asked for the target.
fn leave_alone(
    name: &Text,
    target: &Selected,
    attributes: &mut Cow<'_, Attributes>,
) -> Result<(), Vec<Diagnostic>> {
    if attributes.attest.iter().flatten().all(|it| it.disabled) {
        return Ok(());
    }
    if target.linked {
        for attest in attributes.to_mut().attest.iter_mut().flatten() {
            *attest = Attest { kind: attest.kind.clone(), disabled: true, attrs: BTreeMap::new() };
        }
        return Ok(());
    }
    let message = format!(
        "the image of `{name}` cannot be handed on: others start from it for platforms that it is \
         not built for, and with attestations beside it they do not find it"
    );
    let error = Diagnostic::error(message, target.places.attribute("attest"));
    Err(vec![error.hint("build it for their `platforms`, or leave out `attest`")])
}

fn not_pushed(promotion: &Promotion) -> Diagnostic {
    let Promotion { name, target: source, .. } = promotion;
    let message = format!("`{name}` promotes the image of `{source}`, which is not pushed");
    Diagnostic::error(message, promotion.places.attribute("target"))
        .hint("add `--push`, or an output such as `type=registry`")
}

/// The output that puts a target into the store.
fn into_store(name: &Text, attrs: &BTreeMap<Text, Text>) -> Argument {
    let attrs = attrs.iter().map(|(name, value)| format!("{name}={value}"));
    let text = csv::line(["type=oci".to_owned()].into_iter().chain(attrs));
    let folder = Argument::text(format!("--output={text},tar=false,dest=")).then(Piece::Store);
    folder.then_text(format!("/{name}"))
}

/// Whether an output goes to docker's own images.
fn is_loaded(output: &Output) -> bool {
    &*output.kind == "docker" && output.dest.is_empty()
}
