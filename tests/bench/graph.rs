//! Time to seal and draw a graph of a hundred thousand nodes: `cargo bench --bench graph`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use bakewell::diag::Diagnostics;
use bakewell::emit::tree::{self, Plain, View};
use bakewell::emit::{dot, graph_json, mermaid};
use bakewell::graph::{Draft, Edge, Graph, Kind, Node, Reason, Way};
use bakewell::source::Sources;
use bakewell::span::{FileId, Span};
use bakewell::text::Text;

/// How many nodes each node needs.
const NEEDED: usize = 5;

/// A graph without circles in which every node needs a few of those before it, near and far.
fn draft(count: usize) -> Draft {
    let span = Span::new(FileId(0), 0, 0);
    let names: Vec<Text> = (0..count).map(|number| format!("node-{number}").into()).collect();
    let mut draft = Draft::new();
    let mut random = 1_usize;
    for (number, name) in names.iter().enumerate() {
        draft.add(Node { name: name.clone(), kind: Kind::Target, place: span });
        for _ in 0..NEEDED.min(number) {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            if let Some(needed) = names.get((random >> 33) % number) {
                draft.connect(name, needed, Edge { reason: Reason::Needs, span });
            }
        }
    }
    draft
}

fn sealed(draft: Draft) -> Graph {
    draft.seal(&mut Diagnostics::new()).expect("there is no circle")
}

fn graphs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("seal");
    for count in [1_000, 10_000, 100_000] {
        let draft = draft(count);
        group.throughput(Throughput::Elements(count as u64)).sample_size(10);
        group.bench_with_input(BenchmarkId::from_parameter(count), &draft, |bencher, draft| {
            bencher.iter(|| sealed(black_box(draft.clone())));
        });
    }
    group.finish();
}

fn drawings(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    let mut sources = Sources::new();
    sources.add("docker-bake.hcl", "");
    for count in [3_000, 100_000] {
        let graph = sealed(draft(count));
        group.throughput(Throughput::Elements(count as u64)).sample_size(10);
        let mut bench = |name: &str, draw: &dyn Fn(&Graph) -> String| {
            group.bench_with_input(BenchmarkId::new(name, count), &graph, |bencher, graph| {
                bencher.iter(|| draw(black_box(graph)));
            });
        };
        bench("tree", &|graph| tree::tree(graph, View { way: Way::Up, paint: &Plain }));
        bench("dot", &|graph| dot::dot(graph, Way::Up));
        bench("mermaid", &|graph| mermaid::mermaid(graph, Way::Up));
        bench("json", &|graph| graph_json::json(graph, &sources));
    }
    group.finish();
}

criterion_group!(benches, graphs, drawings);
criterion_main!(benches);
