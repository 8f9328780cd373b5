//! The commands that show keys.

use std::os::unix::fs::PermissionsExt;

use crate::support::Project;

fn project() -> Project {
    let project = Project::bake(
        r#"
variable "VERSION" { default = "1.0" }
target "base" {
  dockerfile = "base.Dockerfile"
  platforms  = ["linux/amd64"]
}
target "app" {
  contexts = { base = "target:base" }
  platforms = ["linux/amd64"]
  args     = { VERSION = VERSION }
  labels   = { revision = "abc" }
  key-ignore = ["labels.revision"]
}
target "loose" {
  dockerfile-inline = "FROM scratch\nADD https://example.org/x /\n"
}
task "smoke" {
  image   = "app"
  command = ["./smoke"]
}
"#,
    )
    .file("base.Dockerfile", "FROM debian:trixie\nRUN make all\nCOPY src /src\n")
    .file("Dockerfile", "FROM base\nARG VERSION\nRUN echo $VERSION\nCOPY src/a.c /\n")
    .file("src/a.c", "a")
    .file("src/b.c", "b");
    // The mask of whoever runs this does not count.
    assert_eq!(project.shell("chmod 755 src && chmod 644 src/*").code, Some(0));
    project
}

/// With numbers for what is a digest, each the same wherever it stands.
fn shown(text: &str) -> String {
    let digest = regex::Regex::new(r"\b([0-9a-f]{64}|[0-9a-f]{12})\b").expect("a pattern");
    let mut known: Vec<String> = Vec::new();
    let named = digest.replace_all(text, |found: &regex::Captures<'_>| {
        let short = found[0].chars().take(12).collect::<String>();
        let number = known.iter().position(|it| *it == short).unwrap_or_else(|| {
            known.push(short);
            known.len() - 1
        });
        format!("<{number}>")
    });
    named.into_owned()
}

#[test]
fn keys_are_a_table_and_json() {
    let project = project();
    insta::assert_snapshot!(shown(&project.run("keys smoke loose").to_string()), @r"
    exit 0
    --- stdout
    NAME          KEY
    app           <0>  ignoring
      ignoring: labels.revision
    base          <1>  floating
      floating: docker.io/library/debian:trixie
    loose         <2>  volatile
      volatile: `https://example.org/x` is fetched without a checksum
    smoke [task]  <3>
    ");
    insta::assert_snapshot!(shown(&project.run("keys --json app").to_string()), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "modes": "exact",
      "nodes": {
        "app": {
          "kind": "target",
          "key": "<0>",
          "volatile": [],
          "floating": [],
          "ignored": [
            "labels.revision"
          ]
        },
        "base": {
          "kind": "target",
          "key": "<1>",
          "volatile": [],
          "floating": [
            "docker.io/library/debian:trixie"
          ],
          "ignored": []
        }
      }
    }
    "#);
    insta::assert_snapshot!(shown(&project.run("keys --modes git base").to_string()), @r"
    exit 0
    --- stdout
    NAME  KEY (modes: git)
    base  <0>  floating
      floating: docker.io/library/debian:trixie
    ");
}

#[test]
fn a_key_is_explained() {
    let project = project();
    insta::assert_snapshot!(shown(&project.run("why app").to_string()), @r"
    exit 0
    --- stdout
    app  <0>
    ├── build  <1>
    │   └── platform linux/amd64  <2>
    │       └── stage 0  <3>
    │           ├── FROM target base  base  <4>
    │           ├── ARG VERSION=1.0  <5>
    │           ├── RUN echo $VERSION  <6>
    │           └── COPY src/a.c /  <7>
    │               └── files src/a.c  1 file, 1 B  <8>
    │                   └── a.c  1 B  <9>  0644
    └── image  <10>
        └── platform linux/amd64  <11>
            └── FROM target base  base  <12>
    ignoring: labels.revision
    ");
    insta::assert_snapshot!(shown(&project.run("why smoke").to_string()), @r"
    exit 0
    --- stdout
    smoke [task]  <0>
    ├── command = ./smoke  <1>
    └── image app  app  <2>
    ");
    insta::assert_snapshot!(shown(&project.run("why --json smoke").to_string()), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "modes": "exact",
      "name": "smoke",
      "kind": "task",
      "key": "<0>",
      "volatile": [],
      "floating": [],
      "ignored": [],
      "inputs": [
        {
          "label": "command",
          "digest": "<1>",
          "text": "./smoke"
        },
        {
          "label": "image app",
          "digest": "<2>",
          "node": "app"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(project.run("why app base"), @r"
    exit 2
    --- stderr
    error: one key is explained at a time, and this is 2
      = hint: name one: `app` or `base`

    1 error
    ");
}

#[test]
fn what_has_changed_since_a_plan_is_told() {
    let mut project = project();
    let plan = project.run("plan --format json smoke").stdout;
    project = project.file("plan.json", &plan);
    insta::assert_snapshot!(shown(&project.run("why smoke --against plan.json").to_string()), @r"
    exit 0
    --- stdout
    smoke  <0>  nothing has changed
    ");
    insta::assert_snapshot!(shown(&project.run("why loose --against plan.json").to_string()), @r"
    exit 0
    --- stdout
    loose  <0>  is new
    volatile: `https://example.org/x` is fetched without a checksum
    ");
    project = project
        .file("base.Dockerfile", "FROM debian:forky\nRUN make all install\nCOPY src /src\n")
        .file("src/b.c", "new")
        .file("src/c.c", "c");
    insta::assert_snapshot!(shown(&project.run("why smoke --against plan.json --var VERSION=1.1").to_string()), @r"
    exit 0
    --- stdout
    smoke  <0> → <1>
    └── image app  `app` changed
        └── build › platform linux/amd64 › stage 0
            ├── FROM target base  `base` changed
            │   └── build › platform linux/amd64 › stage 0
            │       ├── FROM image docker.io/library/debian:forky  (was FROM image docker.io/library/debian:trixie)
            │       ├── RUN make all install  (was RUN make all)
            │       └── COPY src /src › files src
            │           ├── file b.c  changed
            │           └── file c.c  added
            └── ARG VERSION: 1.0 → 1.1
    ");
    insta::assert_snapshot!(shown(&project.run("why base --against plan.json --json").to_string()), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "name": "base",
      "before": "<0>",
      "after": "<1>",
      "nodes": [
        {
          "name": "base",
          "changes": [
            {
              "path": [
                "build",
                "platform linux/amd64",
                "stage 0",
                "FROM image docker.io/library/debian:forky"
              ],
              "change": "said",
              "before": "FROM image docker.io/library/debian:trixie",
              "after": "FROM image docker.io/library/debian:forky"
            },
            {
              "path": [
                "build",
                "platform linux/amd64",
                "stage 0",
                "RUN make all install"
              ],
              "change": "said",
              "before": "RUN make all",
              "after": "RUN make all install"
            },
            {
              "path": [
                "build",
                "platform linux/amd64",
                "stage 0",
                "COPY src /src",
                "files src"
              ],
              "change": "file",
              "file": "b.c",
              "how": "changed"
            },
            {
              "path": [
                "build",
                "platform linux/amd64",
                "stage 0",
                "COPY src /src",
                "files src"
              ],
              "change": "file",
              "file": "c.c",
              "how": "added"
            }
          ]
        }
      ]
    }
    "#);
}

#[test]
fn a_folder_that_is_copied_whole_may_change_without_its_files() {
    let bake = "target \"app\" {\n  dockerfile-inline = \"FROM scratch\\nCOPY src /\"\n}\n";
    let mut project = Project::bake(bake).file("src/a", "a");
    let mode = |project: &Project, mode| {
        let path = project.path("src");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    };
    mode(&project, 0o755);
    let plan = project.run("plan app --format json").stdout;
    project = project.file("plan.json", &plan);
    mode(&project, 0o700);
    let told = project.run("why app --against plan.json").stdout;
    let (_, told) = told.split_once('\n').expect("a line for the keys");
    insta::assert_snapshot!(told, @"└── build › platform linux/amd64 › stage 0 › COPY src / › files src  the same files, from another path or a folder with another mode");
    let told = project.run("why app --against plan.json --json").stdout;
    assert!(told.contains(r#""change": "moved""#), "{told}");
}

#[test]
fn what_has_changed_since_a_revision_is_told() {
    let project = project();
    let commit = "git init -q && git add . && git -c user.name=x -c user.email=x@x commit -qm x";
    assert_eq!(project.shell(commit).code, Some(0));
    let project = project.file("src/a.c", "new");
    insta::assert_snapshot!(shown(&project.run("why app --against HEAD").to_string()), @r"
    exit 0
    --- stdout
    app  <0> → <1>
    └── build › platform linux/amd64 › stage 0
        ├── FROM target base  `base` changed
        │   └── build › platform linux/amd64 › stage 0 › COPY src /src › files src
        │       └── file a.c  changed
        └── COPY src/a.c / › files src/a.c
            └── file a.c  changed
    ignoring: labels.revision
    ");
    insta::assert_snapshot!(project.run("why app --against nowhere"), @r"
    exit 2
    --- stderr
    error: git knows no revision `nowhere`
       ╭─[command line:1:28]
     1 │ bakewell why app --against nowhere
       ·                            ───────
       ╰────
      = hint: fetch it with `git fetch`; `git branch --all` and `git tag` list what is here

    1 error
    ");
}

#[test]
fn what_is_no_plan_is_refused() {
    let project = project()
        .file("a.json", "{}")
        .file("b.json", "no")
        .file("c.json", r#"{"form": "bakewell plan", "version": 2}"#)
        .file("d.json", r#"{"form": "bakewell plan", "version": 1, "rules": 0}"#)
        .file(
            "e.json",
            r#"{"form": "bakewell plan", "version": 1, "rules": 1, "modes": "git", "nodes": [],
                "files": {}, "inputs": [{ "label": "x", "digest": "x", "text": "x" }]}"#,
        )
        .file(
            "f.json",
            r#"{"form": "bakewell plan", "version": 1, "rules": 1, "modes": "git", "nodes": [],
                "files": {}, "inputs": []}"#,
        );
    for (plan, words) in [
        ("a", "this is no plan of `bakewell plan --format json`"),
        ("b", "this is no plan: expected ident"),
        ("c", "the plan is of version 2, and only 1 can be read"),
        ("d", "made by other rules"),
        ("e", "does not fit together"),
        ("f", "add `--modes git`"),
    ] {
        let outcome = project.run(&format!("why app --against {plan}.json"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{plan}");
        assert!(outcome.stderr.contains(words), "{plan}: {outcome}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "the plan is shown whole")]
fn a_plan_tells_each_thing_once() {
    let plan = project().run("plan --format json smoke");
    insta::assert_snapshot!(shown(&plan.to_string()), @r#"
    exit 0
    --- stdout
    {
      "form": "bakewell plan",
      "version": 1,
      "rules": 1,
      "modes": "exact",
      "nodes": [
        {
          "name": "base",
          "wave": 0,
          "needs": [],
          "tags": [],
          "kind": "target",
          "key": "<0>",
          "volatile": [],
          "floating": [
            "docker.io/library/debian:trixie"
          ],
          "ignored": [],
          "inputs": [
            7,
            9
          ]
        },
        {
          "name": "app",
          "wave": 1,
          "needs": [
            "base"
          ],
          "tags": [],
          "kind": "target",
          "key": "<1>",
          "volatile": [],
          "floating": [],
          "ignored": [
            "labels.revision"
          ],
          "inputs": [
            18,
            21
          ]
        },
        {
          "name": "smoke",
          "wave": 2,
          "needs": [
            "app"
          ],
          "tags": [],
          "kind": "task",
          "key": "<2>",
          "volatile": [],
          "floating": [],
          "ignored": [],
          "inputs": [
            22,
            23
          ]
        }
      ],
      "inputs": [
        {
          "label": "FROM image docker.io/library/debian:trixie",
          "digest": "<3>",
          "image": {
            "name": "docker.io/library/debian:trixie",
            "platform": "linux/amd64",
            "pinned": null
          }
        },
        {
          "label": "RUN make all",
          "digest": "<4>",
          "text": "RUN make all"
        },
        {
          "label": "instruction",
          "digest": "<5>",
          "text": "COPY src /src"
        },
        {
          "label": "files src",
          "digest": "<6>",
          "files": "<7>"
        },
        {
          "label": "COPY src /src",
          "digest": "<8>",
          "parts": [
            2,
            3
          ]
        },
        {
          "label": "stage 0",
          "digest": "<9>",
          "parts": [
            0,
            1,
            4
          ]
        },
        {
          "label": "platform linux/amd64",
          "digest": "<10>",
          "parts": [
            5
          ]
        },
        {
          "label": "build",
          "digest": "<11>",
          "parts": [
            6
          ]
        },
        {
          "label": "platform linux/amd64",
          "digest": "<12>",
          "parts": []
        },
        {
          "label": "image",
          "digest": "<13>",
          "parts": [
            8
          ]
        },
        {
          "label": "FROM target base",
          "digest": "<14>",
          "node": "base"
        },
        {
          "label": "ARG VERSION=1.0",
          "digest": "<15>",
          "text": "ARG VERSION=1.0"
        },
        {
          "label": "RUN echo $VERSION",
          "digest": "<16>",
          "text": "RUN echo $VERSION"
        },
        {
          "label": "instruction",
          "digest": "<17>",
          "text": "COPY src/a.c /"
        },
        {
          "label": "files src/a.c",
          "digest": "<18>",
          "files": "<19>"
        },
        {
          "label": "COPY src/a.c /",
          "digest": "<20>",
          "parts": [
            13,
            14
          ]
        },
        {
          "label": "stage 0",
          "digest": "<21>",
          "parts": [
            10,
            11,
            12,
            15
          ]
        },
        {
          "label": "platform linux/amd64",
          "digest": "<22>",
          "parts": [
            16
          ]
        },
        {
          "label": "build",
          "digest": "<23>",
          "parts": [
            17
          ]
        },
        {
          "label": "FROM target base",
          "digest": "<24>",
          "node": "base"
        },
        {
          "label": "platform linux/amd64",
          "digest": "<25>",
          "parts": [
            19
          ]
        },
        {
          "label": "image",
          "digest": "<26>",
          "parts": [
            20
          ]
        },
        {
          "label": "command",
          "digest": "<27>",
          "text": "./smoke"
        },
        {
          "label": "image app",
          "digest": "<28>",
          "node": "app"
        }
      ],
      "files": {
        "<7>": [
          {
            "path": "",
            "type": "directory"
          },
          {
            "path": "a.c",
            "type": "file",
            "mode": "0644",
            "digest": "<29>",
            "size": 1
          },
          {
            "path": "b.c",
            "type": "file",
            "mode": "0644",
            "digest": "<30>",
            "size": 1
          }
        ],
        "<19>": [
          {
            "path": "a.c",
            "type": "file",
            "mode": "0644",
            "digest": "<29>",
            "size": 1
          }
        ]
      }
    }
    "#);
    let targets: String =
        (0..200).map(|n| format!("target \"t{n}\" {{\n  args = {{ N = {n} }}\n}}\n")).collect();
    let many = Project::bake(&targets).file("Dockerfile", "FROM scratch\nARG N\nCOPY . /\n");
    let many = (0..100).fold(many, |project, n| project.file(&format!("src/{n}"), n.to_string()));
    let plan = many.run("plan --format json *").stdout;
    assert_eq!(plan.matches("\"src/99\"").count(), 1);
    assert_eq!(plan.matches("\"COPY . /\"").count(), 2, "as a label and as a text");
}
