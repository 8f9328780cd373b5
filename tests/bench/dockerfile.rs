//! Time to read Dockerfiles: `cargo bench --bench dockerfile`.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use bakewell::dockerfile;
use bakewell::span::FileId;

/// Stages as they usually are, each from the one before.
fn stages(count: usize) -> String {
    let mut text =
        "# syntax=docker/dockerfile:1\nARG BASE=debian:stable-slim\nFROM ${BASE} AS s0\n"
            .to_owned();
    for stage in 1..=count {
        let below = stage - 1;
        write!(
            text,
            "\n# Stage {stage}\nFROM --platform=$BUILDPLATFORM s{below} AS s{stage}\n\
             ARG VERSION=1.{stage} TARGETARCH\n\
             ENV PATH=\"/opt/{stage}/bin:$PATH\" \\\n    # kept short\n    LANG=C.UTF-8\n\
             RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    \
             apt-get update \\\n && apt-get install --yes tool-{stage}=${{VERSION}} \\\n && rm -rf /tmp/*\n\
             RUN <<EOF\nset -e\nmake -j\"$(nproc)\" stage-{stage}\nEOF\n\
             COPY --link --chown=1000:1000 --from=s{below} [\"/out/{stage}\", \"/opt/{stage}/\"]\n\
             ENTRYPOINT [\"/opt/{stage}/bin/run\", \"--serve\"]\n"
        )
        .expect("strings take text");
    }
    text
}

/// A text of some size.
type Shape = fn(usize) -> String;

fn reading(criterion: &mut Criterion) {
    let shapes: [(&str, Shape); 3] = [
        ("stages", stages),
        ("continuation lines", |count| format!("FROM a\nRUN x{}", " \\\n && y".repeat(count))),
        ("heredoc", |count| format!("FROM a\nRUN <<E\n{}E\n", "a line of it\n".repeat(count))),
    ];
    for (name, make) in shapes {
        let mut group = criterion.benchmark_group(format!("dockerfile/{name}"));
        for count in [10, 1_000, 100_000] {
            let text = make(count);
            group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
            group.bench_with_input(BenchmarkId::from_parameter(count), &text, |bencher, text| {
                bencher.iter(|| dockerfile::parse(FileId(0), black_box(text), &mut Vec::new()));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
