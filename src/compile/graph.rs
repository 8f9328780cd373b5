//! From a request to the graph of it, and to the links that its Dockerfiles imply.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, Stopped};
use crate::expand::Expanded;
use crate::graph::implied::Implied;
use crate::graph::reading::{Reading, Readings};
use crate::graph::{self, Followed, Graph, Implications, Reach, Reader, Use};
use crate::select::{self, Everything, Link, Links, Selected, Selection};
use crate::source::{Host, Sources};
use crate::template;
use crate::text::Text;

use super::{Request, definitions, on_large_stack, selected};

/// The graph of what a request asks for, or of what lies around it.
///
/// # Errors
/// Everything that is wrong with the files, or else with the request, and circles.
pub fn graph(
    host: &dyn Host,
    request: &Request,
    reach: Reach,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Graph, Stopped> {
    on_large_stack(|| {
        let expanded = definitions(host, request, sources, diags)?;
        let selection = selected(host, request, &expanded.definitions, &Links::new(), diags)?;
        let search =
            Search { host, expanded: &expanded, selection: &selection, everywhere: reach.up };
        let everything = everything(host, request, &expanded);
        let followed = search.followed(&everything, sources, diags);
        let implications = if request.link { Implications::Linked } else { Implications::Shown };
        let graph = graph::build(&everything, &followed, implications, diags)?;
        let nodes: Vec<_> = selection.asked.iter().filter_map(|name| graph.find(name)).collect();
        Ok(graph.around(&nodes, reach))
    })
}

/// The links that Dockerfiles imply, of all that a selection needs once they are there, by the
/// targets whose Dockerfiles they are.
pub(super) fn implied(
    host: &dyn Host,
    request: &Request,
    expanded: &Expanded,
    selection: &Selection,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> BTreeMap<Text, Vec<Implied>> {
    let search = Search { host, expanded, selection, everywhere: false };
    search.followed(&everything(host, request, expanded), sources, diags).implied
}

/// What was implied as contexts.
pub(super) fn links(implied: &BTreeMap<Text, Vec<Implied>>) -> Links {
    let links = |(user, links): (&Text, &Vec<Implied>)| {
        (user.clone(), links.iter().filter_map(link).collect())
    };
    implied.iter().map(links).collect()
}

fn link(implied: &Implied) -> Option<Link> {
    let Implied { target, reference, uses } = implied;
    let place = uses.first()?.span;
    Some(Link { context: reference.context_name().into(), target: target.clone(), place })
}

/// Tells of each link that was made, and why.
pub(super) fn tell(
    implied: &BTreeMap<Text, Vec<Implied>>,
    selection: &Selection,
    diags: &mut Diagnostics,
) {
    let made = implied.iter().filter(|(user, _)| selection.links.contains_key(*user));
    for (user, links) in made {
        for Implied { target, reference, uses } in links {
            let Some(Use { file, line, .. }) = uses.first() else { continue };
            let name = reference.context_name();
            diags.tell(format!("`{user}` takes `{target}` for `{name}` ({file}:{line})"));
        }
    }
}

fn everything(host: &dyn Host, request: &Request, expanded: &Expanded) -> Everything {
    select::everything(&expanded.definitions, &request.wanted(&Links::new()), host)
}

/// A search through Dockerfiles.
struct Search<'a> {
    host: &'a dyn Host,
    expanded: &'a Expanded,
    /// What was asked for.
    selection: &'a Selection,
    /// Whether to begin at all that is defined, and not only at what was asked for.
    everywhere: bool,
}

impl Search<'_> {
    fn followed(
        &self,
        everything: &Everything,
        sources: &mut Sources,
        diags: &mut Diagnostics,
    ) -> Followed {
        let starts =
            if self.everywhere { &everything.selection.asked } else { &self.selection.asked };
        let mut reader = Reader::new(self.host, sources);
        let mut said = Diagnostics::new();
        let mut read = |names: &[Text]| self.read(names, everything, &mut reader, &mut said);
        let followed = graph::follow(everything, starts.iter().cloned(), &mut read);
        diags.extend(said.iter().cloned());
        let asked = |(name, _): &(&Text, _)| !self.everywhere || self.is_asked(name);
        diags.extend(followed.doubts.iter().filter(asked).flat_map(|(_, it)| it.clone()));
        followed
    }

    fn is_asked(&self, name: &Text) -> bool {
        self.selection.targets.contains_key(name)
    }

    /// Reads the Dockerfiles of targets, templates filled in. Nothing is said of targets that
    /// nobody asked for.
    fn read(
        &self,
        names: &[Text],
        everything: &Everything,
        reader: &mut Reader<'_>,
        diags: &mut Diagnostics,
    ) -> Readings {
        let targets = &everything.selection.targets;
        let known = names.iter().filter_map(|name| targets.get_key_value(name));
        let (asked, others): (Vec<_>, Vec<_>) = known.partition(|(name, _)| self.is_asked(name));
        let mut readings = self.read_all(&asked, reader, diags);
        readings.extend(self.read_all(&others, reader, &mut Diagnostics::new()));
        readings
    }

    fn read_all(
        &self,
        targets: &[(&Text, &Selected)],
        reader: &mut Reader<'_>,
        diags: &mut Diagnostics,
    ) -> Readings {
        let mut found = Diagnostics::new();
        let filled = self.filled(targets, reader, &mut found);
        diags.extend(found.iter().cloned().map(Diagnostic::into_warning));
        let read = |(name, target): &(&Text, &Selected)| {
            let reading = match filled.get(*name) {
                Some(filled) if is_same(filled, target) && found.has_errors() => Reading::Opaque,
                filled => reader.read(name, filled.unwrap_or(target), diags),
            };
            ((*name).clone(), reading)
        };
        targets.iter().map(read).collect()
    }

    /// Those of the targets that have templates, filled in as far as that works.
    fn filled(
        &self,
        targets: &[(&Text, &Selected)],
        reader: &mut Reader<'_>,
        found: &mut Diagnostics,
    ) -> BTreeMap<Text, Selected> {
        let templated = targets.iter().filter(|(_, it)| template::is_templated(&it.attributes));
        let targets = templated.map(|&(name, it)| (name.clone(), it.clone())).collect();
        let mut filled = Selection { targets, ..Selection::default() };
        if !filled.targets.is_empty() {
            let values = self.expanded.values.clone();
            // What went wrong is among what was found.
            let _ = template::fill(&mut filled, values, self.host, reader.sources(), found);
        }
        filled.targets
    }
}

/// Whether nothing has been filled in.
fn is_same(filled: &Selected, target: &Selected) -> bool {
    filled.attributes.dockerfile_inline == target.attributes.dockerfile_inline
}
