//! What counts of the files that are taken.

use std::sync::Arc;

use insta::assert_snapshot;

use super::{each, inputs, picked, project, show, wanted, wanted_of};
use crate::context::{Folder, Modes, Wanted};
use crate::source::Memory;

#[test]
fn a_socket_arrives_as_an_empty_file() {
    let host = project().socket("app/dir/socket");
    assert_snapshot!(each(&host, &["COPY dir /", "COPY dir/socket /"]), @r"
    COPY dir /: ./, socket 755 0, sub/ 2750, sub/z.txt 644 5, x.txt 644 3, y.md 644 4
    COPY dir/socket /: socket 755 0
    ");
}

#[test]
fn inputs_count_from_the_working_directory_and_nothing_is_ignored() {
    let host = project().file("app/.dockerignore", "*\n").file("/other/file", "");
    let patterns = [
        "app/dir",
        "app/dir/**",
        "app/*.txt",
        "**/z.txt",
        "./app/a.txt",
        "../other/*",
        "/other",
        "nothing",
        "[",
    ];
    let told = patterns.map(|pattern| format!("{pattern}: {}", show(&host, &inputs(pattern))));
    assert_snapshot!(told.join("\n"), @r"
    app/dir: app/dir/ 700, app/dir/sub/ 2750, app/dir/sub/z.txt 644 5, app/dir/x.txt 644 3, app/dir/y.md 644 4
    app/dir/**: app/dir/sub/ 2750, app/dir/sub/z.txt 644 5, app/dir/x.txt 644 3, app/dir/y.md 644 4
    app/*.txt: app/a.txt 644 1, app/b.txt 4755 2
    **/z.txt: app/dir/sub/z.txt 644 5
    ./app/a.txt: app/a.txt 644 1
    ../other/*: other/file 644 0
    /other: other/ 755, other/file 644 0
    nothing: nothing
    [: `[` is not a pattern
    ");
}

#[test]
fn git_keeps_the_execute_bit_of_files_only() {
    let digest = |host: &Memory, modes: Modes| {
        picked(host, modes, &wanted("COPY . /")).first().cloned().unwrap().unwrap().digest
    };
    let other = project().mode("app/dir", 0o777).mode("app/a.txt", 0o664);
    assert_eq!(digest(&project(), Modes::Git), digest(&other, Modes::Git));
    assert_ne!(digest(&project(), Modes::Exact), digest(&other, Modes::Exact));
    let executable = project().mode("app/a.txt", 0o744);
    assert_ne!(digest(&project(), Modes::Git), digest(&executable, Modes::Git));
}

/// So that no change of the rule goes unnoticed.
#[test]
fn digests_of_what_is_picked_are_these() {
    let host = project().link("app/dir/link", "x.txt");
    let picked = picked(&host, Modes::Exact, &wanted("COPY a.txt dir /x/"));
    let digests = picked.iter().map(|picked| picked.as_ref().unwrap().digest.to_string());
    assert_snapshot!(digests.collect::<Vec<_>>().join("\n"), @r"
    08e6dc34f5490b997ab3ba33b748166b296d9a975defe96ecc32c88472ce31a0
    7360624dfb5aae8414b14927a743e3168da7efc73ae3c70a2c1364410841f277
    ");
}

#[test]
fn what_many_want_is_picked_once() {
    let want = |root: &str, own: Option<&str>| {
        let folder = Folder { root: root.into(), own_ignore: own.map(Into::into) };
        wanted("COPY dir /").into_iter().map(move |wanted| match wanted {
            Wanted::Selected { pick, .. } => Wanted::Selected { folder: folder.clone(), pick },
            input @ Wanted::Input { .. } => input,
        })
    };
    let same = [("app", None), ("./app/", None), ("app", Some("no/such.dockerignore"))];
    let wanted: Vec<Wanted> = same.into_iter().flat_map(|(root, own)| want(root, own)).collect();
    let picked = picked(&project(), Modes::Exact, &wanted);
    let [Ok(first), Ok(second), Ok(third)] = &*picked else { panic!("{picked:?}") };
    assert!(Arc::ptr_eq(first, second) && Arc::ptr_eq(second, third));
}

#[test]
#[cfg(unix)]
fn files_with_several_names_are_told_within_one_match() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    for name in ["dir", "dir/empty"] {
        fs::create_dir(at(name)).unwrap();
        fs::set_permissions(at(name), fs::Permissions::from_mode(0o1777)).unwrap();
    }
    fs::write(at("dir/b"), "x").unwrap();
    fs::set_permissions(at("dir/b"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::hard_link(at("dir/b"), at("dir/a")).unwrap();
    fs::hard_link(at("dir/b"), at("c")).unwrap();
    let host = crate::source::Machine::here().unwrap();
    let root = folder.path().to_str().unwrap();
    let lines = ["COPY dir /", "COPY . /", "COPY dir/? /", "COPY --exclude=a dir /", "COPY c /"];
    let told = lines.map(|line| format!("{line}: {}", show(&host, &wanted_of(root, line))));
    assert_snapshot!(told.join("\n"), @r"
    COPY dir /: ./, a 640 1, b = a, empty/ 1777
    COPY . /: ./, c 640 1, dir/ 1777, dir/a = c, dir/b = c, dir/empty/ 1777
    COPY dir/? /: a 640 1, b 640 1
    COPY --exclude=a dir /: ./, b 640 1, empty/ 1777
    COPY c /: c 640 1
    ");
}
