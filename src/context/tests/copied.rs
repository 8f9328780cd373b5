//! What instructions take, and how it arrives.

use insta::assert_snapshot;

use super::{each, picked, project, wanted};
use crate::context::Modes;
use crate::source::Memory;

#[test]
fn what_is_in_a_folder_is_copied_and_not_the_folder() {
    let lines = ["COPY dir /x/", "COPY dir/sub /x", "COPY dir/sub/. /", "COPY a.txt b.txt /x/"];
    assert_snapshot!(each(&project(), &lines), @r"
    COPY dir /x/: ./, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY dir/sub /x: ./, z.txt 644 5
    COPY dir/sub/. /: ./, z.txt 644 5
    COPY a.txt b.txt /x/: a.txt 644 1
    b.txt 4755 2
    ");
}

#[test]
fn paths_do_not_lead_out_of_the_folder() {
    let lines = ["COPY /a.txt /", "COPY ../a.txt /", "COPY dir/../a.txt /", "COPY ../../dir/sub /"];
    assert_snapshot!(each(&project(), &lines), @r"
    COPY /a.txt /: a.txt 644 1
    COPY ../a.txt /: a.txt 644 1
    COPY dir/../a.txt /: a.txt 644 1
    COPY ../../dir/sub /: ./, z.txt 644 5
    ");
}

#[test]
fn what_is_not_there_is_missing_and_a_wildcard_may_match_nothing() {
    let lines =
        ["COPY nope /", "COPY a.txt/b /", "COPY nope* /", "COPY nope/* /", "COPY a.txt/* /"];
    assert_snapshot!(each(&project(), &lines), @r"
    COPY nope /: `nope` is missing
    COPY a.txt/b /: `a.txt/b` is missing
    COPY nope* /: nothing
    COPY nope/* /: `nope` is missing
    COPY a.txt/* /: `a.txt` is missing
    ");
}

#[test]
fn wildcards_match_one_name_each_and_are_copied_one_by_one() {
    let lines = [
        "COPY * /",
        "COPY ?.txt /",
        "COPY [^a].txt /",
        "COPY */*.txt /",
        "COPY ** /",
        "COPY **/x.txt /",
        "COPY d*/sub /",
        r#"COPY ["dir[^q]x.txt", "/"]"#,
    ];
    assert_snapshot!(each(&project(), &lines), @r#"
    COPY * /: ./, a.txt 644 1, b.txt 4755 2, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY ?.txt /: a.txt 644 1, b.txt 4755 2
    COPY [^a].txt /: b.txt 4755 2
    COPY */*.txt /: x.txt 644 3
    COPY ** /: ./, a.txt 644 1, b.txt 4755 2, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY **/x.txt /: x.txt 644 3
    COPY d*/sub /: ./, z.txt 644 5
    COPY ["dir[^q]x.txt", "/"]: x.txt 644 3
    "#);
}

#[test]
fn of_files_that_arrive_at_one_place_the_last_stays() {
    let host = Memory::new()
        .file("app/d1/f", "1")
        .file("app/d1/only", "1")
        .file("app/d2/f", "22")
        .file("app/e1/f", "1")
        .file("app/e2/f/g", "1");
    assert_snapshot!(each(&host, &["COPY d* /", "COPY */only /", "COPY e* /"]), @r"
    COPY d* /: ./, f 644 2, only 644 1
    COPY */only /: only 644 1
    COPY e* /: `f` is both a folder and a file
    ");
}

#[test]
fn the_order_of_files_with_wildcards_counts() {
    let one = Memory::new().file("app/1/f1", "a").file("app/2/f2", "b");
    let other = Memory::new().file("app/1/f2", "b").file("app/2/f1", "a");
    let digest = |host: &Memory| {
        let picked = picked(host, Modes::Exact, &wanted("COPY */f? /x"));
        picked.first().cloned().unwrap().unwrap().digest
    };
    assert_ne!(digest(&one), digest(&other));
}

#[test]
fn links_in_what_is_named_are_followed_and_others_kept() {
    let host = project()
        .link("app/la", "a.txt")
        .link("app/ld", "dir")
        .link("app/labs", "/dir/sub")
        .link("app/up", "../../../dir/./x/..")
        .link("app/out", "../../etc")
        .link("app/broken", "nowhere")
        .link("app/loop", "loop")
        .link("app/dir/inside", "/etc/passwd");
    let lines = [
        "COPY la /x/",
        "COPY ld /x/",
        "COPY labs /x/",
        "COPY up/sub /x/",
        "COPY ld/sub /x/",
        "COPY ld/*.md /x/",
        "COPY l[ad] /x/",
        "COPY out /x/",
        "COPY broken /x/",
        "COPY loop /x/",
        "COPY */x.txt /x/",
        "RUN --mount=source=la,target=/m true",
        "RUN --mount=source=ld/sub,target=/m true",
    ];
    assert_snapshot!(each(&host, &lines), @r"
    COPY la /x/: la 644 1
    COPY ld /x/: ./, inside -> /etc/passwd, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY labs /x/: ./, z.txt 644 5
    COPY up/sub /x/: ./, z.txt 644 5
    COPY ld/sub /x/: ./, z.txt 644 5
    COPY ld/*.md /x/: y.md 644 4
    COPY l[ad] /x/: ./, inside -> /etc/passwd, la 644 1, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY out /x/: `out` is missing
    COPY broken /x/: `broken` is missing
    COPY loop /x/: the links of `loop` do not end
    COPY */x.txt /x/: x.txt 644 3
    RUN --mount=source=la,target=/m true: . 644 1
    RUN --mount=source=ld/sub,target=/m true: ./ 2750, z.txt 644 5
    ");
}

#[test]
fn excludes_count_from_the_folder_and_do_not_touch_files_that_are_named() {
    let lines = [
        "COPY --exclude=*.txt dir /",
        "COPY --exclude=**/*.txt dir /",
        "COPY --exclude=sub/z.txt dir /",
        "COPY --exclude=dir/x.txt dir /",
        "COPY --exclude=sub dir /",
        "COPY --exclude=/sub dir /",
        "COPY --exclude=sub --exclude=!sub/z.txt dir /",
        "COPY --exclude=*.txt *.txt /",
        "COPY --exclude=x.txt d* /",
        "COPY --exclude=[ dir /",
    ];
    assert_snapshot!(each(&project(), &lines), @r"
    COPY --exclude=*.txt dir /: ./, sub/ 2750, sub/z.txt 644 5, y.md 644 4
    COPY --exclude=**/*.txt dir /: ./, sub/ 2750, y.md 644 4
    COPY --exclude=sub/z.txt dir /: ./, sub/ 2750, x.txt 644 3, y.md 644 4
    COPY --exclude=dir/x.txt dir /: ./, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY --exclude=sub dir /: ./, x.txt 644 3, y.md 644 4
    COPY --exclude=/sub dir /: ./, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY --exclude=sub --exclude=!sub/z.txt dir /: ./, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY --exclude=*.txt *.txt /: a.txt 644 1, b.txt 4755 2
    COPY --exclude=x.txt d* /: ./, sub/ 2750, sub/z.txt 644 5, y.md 644 4
    COPY --exclude=[ dir /: `[` is not a pattern
    ");
}

#[test]
fn parents_come_along() {
    let lines = [
        "COPY --parents dir/sub/z.txt /",
        "COPY --parents ./dir/./sub /",
        "COPY --parents dir/*.txt /",
        "COPY --parents **/*.txt /",
        "COPY --parents d*/./x.txt /",
        "COPY --parents --exclude=**/z.txt dir /",
        "COPY --parents . /",
        "COPY --parents nope /",
        "COPY --parents nope* /",
    ];
    assert_snapshot!(each(&project(), &lines), @r"
    COPY --parents dir/sub/z.txt /: ./, dir/ 700, dir/sub/ 2750, dir/sub/z.txt 644 5
    COPY --parents ./dir/./sub /: ./, sub/ 2750, sub/z.txt 644 5
    COPY --parents dir/*.txt /: ./, dir/ 700, dir/x.txt 644 3
    COPY --parents **/*.txt /: ./, a.txt 644 1, b.txt 4755 2, dir/ 700, dir/sub/ 2750, dir/sub/z.txt 644 5, dir/x.txt 644 3
    COPY --parents d*/./x.txt /: ./, x.txt 644 3
    COPY --parents --exclude=**/z.txt dir /: ./, dir/ 700, dir/sub/ 2750, dir/x.txt 644 3, dir/y.md 644 4
    COPY --parents . /: `.` is missing
    COPY --parents nope /: `nope` is missing
    COPY --parents nope* /: ./
    ");
}

#[test]
fn what_is_mounted_has_its_own_bits_but_for_the_root() {
    let lines = [
        "RUN --mount=source=dir/sub,target=/m true",
        "RUN --mount=source=b.txt,target=/m true",
        "RUN --mount=target=/m true",
        "RUN --mount=source=d*,target=/m true",
    ];
    assert_snapshot!(each(&project(), &lines), @r"
    RUN --mount=source=dir/sub,target=/m true: ./ 2750, z.txt 644 5
    RUN --mount=source=b.txt,target=/m true: . 4755 2
    RUN --mount=target=/m true: ./, a.txt 644 1, b.txt 4755 2, dir/ 700, dir/sub/ 2750, dir/sub/z.txt 644 5, dir/x.txt 644 3, dir/y.md 644 4
    RUN --mount=source=d*,target=/m true: `d*` is missing
    ");
}
