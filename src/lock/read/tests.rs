//! Lock files as they are read.

use crate::diag::Diagnostics;
use crate::dockerfile::platform::Platform;
use crate::lock::Lock;
use crate::report::Printer;
use crate::source::{Memory, Sources};

const SOME: &str = r#"{
  "version": 1,
  "images": {
    "docker.io/library/debian:trixie-slim": {
      "digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
      "platforms": {
        "linux/amd64": {
          "digest": "sha256:2222222222222222222222222222222222222222222222222222222222222222",
          "triggers": [
            "RUN a",
            "COPY \"b\" c"
          ]
        },
        "linux/arm64": {
          "digest": "sha256:3333333333333333333333333333333333333333333333333333333333333333"
        }
      }
    }
  }
}
"#;

fn read(host: &Memory) -> Result<Lock, String> {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    Lock::read(host, &mut sources, &mut diags).map_err(|_| {
        let (mut data, mut talk) = (Vec::new(), Vec::new());
        Printer::new(&mut data, &mut talk, false).report(&diags, &sources);
        String::from_utf8(talk).expect("text")
    })
}

fn refused(text: &str) -> String {
    read(&Memory::new().file("bakewell.lock", text)).expect_err("a broken file")
}

#[test]
fn what_is_written_is_read_back_and_found() {
    let lock = read(&Memory::new().file("bakewell.lock", SOME)).expect("a lock");
    assert_eq!(lock.text(), SOME);
    let image = "docker.io/library/debian:trixie-slim";
    let found = |platform| lock.find(image, &Platform::of_host(platform));
    let amd64 = found("linux/amd64").expect("it is locked");
    assert_eq!(amd64.triggers.len(), 2);
    assert!(found("linux/arm64/v8").is_some_and(|it| it.digest.starts_with("sha256:33")));
    assert_eq!(found("linux/s390x"), None);
    assert_eq!(lock.find("debian:trixie-slim", &Platform::of_host("linux/amd64")), None);
}

#[test]
fn no_file_is_an_empty_lock() {
    assert_eq!(read(&Memory::new()), Ok(Lock::default()));
}

#[test]
fn everything_that_is_wrong_is_told() {
    let text = r#"{
  "version": 1, "imags": {},
  "images": {
    "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
    "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}},
    "docker.io/library/a:1": []
  }
}"#;
    insta::assert_snapshot!(refused(text), @r#"
    error: a lock file has no `imags` here
       ╭─[bakewell.lock:2:17]
     1 │ {
     2 │   "version": 1, "imags": {},
       ·                 ───────
     3 │   "images": {
       ╰────
      = hint: did you mean `images`?

    error: `docker.io/library/a:1` stands here twice
       ╭─[bakewell.lock:6:5]
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
     5 │     "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}}…
       ·     ───────────┬───────────
       ·                ╰── for the first time
     6 │     "docker.io/library/a:1": []
       ·     ───────────────────────
     7 │   }
       ╰────
      = hint: take one of them out

    error: `debian` is not written in full
       ╭─[bakewell.lock:4:5]
     3 │   "images": {
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
       ·     ────────
     5 │     "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}}…
       ╰────
      = hint: write `docker.io/library/debian:latest`

    error: the digest after `sha256:` is not 64 hexadecimal digits
       ╭─[bakewell.lock:4:26]
     3 │   "images": {
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
       ·                          ───────────
     5 │     "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}}…
       ╰────

    error: expected an object
       ╭─[bakewell.lock:4:68]
     3 │   "images": {
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
       ·                                                                    ─
     5 │     "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}}…
       ╰────

    error: `digest` is missing here
       ╭─[bakewell.lock:4:86]
     3 │   "images": {
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
       ·                                                                                      ──
     5 │     "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}}…
       ╰────
      = hint: if it cannot be mended, delete it and write `bakewell lock`

    error: expected a string
       ╭─[bakewell.lock:5:41]
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
     5 │ …r.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}},
       ·                                ─
     6 │     "docker.io/library/a:1": []
       ╰────

    error: the platform `x86_64` is not written in full
       ╭─[bakewell.lock:5:58]
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
     5 │ …: {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}},
       ·                                ────────
     6 │     "docker.io/library/a:1": []
       ╰────
      = hint: write `linux/amd64`

    error: `d` is no digest such as `sha256:…`
       ╭─[bakewell.lock:5:79]
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
     5 │ …forms": {"x86_64": {"digest": "d", "triggers": {}}}},
       ·                                ───
     6 │     "docker.io/library/a:1": []
       ╰────

    error: expected an array of strings
       ╭─[bakewell.lock:5:96]
     4 │     "debian": {"digest": "sha256:12", "platforms": {"linux/amd64": 1, "linux/arm64": {}}},
     5 │ …: {"digest": "d", "triggers": {}}}},
       ·                                ──
     6 │     "docker.io/library/a:1": []
       ╰────

    error: expected an object
       ╭─[bakewell.lock:6:30]
     5 │     "docker.io/library/a:1": {"digest": 1, "platforms": {"x86_64": {"digest": "d", "triggers": {}}}}…
     6 │     "docker.io/library/a:1": []
       ·                              ──
     7 │   }
       ╰────

    11 errors
    "#);
}

#[test]
fn another_version_is_told_of_and_nothing_else() {
    insta::assert_snapshot!(refused(r#"{"version": 2, "pictures": []}"#), @r#"
    error: this version of the lock file is not known, only 1 is
       ╭─[bakewell.lock:1:13]
     1 │ {"version": 2, "pictures": []}
       ·             ─
       ╰────
      = hint: use the bakewell that wrote it, or a newer one

    1 error
    "#);
    insta::assert_snapshot!(refused(r#"{"version": "1"}"#), @r#"
    error: this version of the lock file is not known, only 1 is
       ╭─[bakewell.lock:1:13]
     1 │ {"version": "1"}
       ·             ───
       ╰────
      = hint: use the bakewell that wrote it, or a newer one

    1 error
    "#);
    insta::assert_snapshot!(refused("{}"), @r"
    error: a lock file says its `version`
       ╭─[bakewell.lock:1:1]
     1 │ {}
       · ──
       ╰────
      = hint: if it cannot be mended, delete it and write `bakewell lock`

    1 error
    ");
    insta::assert_snapshot!(refused("[]"), @r"
    error: a lock file is an object
       ╭─[bakewell.lock:1:1]
     1 │ []
       · ──
       ╰────
      = hint: if it cannot be mended, delete it and write `bakewell lock`

    1 error
    ");
}

#[test]
fn what_is_no_json_is_told_of() {
    insta::assert_snapshot!(refused("<<<<<<< HEAD\n{"), @r"
    error: expected a value, found `<`
       ╭─[bakewell.lock:1:1]
     1 │ <<<<<<< HEAD
       · ─
     2 │ {
       ╰────
      = hint: if it cannot be mended, delete it and write `bakewell lock`

    1 error
    ");
    insta::assert_snapshot!(read(&Memory::new().socket("bakewell.lock")).unwrap_err(), @r"
    error: cannot read `bakewell.lock`: is not a regular file

    1 error
    ");
}
