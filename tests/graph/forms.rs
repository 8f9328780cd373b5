//! The forms for programs.

use super::{bake, draws};

const ODD: &str = r#"
target "base" {}
target "end" {
  contexts = { "a\"b\\c\n`<&>#" = "target:base", base = "target:base" }
}
task "smoke" {
  image   = "end"
  command = ["true"]
}
promote "latest" {
  target = "end"
  tags   = ["example.org/end:latest"]
  needs  = ["smoke"]
}
"#;

#[test]
fn graphviz_gets_its_quotes() {
    draws!(bake(ODD), "graph end smoke latest --format dot", @r#"
    digraph bakewell {
      rankdir=BT;
      node [shape=box];
      "base";
      "end";
      "smoke" [shape=ellipse];
      "latest" [shape=hexagon];
      "end" -> "base" [label="context a\"b\\c\n`<&>#\ncontext base"];
      "smoke" -> "end" [label="image"];
      "latest" -> "end" [label="promotes"];
      "latest" -> "smoke" [label="needs", style=dashed];
    }
    "#);
}

#[test]
fn mermaid_gets_its_entities() {
    draws!(bake(ODD), "graph latest --format mermaid", @r#"
    flowchart BT
      n0["base"]
      n1["end"]
      n2(["smoke"])
      n3{{"latest"}}
      n1 -->|"context a#quot;b#92;c #96;#lt;#38;#gt;#35;<br>context base"| n0
      n2 -->|"image"| n1
      n3 -->|"promotes"| n1
      n3 -.->|"needs"| n2
    "#);
}

#[test]
fn programs_get_json() {
    draws!(bake(ODD), "graph latest --format json", @r#"
    {
      "version": 1,
      "nodes": [
        {
          "name": "base",
          "kind": "target",
          "wave": 0,
          "file": "docker-bake.hcl",
          "line": 2,
          "needs": []
        },
        {
          "name": "end",
          "kind": "target",
          "wave": 1,
          "file": "docker-bake.hcl",
          "line": 3,
          "needs": [
            {
              "name": "base",
              "reason": "context",
              "file": "docker-bake.hcl",
              "line": 4,
              "context": "a\"b\\c\n`\u003c\u0026\u003e#"
            },
            {
              "name": "base",
              "reason": "context",
              "file": "docker-bake.hcl",
              "line": 4,
              "context": "base"
            }
          ]
        },
        {
          "name": "smoke",
          "kind": "task",
          "wave": 2,
          "file": "docker-bake.hcl",
          "line": 6,
          "needs": [
            {
              "name": "end",
              "reason": "image",
              "file": "docker-bake.hcl",
              "line": 7
            }
          ]
        },
        {
          "name": "latest",
          "kind": "promotion",
          "wave": 3,
          "file": "docker-bake.hcl",
          "line": 10,
          "needs": [
            {
              "name": "end",
              "reason": "promotes",
              "file": "docker-bake.hcl",
              "line": 11
            },
            {
              "name": "smoke",
              "reason": "needs",
              "file": "docker-bake.hcl",
              "line": 13
            }
          ]
        }
      ],
      "roots": [
        "base"
      ],
      "leaves": [
        "latest"
      ],
      "waves": [
        [
          "base"
        ],
        [
          "end"
        ],
        [
          "smoke"
        ],
        [
          "latest"
        ]
      ]
    }
    "#);
}

#[test]
fn roots_or_leaves_are_on_top() {
    let text = "target \"default\" {}";
    draws!(bake(text), "graph --format mermaid --from leaves", @r#"
    flowchart TB
      n0["default"]
    "#);
    draws!(bake(text), "graph --format dot --from leaves", @r#"
    digraph bakewell {
      rankdir=TB;
      node [shape=box];
      "default";
    }
    "#);
    draws!(bake(text), "graph --format mermaid", @r#"
    flowchart BT
      n0["default"]
    "#);
}
