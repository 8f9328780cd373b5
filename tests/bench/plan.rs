//! Time from text to plan, through the library: `cargo bench`.
//!
//! What the parts cost, and that the cost grows with the number of targets and no faster. For the
//! whole program beside docker buildx see `compare.py`.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use bakewell::compile::{Request, compile};
use bakewell::diag::Diagnostics;
use bakewell::emit::bake;
use bakewell::source::{Memory, Sources};
use bakewell::span::{FileId, Span, Spanned};
use bakewell::syntax;

/// One axis, with cells as they usually are.
fn matrix(cells: usize) -> String {
    let values: Vec<String> = (0..cells).map(|n| format!("\"{n}\"")).collect();
    let head = r#"
        variable "REGISTRY" { default = "registry.example.com/team" }
        group "default" { targets = ["app"] }
        target "common" { platforms = ["linux/amd64", "linux/arm64"] }
        target "app" {
          name     = "app-${n}"
          inherits = ["common"]
          args     = { NUMBER = n, NAME = upper("cell-${n}") }
          tags     = ["${REGISTRY}/app:${n}"]
          matrix   = "#;
    format!("{head} {{ n = [{}] }}\n}}\n", values.join(", "))
}

/// Targets that each start from the one before; the last is the default.
fn chain(links: usize) -> String {
    let mut text = "target \"t0\" {}\n".to_owned();
    for link in 1..links {
        let below = link - 1;
        writeln!(text, "target \"t{link}\" {{\n contexts = {{ b = \"target:t{below}\" }}\n}}")
            .expect("strings take text");
    }
    writeln!(text, "group \"default\" {{ targets = [\"t{}\"] }}", links - 1)
        .expect("strings take text");
    text
}

fn plan(text: &str) -> String {
    let host = Memory::new().file("docker-bake.hcl", text);
    let mut sources = Sources::new();
    let mut diags = Diagnostics::new();
    let compiled = compile(&host, &default_targets(), &mut sources, &mut diags);
    bake::plan(&compiled.expect("the project is right").selection)
}

fn default_targets() -> Request {
    let place = Span::new(FileId(0), 0, 0);
    Request { targets: vec![Spanned::new("default".to_owned(), place)], ..Request::default() }
}

fn plans(criterion: &mut Criterion) {
    for (name, make) in [("matrix", matrix as fn(usize) -> String), ("chain", chain)] {
        let mut group = criterion.benchmark_group(name);
        for count in [1, 100, 1_000, 10_000] {
            let text = make(count);
            group.throughput(Throughput::Elements(count as u64)).sample_size(10);
            group.bench_with_input(BenchmarkId::from_parameter(count), &text, |bencher, text| {
                bencher.iter(|| plan(black_box(text)));
            });
        }
        group.finish();
    }
}

fn parsing(criterion: &mut Criterion) {
    let text = matrix(10) + &chain(1_000);
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("hcl", |bencher| {
        bencher.iter(|| syntax::parse_hcl(FileId(0), black_box(&text), &mut Vec::new()));
    });
    group.finish();
}

criterion_group!(benches, plans, parsing);
criterion_main!(benches);
