//! All that a build might use, for builds of which it is not known what they do use.

use crate::digest::Record;
use crate::dockerfile::print;
use crate::path;
use crate::span::Span;
use crate::text::Text;

use super::Input;
use super::gather::{places, whole};
use super::place::Place;
use super::read::File;
use super::settings::pair;
use super::work::{For, Work};

impl Work<'_, '_> {
    /// All of it: the Dockerfile, the args and the contexts.
    pub(super) fn everything(&mut self) -> Input {
        let mut inputs: Vec<Input> = vec![self.dockerfile()];
        let read = self.read;
        let stage = read.target.attributes.target.as_ref();
        inputs.extend(stage.map(|stage| Input::text("target", "target", stage.clone())));
        let args = read.wish.args.iter().filter(|(name, _)| !read.ignored.arg(name));
        inputs.extend(args.map(|(name, value)| pair("arg", name, value)));
        for (name, place) in places(read) {
            inputs.push(self.context(&name, place));
        }
        Input::group("all that it may take", "everything", inputs)
    }

    /// The Dockerfile as text, or as instructions where its language is known. In a remote context
    /// it is as the context is, under its name.
    fn dockerfile(&self) -> Input {
        let text: Text = match &self.read.file {
            File::Loaded(loaded) if self.read.known().is_some() => print(&loaded.dockerfile).into(),
            File::Loaded(loaded) => self.world.sources.get(loaded.file).text.clone(),
            File::Remote => {
                let name = self.read.target.attributes.dockerfile.as_deref();
                let name = path::clean(name.unwrap_or("Dockerfile"));
                return Input::text("Dockerfile", "name of a Dockerfile", name);
            }
        };
        Input::text("Dockerfile", "Dockerfile", text)
    }

    fn context(&mut self, name: &Text, place: Place) -> Input {
        let places = &self.read.target.places;
        let place_of_it = match name.strip_prefix("context ") {
            Some(name) => places.entry("contexts", name),
            None => places.attribute("context"),
        };
        let mut input = match place {
            Place::Folder(folder) => {
                let wanted = whole(self.read, folder);
                self.files(&wanted, Some(place_of_it))
            }
            Place::Node(node) => self.whole_node(node, place_of_it),
            place => {
                let platform = self.read.wish.local.clone();
                self.input(place, &platform, For::Base, place_of_it)
            }
        };
        let counted = Record::new("context").text("name", name);
        input.digest = counted.digest("content", &input.digest).done();
        input
    }

    /// Another node, with all that is said of its image.
    fn whole_node(&mut self, name: Text, span: Span) -> Input {
        let image = self.made.get(&name).map(|made| made.image);
        let input = self.node(name, Some(span));
        Input { digest: image.unwrap_or(input.digest), ..input }
    }
}
