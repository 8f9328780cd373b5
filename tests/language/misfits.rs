//! Values that an attribute does not take: the part to blame, and what to write.

use super::bake;

#[test]
fn the_part_that_does_not_fit_is_shown() {
    insta::assert_snapshot!(bake(r#"
        target "t" {
          tags       = ["a", ["b"]]
          args       = { A = "1", "B" = ["2"] }
          secret     = ["id=a,env=A", "idd=b"]
          contexts   = { a = null }
          ssh        = [1]
        }
    "#).plan(), @r#"
    error: `tags[1]`: this is a tuple, not a string
       ╭─[docker-bake.hcl:3:30]
     2 │         target "t" {
     3 │           tags       = ["a", ["b"]]
       ·                              ─────
     4 │           args       = { A = "1", "B" = ["2"] }
       ╰────


    error: `args.B`: this is a tuple, not a string
       ╭─[docker-bake.hcl:4:41]
     3 │           tags       = ["a", ["b"]]
     4 │           args       = { A = "1", "B" = ["2"] }
       ·                                         ─────
     5 │           secret     = ["id=a,env=A", "idd=b"]
       ╰────


    error: `secret[1]`: a secret has no `idd`
       ╭─[docker-bake.hcl:5:39]
     4 │           args       = { A = "1", "B" = ["2"] }
     5 │           secret     = ["id=a,env=A", "idd=b"]
       ·                                       ───────
     6 │           contexts   = { a = null }
       ╰────
      = hint: did you mean `id`?


    error: `contexts.a`: null is not allowed here
       ╭─[docker-bake.hcl:6:30]
     5 │           secret     = ["id=a,env=A", "idd=b"]
     6 │           contexts   = { a = null }
       ·                              ────
     7 │           ssh        = [1]
       ╰────


    error: `ssh[0]`: this is a number, not an object
       ╭─[docker-bake.hcl:7:25]
     6 │           contexts   = { a = null }
     7 │           ssh        = [1]
       ·                         ─
     8 │         }
       ╰────
    "#);
}

#[test]
fn missing_brackets_are_told() {
    insta::assert_snapshot!(bake(r#"
        target "t" {
          tags   = "a"
          output = "type=docker"
          labels = ["a=b"]
        }
    "#).plan(), @r#"
    error: `tags`: this is a string, not a list of strings
       ╭─[docker-bake.hcl:3:20]
     2 │         target "t" {
     3 │           tags   = "a"
       ·                    ───
     4 │           output = "type=docker"
       ╰────
      = hint: write `["a"]`


    error: `output`: this is a string, not a list
       ╭─[docker-bake.hcl:4:20]
     3 │           tags   = "a"
     4 │           output = "type=docker"
       ·                    ─────────────
     5 │           labels = ["a=b"]
       ╰────
      = hint: write `["type=docker"]`


    error: `labels`: this is a tuple, not a map of strings
       ╭─[docker-bake.hcl:5:20]
     4 │           output = "type=docker"
     5 │           labels = ["a=b"]
       ·                    ───────
     6 │         }
       ╰────
      = hint: write `{ NAME = "value" }`
    "#);
}

/// A `%` is a token of its own: the key is a text all the same.
#[test]
fn the_entry_to_blame_is_found_by_any_text() {
    insta::assert_snapshot!(bake("target \"t\" { args = { \"A%\" = [\"x\"] } }").plan(), @r#"
    error: `args.A%`: this is a tuple, not a string
       ╭─[docker-bake.hcl:1:30]
     1 │ target "t" { args = { "A%" = ["x"] } }
       ·                              ─────
       ╰────
    "#);
}
