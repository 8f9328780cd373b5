//! What holds for any Dockerfile.

use proptest::prelude::*;

use super::support::{keyed, project};

/// Instructions that may stand in any stage and in any order.
const BODY: &[&str] = &[
    "RUN make \"$A\"",
    "RUN [\"make\"]",
    "RUN <<E\nmake\nE",
    "ARG A=1",
    "ARG B",
    "ENV C=$A",
    "COPY one /there/",
    "COPY --chmod=755 * /",
    "COPY <<E /f\n$A\nE",
    "RUN --mount=target=/src cat /src/one",
    "LABEL l=$A",
    "WORKDIR /w",
    "USER 1000",
    "CMD run",
    "ONBUILD RUN later",
];

/// What may stand between instructions.
const NOISE: &[&str] = &["", "# a comment", "   ", "\t# another", "#", "#syntax=x"];

/// The bodies of a few stages.
fn stages() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let body = prop::collection::vec(prop::sample::select(BODY), 1..6);
    prop::collection::vec(body, 1..4)
}

/// A Dockerfile of these stages. Each copies from the one before, by the name that `name` gives it.
fn dockerfile(stages: &[Vec<&str>], name: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for (number, body) in stages.iter().enumerate() {
        text.push_str(&format!("FROM scratch AS {}\n", name(number)));
        if let Some(before) = number.checked_sub(1) {
            text.push_str(&format!("COPY --from={} /f /g\n", name(before)));
        }
        for line in body {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn plain(stages: &[Vec<&str>]) -> String {
    dockerfile(stages, |number| format!("s{number}"))
}

fn key(dockerfile: &str) -> String {
    let host = project(dockerfile).file("one", "1").file("two", "2");
    // The Dockerfile is a file of the context, too.
    let host = host.file(".dockerignore", "Dockerfile\n.dockerignore\ndocker-bake.hcl\n");
    keyed(&host).key.to_string()
}

/// The text with something put before each line that begins an instruction.
fn noisy(text: &str, noise: &[&str], lower: bool) -> String {
    let mut noise = noise.iter().cycle();
    let mut inside = false;
    let mut out = String::from("# first\n");
    for line in text.lines() {
        if !inside {
            out.push_str(noise.next().unwrap_or(&""));
            out.push('\n');
        }
        let is_head = !inside;
        inside = (inside || line.contains("<<E")) && line != "E";
        match line.split_once(' ') {
            Some((keyword, rest)) if is_head && lower => {
                out.extend(["  ", &keyword.to_lowercase(), "   ", rest, "\n"]);
            }
            _ => out.extend([line, "\n"]),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn noise_does_not_count(
        stages in stages(),
        noise in prop::collection::vec(prop::sample::select(NOISE), 1..8),
        lower: bool,
    ) {
        let text = plain(&stages);
        let noisy = noisy(&text, &noise, lower);
        prop_assert_eq!(key(&text), key(&noisy), "{}", noisy);
    }

    #[test]
    fn names_and_stages_that_are_not_reached_do_not_count(stages in stages(), more in stages()) {
        let text = plain(&stages);
        let renamed = dockerfile(&stages, |number| format!("other-{number}"));
        let extra = dockerfile(&more, |number| format!("more-{number}"));
        prop_assert_eq!(key(&text), key(&renamed));
        prop_assert_eq!(key(&text), key(&format!("{extra}{text}")));
    }

    #[test]
    fn every_instruction_counts(stages in stages(), place: prop::sample::Index) {
        let text = plain(&stages);
        let mut fewer = stages.clone();
        let last = fewer.last_mut().expect("a stage");
        last.remove(place.index(last.len()));
        prop_assert_ne!(key(&text), key(&plain(&fewer)));
    }

    #[test]
    fn a_default_in_force_counts(stages in stages()) {
        let text = plain(&stages);
        let other = text.replace("ARG A=1", "ARG A=2");
        prop_assert_eq!(key(&text) == key(&other), text == other);
    }
}
