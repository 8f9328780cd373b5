//! The stages that a target reaches.
//!
//! A stage counts by what it starts from and by its steps. Those that take something from a stage
//! count that stage by its digest, so that neither names nor numbers of stages do. There are two
//! digests: what is in the stage, which is all that `COPY --from` and mounts see, and what is said
//! of it besides, which comes along with `FROM`.

use std::collections::BTreeMap;

use crate::digest::{Digest, Record};
use crate::dockerfile::ast::Instruction;
use crate::dockerfile::build::{Origin, Pass, Selection, Stage, Step, Taker};
use crate::dockerfile::load::Loaded;
use crate::text::Text;

use super::instruction;
use super::place::{self, Place};
use super::work::{For, Work};
use super::{Input, InputValue};

/// How much of an instruction a label shows, in characters.
const SHOWN: usize = 72;

/// All of one platform.
pub(super) struct PassMade {
    /// What is in the image.
    pub(super) layers: Input,
    /// What is said of it.
    pub(super) image: Input,
}

/// A stage that has been gone through.
struct StageMade {
    layers: Digest,
    image: Digest,
    input: Input,
    /// The instructions that are about the image only.
    about: Vec<Input>,
    /// The stage it starts from.
    base: Option<usize>,
}

/// Stages by number.
type Stages = BTreeMap<usize, StageMade>;

/// A pass that is being gone through.
struct At<'s> {
    loaded: &'s Loaded,
    pass: &'s Pass,
    /// Which pass it is.
    number: usize,
}

impl Work<'_, '_> {
    /// All that counts of one platform.
    pub(super) fn pass(&mut self, loaded: &Loaded, pass: &Pass, number: usize) -> PassMade {
        let at = At { loaded, pass, number };
        let mut made = Stages::new();
        for stage in &pass.stages {
            let one = self.stage(&at, stage, &made);
            made.insert(stage.number, one);
        }
        let last = pass.stages.last().map(|stage| stage.number);
        let label: Text = format!("platform {}", pass.platform).into();
        let about = about(last, &made);
        let last = last.and_then(|number| made.get(&number));
        let digest = |kind: &str, digest: Option<&Digest>| {
            let record = Record::new(kind).text("platform", &pass.platform.to_string());
            digest.map_or(record.clone(), |digest| record.digest("stage", digest)).done()
        };
        let layers = digest("platform", last.map(|stage| &stage.layers));
        let image = digest("platform image", last.map(|stage| &stage.image));
        let inputs = made.into_values().map(|stage| stage.input).collect::<Vec<_>>();
        let group = |digest, inputs: Vec<Input>| Input {
            label: label.clone(),
            digest,
            value: InputValue::Group(inputs.into()),
        };
        PassMade { layers: group(layers, inputs), image: group(image, about) }
    }

    fn stage(&mut self, at: &At<'_>, stage: &Stage, made: &Stages) -> StageMade {
        let (from, image) = self.base(at, stage, made);
        let platform = stage.platform.to_string();
        let mut layers =
            Record::new("stage").text("platform", &platform).digest("from", &from.digest);
        let mut all = Record::new("stage image").digest("from", &image);
        let mut inputs = vec![from];
        let mut about: Vec<Input> = linked(&inputs, image).into_iter().collect();
        if let Some(triggered) = self.triggered(at, stage) {
            layers = layers.digest("step", &triggered.digest);
            inputs.push(triggered);
        }
        for &step in &stage.instructions {
            let Some(instruction) = self.read.instruction(step) else { continue };
            let input = self.step(at, stage, step, instruction, made);
            all = all.digest("step", &input.digest);
            if instruction::is_about_image(&instruction.kind) {
                about.push(input);
            } else {
                layers = layers.digest("step", &input.digest);
                inputs.push(input);
            }
        }
        let layers = layers.done();
        let image = all.digest("layers", &layers).done();
        let base = match stage.base {
            Origin::Stage(number) => Some(number),
            _ => None,
        };
        let label = label_of(stage);
        let value = InputValue::Group(self.world.shared.share(layers, &label, inputs));
        StageMade { layers, image, input: Input { label, digest: layers, value }, about, base }
    }

    /// What a stage starts from, and the digest of all that is said of that.
    fn base(&mut self, at: &At<'_>, stage: &Stage, made: &Stages) -> (Input, Digest) {
        let place = place::of_origin(&stage.base, &self.read.target.attributes, at.loaded);
        if let Place::Stage(number) = place
            && let Some(base) = made.get(&number)
        {
            let value = InputValue::Text(base.input.label.clone());
            let label = format!("FROM {}", base.input.label).into();
            return (Input { label, digest: base.layers, value }, base.image);
        }
        let node = match &place {
            Place::Node(name) => self.made.get(name).map(|node| node.image),
            _ => None,
        };
        let mut input = self.input(place, &stage.platform, For::Base, stage.span);
        input.label = format!("FROM {}", input.label).into();
        let image = node.unwrap_or(input.digest);
        (input, image)
    }

    /// The files that triggers of an image may take whose name tells that it has some.
    fn triggered(&mut self, at: &At<'_>, stage: &Stage) -> Option<Input> {
        let selection = stage.selections.iter().find(|it| it.by == Taker::Trigger)?;
        Some(self.taken(at, selection, &Stages::new()))
    }

    fn step(
        &mut self,
        at: &At<'_>,
        stage: &Stage,
        step: Step,
        instruction: &Instruction,
        made: &Stages,
    ) -> Input {
        let counted = self.read.counted(at.number, stage);
        let done = instruction::count(instruction, counted, &self.read.ignored);
        let label = shortened(&done.text);
        let value = InputValue::Text(done.text);
        let text = Input { label: label.clone(), digest: done.digest, value };
        let taken = stage.selections.iter().filter(|it| it.step == step);
        let taken: Vec<Input> =
            taken.map(|it| self.taken(at, as_counted(it, counted), made)).collect();
        if taken.is_empty() {
            return text;
        }
        let mut inputs = vec![Input { label: "instruction".into(), ..text }];
        inputs.extend(taken);
        Input::group(label, "step", inputs)
    }

    /// What a selection takes.
    fn taken(&mut self, at: &At<'_>, selection: &Selection, made: &Stages) -> Input {
        let place = place::of_selection(selection, &self.read.target.attributes, at.loaded);
        if let Place::Stage(number) = place
            && let Some(stage) = made.get(&number)
        {
            let (label, digest) = (stage.input.label.clone(), stage.layers);
            return Input { label: label.clone(), digest, value: InputValue::Text(label) };
        }
        self.input(place, &at.pass.platform, For::Files(selection), selection.span)
    }
}

/// The node that a stage starts from, with all that is said of its image.
fn linked(inputs: &[Input], digest: Digest) -> Option<Input> {
    let from = inputs.first().filter(|from| matches!(from.value, InputValue::Node(_)))?;
    Some(Input { digest, ..from.clone() })
}

/// The selection that counts: of a heredoc the one without what is left out.
fn as_counted<'s>(selection: &'s Selection, counted: &'s Stage) -> &'s Selection {
    let mut same = counted.selections.iter().filter(|it| it.span == selection.span);
    let is_text = |it: &Selection| matches!(it.origin, Origin::Heredoc(_));
    same.find(|it| is_text(it) && is_text(selection)).unwrap_or(selection)
}

/// The instructions that are about the image of a stage, those of the stages it starts from first.
fn about(last: Option<usize>, made: &Stages) -> Vec<Input> {
    let mut chain = Vec::new();
    let mut next = last;
    while let Some(stage) = next.and_then(|number| made.get(&number)) {
        chain.push(stage);
        next = stage.base;
    }
    chain.into_iter().rev().flat_map(|stage| stage.about.iter().cloned()).collect()
}

fn label_of(stage: &Stage) -> Text {
    match &stage.name {
        Some(name) => format!("stage {name}").into(),
        None => format!("stage {}", stage.number).into(),
    }
}

/// The text in one line that is not too long.
fn shortened(text: &str) -> Text {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line.into();
    }
    let start: String = line.chars().take(SHOWN - 1).collect();
    format!("{start}…").into()
}
