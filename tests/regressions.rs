//! Differences that the differential test has found and that are mended, each in its smallest form.
//!
//! What is recorded is the reference's answer, keys sorted. To see that it still is:
//! `BAKEWELL_DIFF_SUBJECT=/path/to/buildx cargo test regressions`.

use std::env;

use insta::assert_snapshot;

use crate::differential::answer_of;

/// What `bake --print` says to these files, arguments and variables of the environment.
fn answer(files: &[(&str, &str)], args: &str, env: &[(&str, &str)]) -> String {
    let own = || env!("CARGO_BIN_EXE_bakewell").to_owned();
    answer_of(&[env::var("BAKEWELL_DIFF_SUBJECT").unwrap_or_else(|_| own())], files, args, env)
}

#[test]
fn an_optional_attribute_of_a_type_has_no_default() {
    let file = r#"
        variable "V" {
          type    = object({ a = optional(string, "d") })
          default = {}
        }
        target "default" {}
    "#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[]), @"refused");
}

#[test]
fn an_object_variable_from_the_environment_is_json_under_another_name() {
    let file = r#"
        variable "V" {
          type    = object({ a = number, b = optional(string) })
          default = { a = 1 }
        }
        target "default" { args = { V = jsonencode(V) } }
    "#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[("V_JSON", r#"{"a": "7"}"#)]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "args": {
            "V": "{\"a\":7,\"b\":null}"
          },
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
}

#[test]
fn a_compose_file_that_builds_nothing_has_a_group_of_null() {
    let file = "services: { db: { image: postgres } }";
    assert_snapshot!(answer(&[("compose.yaml", file)], "", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": null
        }
      },
      "target": {}
    }
    "#);
}

#[test]
fn a_list_without_a_type_cannot_be_set_from_the_environment() {
    let file = r#"
        variable "V" { default = ["a"] }
        target "default" { args = { V = jsonencode(V) } }
    "#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[("V", "b")]), @"refused");
}

#[test]
fn a_short_dependency_may_be_repeated_in_a_second_compose_file() {
    let first = "services: { app: { build: . }, web: { build: ., depends_on: [app] } }";
    let second = "services: { web: { image: x, depends_on: [app] } }";
    let files = [("compose.yml", first), ("more.yml", second)];
    assert_snapshot!(answer(&files, "web", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "web"
          ]
        }
      },
      "target": {
        "web": {
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
}

#[test]
fn a_branch_that_is_wrong_and_not_taken_has_a_type_all_the_same() {
    let file = r#"
        target "default" {
          args = {
            tuple  = try(jsonencode(true ? true : [for k, v in [0.b]: 0]), "failed")
            object = try(jsonencode(true ? true : {for k, v in {a = 0.b}: k => 0}), "failed")
            part   = try(jsonencode(true ? true : [for v in {a = 0.b}.a: 0]), "failed")
            branch = try(jsonencode(true ? true : [for v in (true ? [0.b] : [1]): 0]), "failed")
          }
        }
    "#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "args": {
            "branch": "failed",
            "object": "failed",
            "part": "true",
            "tuple": "failed"
          },
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
}

#[test]
fn a_block_that_another_one_read_as_a_whole_asks_for_no_name_again() {
    let file = r#"
        target "t" { tags = [try([null.x, target.default], 1)] }
        target "default" { args = { E = try(number, 1) } }
    "#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "args": {
            "E": "1"
          },
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
}

#[test]
fn a_value_that_json_has_twice_is_refused() {
    let file = r#"{"X": 1, "X": 2, "target": {"default": {}}}"#;
    assert_snapshot!(answer(&[("docker-bake.json", file)], "", &[]), @"refused");
}

#[test]
fn variables_of_compose_that_end_in_an_export_of_nothing_are_refused() {
    let files = [("compose.yaml", "services: {a: {build: .}}"), (".env", "A=1\nexport ")];
    assert_snapshot!(answer(&files, "", &[]), @"refused");
}

#[test]
fn a_description_is_text_that_calls_nothing() {
    let json = r#"{"variable": {"X": {"description": "${X}"}}, "target": {"default": {}}}"#;
    assert_snapshot!(answer(&[("docker-bake.json", json)], "", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "context": ".",
          "dockerfile": "Dockerfile"
        }
      }
    }
    "#);
    let described = |text: &str| {
        let file = format!("variable \"X\" {{\n description = {text}\n}}\ntarget \"default\" {{}}");
        answer(&[("docker-bake.hcl", &file)], "", &[])
    };
    assert_snapshot!(described("null"), @"refused");
    assert_snapshot!(described("upper(\"a\")"), @"refused");
    assert_snapshot!(described("nope\n}\nvariable \"X\" {"), @"refused");
}

#[test]
fn a_null_of_any_type_says_nothing_of_a_policy() {
    let file = r#"
        variable "V" { type = list(string) }
        target "default" { policy = [{ strict = V, filename = "a.rego" }] }
    "#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "policy": [
            {
              "Disabled": false,
              "Files": [
                {
                  "Data": null,
                  "Filename": "a.rego"
                }
              ],
              "LogLevel": null,
              "Reset": false,
              "Strict": null
            }
          ]
        }
      }
    }
    "#);
}

#[test]
fn names_of_fields_get_small_one_by_one() {
    let file = r#"target "default" { output = ["type=image,İ=1,ΑΣ=2"] }"#;
    assert_snapshot!(answer(&[("docker-bake.hcl", file)], "", &[]), @r#"
    {
      "group": {
        "default": {
          "targets": [
            "default"
          ]
        }
      },
      "target": {
        "default": {
          "context": ".",
          "dockerfile": "Dockerfile",
          "output": [
            {
              "i": "1",
              "type": "image",
              "ασ": "2"
            }
          ]
        }
      }
    }
    "#);
}

/// Whether the reference takes it: what no plan shows of a Compose service, but may be wrong.
fn takes(said: &str) -> bool {
    let file = format!("services: {{ a: {{ build: c, {said} }} }}\n");
    answer(&[("compose.yaml", &file), ("lf", ""), ("l", "")], "", &[]) != "refused"
}

#[test]
fn what_no_plan_shows_of_a_service_has_its_form() {
    for refused in [
        "volumes: [{ type: bind, source: s, target: t, bind: }]",
        "volumes: [{ type: volume, source: s, target: t, bind: x }]",
        "deploy: { resources: { reservations: { devices: [x] } } }",
        "ports: [0]",
        "ports: ['8000:0']",
        "cpus: '1e50'",
        "deploy: { update_config: { max_failure_ratio: '1e400' } }",
    ] {
        assert!(!takes(refused), "{refused}");
    }
    for taken in [
        "volumes: [{ type: bind, source: s, target: t, bind: {} }]",
        "ports: [1, '0:1']",
        "cpus: '0x1p3'",
        "cpus: '1_0'",
        "cpus: inf",
        "label_file: [[lf], l]",
        "label_file: { a: [lf] }",
        "develop: { watch: [{ path: [a], action: sync }] }",
    ] {
        assert!(takes(taken), "{taken}");
    }
}

#[test]
fn dates_are_no_texts_in_lists_that_may_be_one_text() {
    let build = |said: &str| {
        let file = format!("services: {{ a: {{ build: {{ {said} }} }} }}\n");
        answer(&[("compose.yaml", &file)], "", &[]) != "refused"
    };
    for refused in [
        "cache_from: [2020-01-01]",
        "cache_to: [2020-01-01]",
        "no_cache_filter: 2020-01-01",
        "no_cache_filter: [2020-01-01]",
        "isolation: 2020-01-01",
        "entitlements: [2020-01-01]",
    ] {
        assert!(!build(refused), "{refused}");
    }
    for taken in ["no_cache_filter: a", "no_cache_filter: [a]", "isolation: a", "entitlements: [a]"]
    {
        assert!(build(taken), "{taken}");
    }
}

#[test]
fn all_devices_are_a_list_once_they_have_been_read() {
    let with = |gpus: &str| format!("services: {{ a: {{ build: c, gpus: {gpus} }} }}\n");
    let both = |first: &str, second: &str| {
        let files = [("a.yaml", &*with(first)), ("b.yaml", &*with(second))];
        answer(&files, "-f a.yaml -f b.yaml", &[]) != "refused"
    };
    assert!(!both("all", "all"));
    assert!(!both("[{ count: 1 }]", "all"));
    assert!(both("all", "[{ count: 1 }]"));
}

#[test]
fn what_includes_nothing_needs_its_variables() {
    let with = |entry: &str| {
        let file = format!("include: [{entry}]\nservices: {{ a: {{ build: c }} }}\n");
        answer(&[("compose.yaml", &file), ("vars", "A=b\n")], "", &[]) != "refused"
    };
    assert!(with("{ path: }") && with("{ path: , env_file: vars }"));
    assert!(!with("{ env_file: nope }") && !with("{ path: [], env_file: [nope] }"));
}

#[test]
fn the_parts_of_a_function_in_json_may_be_said_one_by_one() {
    let with = |function: &str| {
        let file = format!(
            r#"{{"function": {{"f": {function}}}, "target": {{"default": {{"tags": ["${{f()}}"]}}}}}}"#
        );
        answer(&[("docker-bake.json", &file)], "", &[]) != "refused"
    };
    assert!(with(r#"[[{"params": []}, {"result": "x"}]]"#));
    assert!(with(r#"[null, {"params": [], "result": "x"}]"#));
    assert!(!with(r#"[[{"params": [], "result": "x"}, {"more": 1}]]"#));
    assert!(!with(r#"{"params": [], "variadic_params": true, "result": "x"}"#));
    assert!(!with(r#"{"params": [], "variadic_params": null, "result": "x"}"#));
    assert!(with(r#"{"params": [], "variadic_params": "null", "result": "x"}"#));
}

#[test]
fn the_parts_of_a_validation_in_json_may_be_said_one_by_one() {
    let with = |condition: &str| {
        let file = format!(
            r#"{{"variable": {{"v": {{"validation": [[{{"condition": {condition}}},
              {{"error_message": "m"}}]]}}}}, "target": {{"default": {{}}}}}}"#
        );
        answer(&[("docker-bake.json", &file)], "", &[]) != "refused"
    };
    assert!(with("true") && !with("false"));
}

#[test]
fn a_splat_with_an_error_in_it_is_not_gone_through() {
    let with = |args: &str| {
        let file = format!("target \"default\" {{ args = {args} }}");
        answer(&[("docker-bake.hcl", &file)], "", &[]) != "refused"
    };
    assert!(with(r#"{ a = true ? "t" : [for z in "s"[*].a : z] }"#));
    assert!(with(r#"{ a = true ? "t" : [for z in ["s", {a = 1}][*].a : z] }"#));
    assert!(!with(r#"{ a = true ? "t" : [for z in ["s".a] : z] }"#));
    assert!(!with(r#"{ a = true ? "t" : "s"[*].a }"#));
}

#[test]
fn a_context_that_nobody_says_is_a_folder_of_a_drive_on_wsl() {
    let file = "target \"default\" {}";
    let env = [("WSL_DISTRO_NAME", "Ubuntu"), ("BUILDX_BAKE_FILE_RELATIVE_PATHS", "1")];
    let plan = answer(&[("C:/sub/bake.hcl", file)], "-f C:/sub/bake.hcl", &env);
    assert!(plan.contains(r#""context": "/mnt/c/sub""#), "{plan}");
}
