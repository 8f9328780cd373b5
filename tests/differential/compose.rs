//! Random Compose files.

use super::tree::Tree;
use crate::support::Random;

/// A file with some services, each of which can be built.
pub(super) fn compose(random: &mut Random) -> Tree {
    let mut names: Vec<&str> = vec!["app"];
    names.extend(random.some(0, 2, |random| random.word("web db svc.x base")));
    names.sort_unstable();
    names.dedup();
    let services = names.into_iter().map(|name| service(random, name)).collect();
    let mut extras = distinct(random, EXTRAS, 2);
    if random.chance(90) {
        extras.push(Tree::leaf(SECRETS));
    }
    Tree::new().list("", extras).text("services:\n").list("", services)
}

const EXTRAS: &[&str] = &[
    "name: project\n",
    "version: \"3.9\"\n",
    "x-common: &common\n  platforms: [linux/amd64]\n  tags: [t]\n",
    "volumes:\n  v: {}\n",
    "networks:\n  n:\n",
];

const SECRETS: &str = "secrets:\n  s:\n    environment: S\n  f:\n    file: ./f\n";

fn service(random: &mut Random, name: &str) -> Tree {
    let mut items = distinct(random, OUTSIDE, 2);
    items.push(build(random));
    Tree::new().text(format!("  {name}:\n")).list("", items)
}

/// Some of these lines; a mapping must not name a key twice.
fn distinct(random: &mut Random, lines: &[&str], most: usize) -> Vec<Tree> {
    let mut picked = random.some(0, most, |random| random.pick(lines));
    picked.sort_unstable();
    picked.dedup_by_key(|line| line.trim_start().split(':').next().unwrap_or_default().to_owned());
    picked.into_iter().map(Tree::leaf).collect()
}

/// Lines of a service beside `build`.
const OUTSIDE: &[&str] = &[
    "    image: app:${TAG:-latest}\n",
    "    environment:\n      - A=svc\n      - B\n",
    "    environment:\n      A: svc\n      C: 1\n",
    "    depends_on: [app]\n",
    "    profiles: [debug]\n",
    "    command: [\"run\", \"$$x\"]\n",
    "    ports: [\"80:80\"]\n",
    "    nonsense: 1\n",
    "    platform: linux/arm64\n",
];

fn build(random: &mut Random) -> Tree {
    if random.chance(15) {
        return Tree::leaf(random.pick(&[
            "    build: .\n",
            "    build: ./dir\n",
            "    build: {}\n",
        ]));
    }
    let mut items = vec![Tree::leaf("      context: ${DIR-.}\n")];
    let lines = if random.chance(5) { RARE } else { BUILD };
    items.extend(distinct(random, lines, 4));
    if random.chance(50) {
        items.push(x_bake(random));
    }
    Tree::new().text("    build:\n").list("", items)
}

/// Lines of `build`.
const BUILD: &[&str] = &[
    "      dockerfile: ${FILE:-Dockerfile}.x\n",
    "      dockerfile_inline: |\n        FROM a\n        RUN $$x\n",
    "      args:\n        A:\n        B: own\n        N: 1.50\n        T: true\n",
    "      args:\n        - A\n        - B=${TAG:+set}\n        - C=a=b\n",
    "      args: { E: \"\", Z: null }\n",
    "      labels: { l: \"1\", m: 2 }\n",
    "      labels:\n        - l=1\n        - n\n",
    "      tags: [a, b, a]\n",
    "      platforms: [linux/amd64, linux/arm64]\n",
    "      cache_from: [user/a, \"type=registry,ref=x\"]\n",
    "      cache_to: [type=inline]\n",
    "      additional_contexts:\n        c: docker-image://alpine\n        d: ./e\n",
    "      additional_contexts:\n        - e=./g\n        - c=d=e\n",
    "      target: stage\n",
    "      network: host\n",
    "      no_cache: true\n",
    "      pull: \"true\"\n",
    "      shm_size: 64m\n",
    "      shm_size: 1000\n",
    "      ssh: [default=./key.sock, k=./key.sock]\n",
    "      secrets: [s]\n",
    "      secrets:\n        - source: f\n          target: g\n",
    "      ulimits:\n        nofile: 1024\n",
    "      ulimits:\n        nofile: { soft: 1, hard: 2 }\n",
    "      extra_hosts:\n        - \"h=1.2.3.4\"\n        - \"i:::1\"\n",
    "      entitlements: [network.host]\n",
    "      isolation: default\n",
    "      privileged: true\n",
    "      provenance: mode=max\n",
    "      sbom: true\n",
];

/// Lines of `build` that are refused, or seldom right.
const RARE: &[&str] = &[
    "      unknown: 1\n",
    "      shm_size: much\n",
    "      tags: one\n",
    "      additional_contexts:\n        s: service:nobody\n",
    "      additional_contexts:\n        s: service:app\n",
    "      platforms: {}\n",
    "      ssh: [default]\n",
];

fn x_bake(random: &mut Random) -> Tree {
    let mut lines = distinct(random, X_BAKE, 3);
    lines.push(Tree::leaf("        x: y\n"));
    Tree::new().text("      x-bake:\n").list("", lines)
}

/// Lines of `x-bake`.
const X_BAKE: &[&str] = &[
    "        tags: [x, a]\n",
    "        tags: y:${TAG-1}\n",
    "        platforms: [local, linux/amd64]\n",
    "        platforms: linux/s390x\n",
    "        cache-from: [user/b, user/a]\n",
    "        cache-to: type=inline\n",
    "        output: type=docker\n",
    "        output: [\"type=local,dest=o\"]\n",
    "        secret: [\"id=x,env=X\"]\n",
    "        secret: \"id=x,src=y\"\n",
    "        ssh: default=./key.sock\n",
    "        pull: true\n",
    "        no-cache: false\n",
    "        no-cache-filter: [a, b]\n",
    "        contexts: { c: other, e: ./f }\n",
    "        context: ctx\n",
    "        unknown: 1\n",
];
