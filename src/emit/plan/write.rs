//! A plan written down.

use std::collections::BTreeMap;

use serde::Serialize;

use super::file::WrittenFile;
use super::input::{Table, WrittenInput};
use super::{FORM, VERSION};
use crate::emit::go;
use crate::emit::keys::{self, Node};
use crate::graph::{Graph, NodeId};
use crate::keys::{Keys, VERSION as RULES};
use crate::select::{self, Selection};
use crate::text::Text;

/// The plan of what was selected. The graph has its nodes, and the keys those of at least these.
pub fn json(selection: &Selection, graph: &Graph, keys: &Keys) -> String {
    let mut table = Table::default();
    let nodes = graph.ids().filter_map(|id| node(selection, graph, id, keys, &mut table)).collect();
    let files = table.files.iter().map(|(digest, picked)| {
        (digest.as_str(), picked.files().iter().map(WrittenFile::of).collect())
    });
    let written = Written {
        form: FORM,
        version: VERSION,
        rules: RULES,
        modes: keys::modes(keys.modes),
        nodes,
        inputs: &table.inputs,
        files: files.collect(),
    };
    go::json(&written, 0) + "\n"
}

#[derive(Serialize)]
struct Written<'a> {
    form: &'static str,
    version: u64,
    rules: u64,
    modes: &'static str,
    nodes: Vec<WrittenNode<'a>>,
    inputs: &'a [WrittenInput],
    files: BTreeMap<&'a str, Vec<WrittenFile>>,
}

#[derive(Serialize)]
struct WrittenNode<'a> {
    name: &'a str,
    wave: usize,
    needs: Vec<&'a str>,
    tags: &'a [Text],
    #[serde(flatten)]
    node: Node<'a>,
    inputs: Vec<usize>,
}

fn node<'a>(
    selection: &'a Selection,
    graph: &'a Graph,
    id: NodeId,
    keys: &'a Keys,
    table: &mut Table,
) -> Option<WrittenNode<'a>> {
    let name = &graph.node(id).name;
    let keyed = keys.nodes.get(name)?;
    let mut needs: Vec<&str> = graph.needs(id).map(|(to, _)| &*graph.node(to).name).collect();
    needs.dedup();
    let inputs = keyed.inputs.iter().map(|input| table.number(input)).collect();
    let tags = selection.node(name).map(select::Node::tags).unwrap_or_default();
    Some(WrittenNode { name, wave: graph.wave(id), needs, tags, node: Node::of(keyed), inputs })
}
