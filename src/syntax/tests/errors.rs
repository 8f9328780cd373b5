//! What is said of broken files, and what is still read of them.

use insta::assert_snapshot;

use super::{Printer, hcl, rendered};

fn errors(text: &str) -> String {
    rendered(text, &hcl(text).1)
}

/// The errors of lines that each are an item of their own.
fn errors_of_lines(lines: &[&str]) -> String {
    errors(&lines.join("\n"))
}

fn tree(text: &str) -> String {
    Printer { text }.body(&hcl(text).0.body)
}

const BROKEN: &str = r#"target "a" {
  args = {
    X = = 1
    Y = 2
  }
  tags = [1 2]
  context = "."
}

target "b" {
  x = (1
}

target "c" {
  y = "abc
  z = "${foo"
}
q = 1 +
r = 2
"#;

#[test]
fn every_broken_item_is_reported_once() {
    assert_snapshot!(errors(BROKEN), @r#"
    3: expected an expression, found `=` <=>
    6: expected `,` or `]`, found `2` <2>
    6: opened here <[>
    12: expected `)`, found `}` <}>
    11: opened here <(>
    15: a string in quotes must end on its line <\"abc>
       write `\n` for a line break, or use a heredoc (`<<EOT`)
    16: expected `}`, found a string <\">
    16: opened here <${>
    18: expected an expression, found a line break <\n>
    "#);
}

#[test]
fn the_rest_of_a_broken_file_is_read() {
    assert_snapshot!(tree(BROKEN), @r#"{(block target "a" {(= context (tmpl "."))}) (block target "b" {}) (block target "c" {}) (= r #2)}"#);
}

#[test]
fn brackets_that_do_not_match_end_where_the_layout_says() {
    let text =
        "target \"a\" {\n  tags = [\"a\"\n  args = {}\n}\n\ntarget \"b\" {\n  x = =\n  y = 1\n}\n";
    assert_snapshot!(errors(text), @r"
    3: expected `,` or `]`, found `args` <args>
    2: opened here <[>
    7: expected an expression, found `=` <=>
    ");
    assert_snapshot!(tree(text), @r#"{(block target "a" {(= args (object))}) (block target "b" {(= y #1)})}"#);
}

#[test]
fn a_heredoc_without_end_swallows_only_itself() {
    let text = "a = <<EOT\nfoo\nb = 1\nc = = 2\nd = 3\n";
    assert_snapshot!(errors(text), @r"
    1: this heredoc is never ended <<<EOT>
       end it with a line that holds nothing but `EOT`
    4: expected an expression, found `=` <=>
    ");
    assert_snapshot!(tree(text), @"{(= b #1) (= d #3)}");
}

#[test]
fn a_header_without_quote_makes_no_more_errors() {
    let text = "target default\" {\n  a = 1\n}\nb = 2\nc =\n";
    assert_snapshot!(errors(text), @r#"
    1: a string in quotes must end on its line <\" {>
       write `\n` for a line break, or use a heredoc (`<<EOT`)
    5: expected an expression, found a line break <\n>
    "#);
}

#[test]
fn a_brace_too_few_or_too_many_is_one_error() {
    assert_snapshot!(errors("a {\n  b {\n    c = 1\n\nd {\n}\n"), @r"
    2: this block is never closed <{>
       close it with `}`
    ");
    assert_snapshot!(errors("a {\n  }\n}\nb {\n}\n"), @"3: this `}` closes nothing <}>");
}

#[test]
fn attributes_and_blocks() {
    assert_snapshot!(errors_of_lines(&[
        "a = 1",
        "a = 2",
        "b = 1, c = 2",
        "\"d\" = 1",
        "e { f = 1, g = 2 }",
        "h { i {} }",
        "j \"${k}\" {}",
        "l",
        "m = 1 n = 2",
        "o {} p {}",
    ]), @r#"
    2: `a` is set twice <a>
    1: set here first <a>
    3: each argument stands on a line of its own, without a comma <,>
    4: the name of an argument or a block is not quoted <\">
    5: expected `}` after the one argument of a block on a single line, found `,` <,>
    5: opened here <{>
       put each argument on a line of its own
    6: expected `=` after `i`, as in every block on a single line, found `{` <{>
    7: `${` cannot be used in this string <${>
       for the text `${`, double its first character
    8: expected `=` or a block after `l`, found a line break <\n>
    9: expected a line break after the argument, found `n` <n>
    10: expected a line break after the block, found `p` <p>
    "#);
}

#[test]
fn characters_that_mean_nothing() {
    assert_snapshot!(errors_of_lines(&[
        "a = 'x'",
        "b = `c`",
        "c = 1;",
        "d = a & b",
        "e = ~1",
        "f = a ^ b",
        "g = “x”",
        "h = \0",
        "i = €",
        "j = a\rb",
        "/* foo",
        "k = 1",
    ]), @r#"
    1: strings are not written in single quotes <\'>
       use `"…"`
    2: strings are not written in backticks <`>
       use `"…"`, or a heredoc (`<<EOT`) for text of several lines
    3: `;` means nothing here <;>
       put each argument on a line of its own; between items stands `,`
    4: there is no operator `&` <&>
       did you mean `&&`?
    5: there is no operator `~` <~>
       did you mean `!`?
    6: there is no operator `^` <^>
    7: strings are not written in `“` <“>
       use `"…"`
    8: the character `\u{0}` means nothing here <\0>
    9: the character `€` means nothing here <€>
    10: a carriage return stands here without a line feed <\r>
    11: this comment is never closed </*>
       close it with `*/`
    "#);
}

#[test]
fn expressions() {
    assert_snapshot!(errors_of_lines(&[
        "a = [1, 2,, 3]",
        "b = {for x in y : x}",
        "c = [for x in y : x => 1]",
        "d = [for x in y : x...]",
        "e = [for x y]",
        "f = a.0.1",
        "g = a.*.*",
        "h = foo(1 2)",
        "i = a ? b",
        "j = 1..2",
        "k = a.",
        "l = {a = 1 b = 2}",
        "m = a::b",
    ]), @r"
    1: expected an expression, found `,` <,>
    2: an object needs a key <x>
       write `key => value`
    3: a tuple has no keys <x>
       for an object use `{…}`
    4: only the values of an object can be grouped <...>
    5: expected `in` after the names, found `y` <y>
    6: two numbers cannot follow each other with dots <0.1>
       write `[0][1]`
    7: `.*` cannot follow `.*` <*>
       use `[*]`
    8: expected `,` or `)`, found `2` <2>
    8: opened here <(>
    9: expected `:` and a value for the other case, found a line break <\n>
    10: `1..2` is not a number <1..2>
    11: expected a name after the dot, found a line break <\n>
    12: expected `,`, `}` or a line break, found `b` <b>
    12: opened here <{>
    13: expected `(` after the name of a function, found the end of the text <>
    ");
}

#[test]
fn templates() {
    assert_snapshot!(errors_of_lines(&[
        r#"a = "%{ if x }""#,
        r#"b = "%{ endif }""#,
        r#"c = "%{ for x in y }%{ endif }""#,
        r#"d = "%{ if x }%{ else }%{ else }%{ endif }""#,
        r#"e = "%{ fi x }""#,
        r#"f = "\q""#,
        r#"g = "x\u12""#,
        r#"h = "\ud800""#,
        r#"i = "${x:-y}""#,
        r#"j = "${x""#,
        r#"k = "x"#,
    ]), @r#"
    1: this `if` is never ended <%{ if x }>
       end it with `%{ endif }`
    2: `endif` without `if` <%{ endif }>
    3: `endif` without `if` <%{ endif }>
    3: `endfor` of this `for` must come first <%{ for x in y }>
    4: this `if` has an `else` already <%{ else }>
    4: the first one <%{ else }>
    5: expected `if`, `else`, `endif`, `for` or `endfor`, found `fi` <fi>
       did you mean `if`?
    6: there is no escape `\q` <\\q>
    7: `\u12` needs 4 hexadecimal digits <\\u12>
    8: `\ud800` is not a character <\\ud800>
    9: expected `}`, found `:` <:>
    9: opened here <${>
       `${a:-b}` is the shell's; write `${a != "" ? a : "b"}`
    10: expected `}`, found a string <\">
    10: opened here <${>
    11: expected the end of the string, found the end of the text <>
    11: opened here <\">
    "#);
}

#[test]
fn a_hopeless_file_is_given_up() {
    let text = "= 1\n".repeat(1000);
    assert_eq!(hcl(&text).1.len(), 100);
}
