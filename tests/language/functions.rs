//! `function` blocks.

use super::bake;

#[test]
fn functions_call_each_other_and_see_variables() {
    insta::assert_snapshot!(bake(r#"
        variable "SUFFIX" { default = "!" }
        function "loud" {
          params = [text]
          result = "${upper(text)}${SUFFIX}"
        }
        function "all" {
          params = [first]
          variadic_params = rest
          result = join(",", [for text in concat([first], rest) : loud(text)])
        }
        target "t" { args = { A = all("a", "b", "c"), B = loud(1) } }
    "#).plan(), @r#"t {"args":{"A":"A!,B!,C!","B":"1!"}}"#);
}

#[test]
fn a_function_that_calls_itself_is_a_circle() {
    insta::assert_snapshot!(bake(r#"
        function "f" {
          params = [n]
          result = n == 0 ? 0 : g(n - 1)
        }
        function "g" {
          params = [n]
          result = f(n)
        }
        target "t" {}
    "#).plan(), @r"
    error: `f()` depends on itself
       ╭─[docker-bake.hcl:8:20]
     7 │           params = [n]
     8 │           result = f(n)
       ·                    ┬
       ·                    ╰── closes the circle `f()` → `g()` → `f()`
     9 │         }
       ╰────
       ╭─[docker-bake.hcl:4:33]
     3 │           params = [n]
     4 │           result = n == 0 ? 0 : g(n - 1)
       ·                                 ┬
       ·                                 ╰── on the way: `g()`
     5 │         }
       ╰────
    ");
}

#[test]
fn every_function_is_checked_also_if_nothing_calls_it() {
    insta::assert_snapshot!(bake(r#"
        function "a" { params = [x] }
        function "b" { result = 1 }
        function "c" {
          params = ["x", y.z]
          result = 1
        }
        function "d" {
          params = []
          result = NOPE + uper("x")
        }
        target "t" {}
    "#).plan(), @r#"
    error: function `a` has no `result`
       ╭─[docker-bake.hcl:2:9]
     1 │ 
     2 │         function "a" { params = [x] }
       ·         ────────────
     3 │         function "b" { result = 1 }
       ╰────
      = hint: add `result = …`


    error: function `b` has no `params`
       ╭─[docker-bake.hcl:3:9]
     2 │         function "a" { params = [x] }
     3 │         function "b" { result = 1 }
       ·         ────────────
     4 │         function "c" {
       ╰────
      = hint: add `params = [a, b]`


    error: a parameter is a bare name
       ╭─[docker-bake.hcl:5:21]
     4 │         function "c" {
     5 │           params = ["x", y.z]
       ·                     ───
     6 │           result = 1
       ╰────
      = hint: write it without quotes and dots


    error: a parameter is a bare name
       ╭─[docker-bake.hcl:5:26]
     4 │         function "c" {
     5 │           params = ["x", y.z]
       ·                          ───
     6 │           result = 1
       ╰────
      = hint: write it without quotes and dots


    error: there is no variable `NOPE`
        ╭─[docker-bake.hcl:10:20]
      9 │           params = []
     10 │           result = NOPE + uper("x")
        ·                    ────
     11 │         }
        ╰────


    error: there is no function `uper`
        ╭─[docker-bake.hcl:10:27]
      9 │           params = []
     10 │           result = NOPE + uper("x")
        ·                           ────
     11 │         }
        ╰────
      = hint: did you mean `upper`?
    "#);
}

#[test]
fn a_function_takes_nothing_else() {
    insta::assert_snapshot!(bake(r#"
        function "e" {
          params = []
          result = 1
          parms = 2
        }
        target "t" {}
    "#).plan(), @r"
    error: `parms` is not an attribute of a function
       ╭─[docker-bake.hcl:5:11]
     4 │           result = 1
     5 │           parms = 2
       ·           ─────
     6 │         }
       ╰────
      = hint: did you mean `params`?
    ");
}

#[test]
fn the_standard_library_comes_first() {
    insta::assert_snapshot!(bake(r#"
        function "upper" {
          params = [x]
          result = "mine"
        }
        target "t" { args = { A = upper("a") } }
    "#).plan(), @r#"t {"args":{"A":"A"}}"#);
}
