//! What is left out on request.

use super::support::{app, differs, keyed, same, try_keys};
use crate::context::Modes;
use crate::source::Memory;

fn said(date: &str, ignore: &str, file: &str) -> Memory {
    let text = format!(
        "key-ignore = [{ignore}]\nargs = {{ DATE = \"{date}\" }}\nlabels = {{ date = \"{date}\" }}\n\
         annotations = [\"index:date={date}\"]"
    );
    Memory::new().file("docker-bake.hcl", app(&text)).file("Dockerfile", file)
}

const ALL: &str = "\"args.DATE\", \"labels.date\", \"annotations.date\"";

#[test]
fn what_is_ignored_reaches_the_key_nowhere() {
    let file = "FROM scratch\nARG DATE\nENV AT=$DATE\nLABEL at=$DATE\nRUN a $DATE\nCOPY <<E /a\n$DATE\nE\n\
                COPY --from=x a /$DATE\nFROM scratch\nARG DATE\nRUN b\n";
    same("all of it", &said("1", ALL, file), &said("2", ALL, file));
    let one_less = "\"labels.date\", \"annotations.date\"";
    differs("not the arg", &said("1", one_less, file), &said("2", one_less, file));
    let one_less = "\"args.DATE\", \"annotations.date\"";
    differs("not the label", &said("1", one_less, file), &said("2", one_less, file));
    let one_less = "\"args.DATE\", \"labels.date\"";
    differs("not the annotation", &said("1", one_less, file), &said("2", one_less, file));
    let stars = "\"args.D*\", \"labels.*\", \"*.x\"";
    let wrong = try_keys(&said("1", stars, file), Modes::Exact).unwrap_err();
    assert_eq!(wrong, "`*.x` is nothing that a key can ignore");
}

#[test]
fn a_default_is_ignored_too() {
    let file = |date: &str| {
        let file = format!("FROM scratch\nARG WHEN={date}\nRUN a\n");
        Memory::new()
            .file("docker-bake.hcl", app("key-ignore = [\"args.WHEN\"]"))
            .file("Dockerfile", file)
    };
    same("a default", &file("1"), &file("2"));
}

#[test]
fn an_ignored_label_of_the_dockerfile_does_not_count() {
    let file = |date: &str| {
        let file = format!("FROM scratch\nLABEL a=1 date={date}\nRUN a\n");
        Memory::new()
            .file("docker-bake.hcl", app("key-ignore = [\"labels.date\"]"))
            .file("Dockerfile", file)
    };
    same("a label", &file("1"), &file("2"));
}

#[test]
fn an_ignored_arg_still_picks_what_is_built() {
    let file = "ARG DATE=1\nFROM debian:$DATE\nARG DATE\nRUN a\n";
    differs("an image", &said("1", ALL, file), &said("2", ALL, file));
}

#[test]
fn what_was_ignored_is_told() {
    let file = "FROM scratch\nARG DATE\nRUN a\n";
    let told = keyed(&said("1", "\"args.DATE\", \"args.NEVER\"", file)).ignored;
    assert_eq!(told.iter().map(|it| &**it).collect::<Vec<_>>(), ["args.DATE"]);
}
