//! Which stages count, and as what.

use super::support::{different_files, keyed, project, same_files, tree};

#[test]
fn stages_count_if_they_are_reached_and_not_by_their_names() {
    let base = "FROM scratch AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n";
    let cases = [
        ("a name", "FROM scratch AS b\nRUN a\nFROM scratch\nCOPY --from=b /x /\n"),
        ("a number", "FROM scratch\nRUN a\nFROM scratch\nCOPY --from=0 /x /\n"),
        (
            "the name of the last",
            "FROM scratch AS a\nRUN a\nFROM scratch AS z\nCOPY --from=a /x /\n",
        ),
        (
            "a stage before that is not reached",
            "FROM scratch AS z\nRUN z\nFROM scratch AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n",
        ),
        (
            "a stage between that is not reached",
            "FROM scratch AS a\nRUN a\nFROM a\nRUN z\nFROM scratch\nCOPY --from=a /x /\n",
        ),
        (
            "a label of what is copied from",
            "FROM scratch AS a\nRUN a\nLABEL a=b\nFROM scratch\nCOPY --from=a /x /\n",
        ),
        (
            "the platform of nothing",
            "FROM --platform=windows/amd64 scratch AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n",
        ),
        ("what it starts", "FROM scratch AS a\nCMD a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n"),
    ];
    for (what, other) in cases {
        same_files(what, base, other);
    }
    let two = "FROM scratch AS a\nRUN a\nFROM scratch AS b\nRUN b\nFROM scratch\nCOPY --from=a /x /\nCOPY --from=b /x /\n";
    let swapped = "FROM scratch AS b\nRUN b\nFROM scratch AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\nCOPY --from=b /x /\n";
    same_files("the order of stages that do not need each other", two, swapped);
}

#[test]
fn what_happens_in_a_reached_stage_counts() {
    let base = "FROM scratch AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n";
    let cases = [
        ("a command in it", "FROM scratch AS a\nRUN b\nFROM scratch\nCOPY --from=a /x /\n"),
        (
            "a variable in it",
            "FROM scratch AS a\nENV A=1\nRUN a\nFROM scratch\nCOPY --from=a /x /\n",
        ),
        ("its user", "FROM scratch AS a\nUSER 1\nRUN a\nFROM scratch\nCOPY --from=a /x /\n"),
        ("its base", "FROM debian AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n"),
        (
            "its platform",
            "FROM --platform=linux/s390x debian AS a\nRUN a\nFROM scratch\nCOPY --from=a /x /\n",
        ),
        ("another one", "FROM scratch AS a\nRUN a\nFROM scratch\nCOPY --from=debian /x /\n"),
        ("starting from it", "FROM scratch AS a\nRUN a\nFROM a\nCOPY --from=a /x /\n"),
    ];
    for (what, other) in cases {
        different_files(what, base, other);
    }
    let chain = |label: &str| format!("FROM scratch AS a\n{label}\nRUN a\nFROM a\nRUN b\n");
    different_files("a label of what it starts from", &chain(""), &chain("LABEL a=b"));
    let triggers = |run: &str| format!("FROM scratch AS a\nONBUILD RUN {run}\nFROM a\nRUN b\n");
    different_files("a trigger that is run", &triggers("x"), &triggers("y"));
}

#[test]
fn the_tree_reads_well() {
    let file = "FROM debian:12 AS build\nARG V=1\nRUN make \\\n  all\nFROM scratch\nLABEL a=b\nCOPY --from=build /x /\n";
    insta::assert_snapshot!(tree(&keyed(&project(file)).inputs), @r"
    build
      platform linux/amd64
        stage build
          FROM image docker.io/library/debian:12
          ARG V=1
          RUN make all
        stage 1
          FROM scratch
          COPY /x /
            instruction
            stage build
      platform
    image
      platform linux/amd64
        LABEL a=b
    ");
}
