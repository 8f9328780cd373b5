//! `validation` blocks.

use super::bake;

#[test]
fn every_variable_is_checked_and_every_failure_told() {
    insta::assert_snapshot!(bake(r#"
        variable "PORT" {
          default = 80
          validation {
            condition = PORT > 1024
            error_message = "PORT is ${PORT}, which needs root."
          }
          validation {
            condition = PORT != 80
          }
        }
        variable "UNUSED" {
          default = ""
          validation {
            condition = UNUSED != "" ? true : null
            error_message = "never seen"
          }
        }
        target "t" {}
    "#).plan(), @r#"
    error: PORT is 80, which needs root
       ╭─[docker-bake.hcl:5:25]
     1 │ 
     2 │         variable "PORT" {
       ·                  ───┬──
       ·                     ╰── the variable
     3 │           default = 80
     4 │           validation {
     5 │             condition = PORT > 1024
       ·                         ─────┬─────
       ·                              ╰── the value of `PORT` does not pass this
     6 │             error_message = "PORT is ${PORT}, which needs root."
       ╰────


    error: `PORT` is not valid
        ╭─[docker-bake.hcl:9:25]
      8 │           validation {
      9 │             condition = PORT != 80
        ·                         ─────┬────
        ·                              ╰── the value of `PORT` does not pass this
     10 │           }
        ╰────
       ╭─[docker-bake.hcl:2:18]
     1 │ 
     2 │         variable "PORT" {
       ·                  ───┬──
       ·                     ╰── the variable
     3 │           default = 80
       ╰────
      = hint: say why with `error_message = "…"`


    error: the condition is null; it must be true or false
        ╭─[docker-bake.hcl:15:25]
     14 │           validation {
     15 │             condition = UNUSED != "" ? true : null
        ·                         ──────────────────────────
     16 │             error_message = "never seen"
        ╰────
    "#);
}

#[test]
fn what_passes_says_nothing() {
    insta::assert_snapshot!(bake(r#"
        variable "A" {
          default = "abc"
          validation {
            condition = length(regexall("^[a-c]+$", A)) > 0
            error_message = "only a, b and c"
          }
        }
        target "t" { args = { A = A } }
    "#).plan(), @r#"t {"args":{"A":"abc"}}"#);
}

#[test]
fn a_condition_sees_no_function_of_the_file() {
    insta::assert_snapshot!(bake(r#"
        function "good" {
          params = [x]
          result = true
        }
        variable "A" {
          default = "x"
          validation {
            condition = good(A)
            error_message = "bad"
          }
        }
        target "t" {}
    "#).plan(), @r#"
    error: there is no function `good`
        ╭─[docker-bake.hcl:9:25]
      8 │           validation {
      9 │             condition = good(A)
        ·                         ────
     10 │             error_message = "bad"
        ╰────
    "#);
}
