//! Time to pick and hash what a build context holds: `cargo bench --bench keys`. What a whole run
//! costs beside other programs is shown by `tests/bench/keys.py`.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;

use bakewell::context::{self, Digests, Folder, Modes, StatCache, Uncached, Wanted};
use bakewell::source::{Machine, Sources};

/// How many bytes each file has.
const LENGTH: usize = 4 << 10;

/// A folder of many files, a hundred to a folder, which have been at rest for a while.
fn tree(count: usize) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for number in 0..count {
        let folder = root.path().join(format!("part-{}", number / 100));
        if number % 100 == 0 {
            fs::create_dir(&folder).expect("room for a folder");
        }
        let line = format!("{number}\n");
        let text = line.repeat(LENGTH / line.len());
        fs::write(folder.join(format!("file-{number}.txt")), text).expect("room for a file");
    }
    thread::sleep(Duration::from_millis(500));
    root
}

fn pick(host: &Machine, digests: &dyn Digests, root: &Path, times: usize) {
    let root = root.to_str().expect("a path that is text").into();
    let wanted = vec![Wanted::everything(Folder { root, own_ignore: None }); times];
    let (sources, found) = (&mut Sources::new(), &mut Vec::new());
    let picked = context::pick(host, Modes::Exact, digests, &wanted, sources, found);
    assert!(picked.iter().all(Result::is_ok), "all of it is readable");
}

fn warm(host: &Machine, root: &Path, times: usize) {
    let cache = StatCache::open(host);
    pick(host, &cache, root, times);
    cache.save(host);
}

fn contexts(criterion: &mut Criterion) {
    for count in [100, 10_000, 100_000] {
        let root = tree(count);
        let kept = tempfile::tempdir().expect("a temporary folder");
        let host = Machine::here().expect("a working directory").keeping_in(kept.path());
        let mut group = criterion.benchmark_group(format!("keys/{count} files"));
        group.throughput(Throughput::Elements(count as u64)).sample_size(10);
        group.bench_function("cold", |bencher| {
            bencher.iter(|| pick(&host, &Uncached, root.path(), 1));
        });
        warm(&host, root.path(), 1);
        for times in [1, 3_000] {
            group.bench_function(BenchmarkId::new("warm, wanted times", times), |bencher| {
                bencher.iter(|| warm(&host, root.path(), times));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, contexts);
criterion_main!(benches);
