//! What ignore files hide.

use insta::assert_snapshot;

use super::{each, project};

#[test]
fn what_is_ignored_is_not_there() {
    let host = project().file("app/.dockerignore", "dir/sub\n*.txt\n!b.txt\n");
    let lines = ["COPY . /", "COPY a.txt /", "COPY *.txt /", "COPY dir/sub /", "COPY dir /"];
    assert_snapshot!(each(&host, &lines), @r"
    COPY . /: ./, .dockerignore 644 21, b.txt 4755 2, dir/ 700, dir/x.txt 644 3, dir/y.md 644 4
    COPY a.txt /: `a.txt` is missing
    COPY *.txt /: b.txt 4755 2
    COPY dir/sub /: `dir/sub` is missing
    COPY dir /: ./, x.txt 644 3, y.md 644 4
    ");
}

#[test]
fn an_ignored_folder_is_there_if_something_in_it_is() {
    let host = project().file("app/.dockerignore", "dir\n!dir/sub/z.txt\n");
    let lines = [
        "COPY . /",
        "COPY dir /",
        "COPY dir/y.md /",
        "COPY d* /",
        "COPY --exclude=**/z.txt . /",
        "COPY --parents dir/sub /",
        "COPY --parents dir/y* /",
    ];
    assert_snapshot!(each(&host, &lines), @r"
    COPY . /: ./, .dockerignore 644 19, a.txt 644 1, b.txt 4755 2, dir/ 700, dir/sub/ 2750, dir/sub/z.txt 644 5
    COPY dir /: ./, sub/ 2750, sub/z.txt 644 5
    COPY dir/y.md /: `dir/y.md` is missing
    COPY d* /: ./, sub/ 2750, sub/z.txt 644 5
    COPY --exclude=**/z.txt . /: ./, .dockerignore 644 19, a.txt 644 1, b.txt 4755 2, dir/ 700, dir/sub/ 2750
    COPY --parents dir/sub /: ./, dir/ 700, dir/sub/ 2750, dir/sub/z.txt 644 5
    COPY --parents dir/y* /: ./
    ");
    let host = project().file("app/.dockerignore", "dir\n!dir/*.rs\n");
    assert_snapshot!(each(&host, &lines), @r"
    COPY . /: ./, .dockerignore 644 14, a.txt 644 1, b.txt 4755 2
    COPY dir /: `dir` is missing
    COPY dir/y.md /: `dir/y.md` is missing
    COPY d* /: nothing
    COPY --exclude=**/z.txt . /: ./, .dockerignore 644 14, a.txt 644 1, b.txt 4755 2
    COPY --parents dir/sub /: `dir/sub` is missing
    COPY --parents dir/y* /: ./
    ");
}

#[test]
fn an_ignore_file_that_is_a_link_is_followed_inside_the_folder() {
    let host = project().file("app/ignore", "*\n").file("ignore", "*\n");
    let inside = host.clone().link("app/.dockerignore", "/ignore");
    assert_snapshot!(each(&inside, &["COPY a.txt /"]), @"COPY a.txt /: `a.txt` is missing");
    let outside = host.link("app/.dockerignore", "../dir/ignore");
    assert_snapshot!(each(&outside, &["COPY a.txt /"]), @"COPY a.txt /: a.txt 644 1");
}

#[test]
fn nothing_is_known_of_a_folder_whose_ignore_file_docker_refuses() {
    let host = project().file("app/.dockerignore", "[\n");
    assert_snapshot!(each(&host, &["COPY a.txt /"]), @"COPY a.txt /: docker refuses `app/.dockerignore`");
}
