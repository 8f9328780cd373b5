//! A plan as a script that runs alone, in any POSIX shell.
//!
//! The steps of a wave run side by side. After each wave the script waits for all of it, notices
//! every failure, and goes on only if there is none. It removes its store and ends its children
//! however it ends.

use std::fmt::Write;

use crate::diag::words;
use crate::emit::buildx::{DIGEST, Plan, Step, Style, Variables, assignment, command};
use crate::emit::quote;
use crate::graph::Kind;

const HEAD: &str = r#"#
#   BUILDX  what builds (docker buildx)
#   JOBS    how many steps run at once (8)
#
# shellcheck disable=SC2086,SC2154 # BUILDX may be several words; digests are set where they are known
set -eu

jobs='' running=0 failed=''

# buildx ARGUMENTS: only in the background, where it takes the place of a shell.
buildx() {
  unset DOCKER_DEFAULT_PLATFORM # bake does not look at it
  exec ${BUILDX:-docker buildx} "$@"
}

# job NAME: takes down what was started last, and waits where enough is running.
job() {
  jobs="$jobs $1:$!"
  running=$((running + 1))
  [ "$running" -lt "${JOBS:-8}" ] || settle
}

# settle: waits for all that is running.
settle() {
  for job in $jobs; do
    wait "${job##*:}" || failed="$failed ${job%:*}"
  done
  jobs='' running=0
}

# finish: the end of a wave. Where something in it failed, this is the end.
finish() {
  settle
  [ -z "$failed" ] || {
    echo "failed:$failed" >&2
    exit 1
  }
}

# stop STATUS: ends all that is running, then this.
stop() {
  trap '' HUP INT TERM
  for job in $jobs; do kill "${job##*:}" 2>/dev/null || :; done
  wait
  exit "$1"
}
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM
"#;

/// The store, which buildx reads as a part of flags that have commas in them.
const STORE: &str = r#"
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
case $store in *[,\"]*)
  echo "TMPDIR has a comma or a quote in it: $store" >&2
  exit 2
  ;;
esac

# digest KEY FILE: the digest under a key of a file of JSON.
"#;

/// The script.
pub fn script(plan: &Plan) -> String {
    let variables = Variables::of(plan);
    let mut text = format!("#!/bin/sh\n# {}\n{HEAD}", summary(plan));
    if plan.has_store() {
        text.extend([STORE, DIGEST]);
    }
    for wave in plan.steps_by_wave() {
        let number = wave.first().map_or(0, |step| step.wave + 1);
        let _infallible = writeln!(text, "\n# ---- wave {number}");
        for step in &wave {
            start(step, &variables, &mut text);
        }
        text.push_str("finish\n");
        text.extend(wave.iter().filter_map(|step| assignment(step, &variables)));
    }
    text
}

fn summary(plan: &Plan) -> String {
    let waves = plan.steps_by_wave().len();
    let counts = Kind::ALL.map(|kind| {
        let count = plan.steps.iter().filter(|step| step.kind == kind).count();
        (count > 0).then(|| words::count(count, &kind.to_string()))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    format!("{} in {}", counts.join(", "), words::count(waves, "wave"))
}

fn start(step: &Step, variables: &Variables, text: &mut String) {
    let style = Style { program: "buildx", between: " \\\n  ", end: " &", is_function: true };
    text.push('\n');
    text.push_str(&command(step, variables, &style));
    let _infallible = writeln!(text, "job {}", quote::word(&step.name));
}

impl Plan {
    /// The steps wave by wave, each in order.
    fn steps_by_wave(&self) -> Vec<Vec<&Step>> {
        let mut waves: Vec<Vec<&Step>> = Vec::new();
        for step in &self.steps {
            if waves.len() <= step.wave {
                waves.resize_with(step.wave + 1, Vec::new);
            }
            if let Some(wave) = waves.get_mut(step.wave) {
                wave.push(step);
            }
        }
        waves
    }
}
