//! Random expressions of the native syntax.
//!
//! They come in two tempers. [`tame`] gives a string and never fails; [`wild`] is anything at
//! all, and [`guarded`] makes a string of it whatever happens, so that one mistake in an
//! expression does not hide all others of its project.

use super::features::Features;
use super::functions::{calls, samples};
use super::tree::Tree;
use crate::support::Random;

/// What an expression may refer to.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) features: Features,
    /// The variables of the project, and within a `for`, its own.
    pub(super) variables: Vec<String>,
    /// The functions of the project and the number of their parameters.
    pub(super) functions: Vec<(String, usize)>,
    /// The targets that attributes may be taken from.
    pub(super) targets: Vec<String>,
}

impl Scope {
    fn with(&self, names: &[&str]) -> Self {
        let mut inner = self.clone();
        inner.variables.extend(names.iter().map(|name| (*name).to_owned()));
        inner
    }
}

const STRINGS: &[&str] = &[
    "",
    "a",
    "b",
    "a",
    "b-c",
    "Hello World",
    "12",
    "-1.50",
    "true",
    "null",
    "é",
    "日本",
    "e\\u0301",
    "a,b",
    " x ",
    "line\\nbreak",
    "tab\\t",
    "q\\\"q",
    "$${x}",
    "%%{y}",
    "$",
    "%",
    "a.b_c",
    "/p/q",
    "\\\\",
    "🙂",
    "<&>",
    "1e3",
    "0x10",
    "001",
    "\\u00df",
    "ǅ",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "10",
    "1.5",
    "0.1",
    "1e3",
    "1E-7",
    "2.50",
    "12345678901234567890",
    "0.3333",
    "1e21",
    "9007199254740993",
    "100000",
    "255",
    "007",
];

const BINARY: &[&str] = &["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"];
/// How many of them are no logic.
const ARITHMETIC: usize = 11;

const TYPES: &[&str] = &[
    "string",
    "number",
    "bool",
    "any",
    "list(string)",
    "list(number)",
    "set(string)",
    "map(string)",
    "map(number)",
    "tuple([string, number])",
    "object({a = string})",
    "list(any)",
    "map(list(bool))",
    "object({a = string, b = optional(number)})",
    "object({a = optional(string)})",
];

/// A string, whatever the variables hold: quoted text with something simple in it.
pub(super) fn tame(random: &mut Random, scope: &Scope) -> Tree {
    match random.below(8) {
        0 => guarded(random, scope, 3),
        1 => {
            let inner = guarded(random, scope, 2);
            quoted().text(random.pick(&["a-", "", "é "])).text("${").tree(inner).text("}\"")
        }
        2 => call("upper", vec![quote(random.word("a b c-d"))]),
        _ => quote(random.word("a b c d e f x1 y-2 z_3")),
    }
}

/// Whatever the expression gives as text, also where it fails.
pub(super) fn guarded(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let inner = call("jsonencode", vec![wild(random, scope, depth)]);
    call("try", vec![inner, quote("failed")])
}

/// Any expression: of any type, and now and then a wrong one.
pub(super) fn wild(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    if depth == 0 || random.chance(8) {
        return literal(random, scope);
    }
    let depth = depth - 1;
    match random.below(20) {
        0 | 1 => tuple(random, scope, depth),
        2 | 3 => object(random, scope, depth),
        4 => traversal(random, scope, depth),
        5 => splat(random, scope, depth),
        6 => unary(random, scope, depth),
        7 | 8 => binary(random, scope, depth),
        9 => conditional(random, scope, depth),
        10 => for_tuple(random, scope, depth),
        11 => for_object(random, scope, depth),
        12 | 13 => template(random, scope, depth),
        14 => user_call(random, scope, depth),
        // The reference refuses a second conversion to a type, wherever it stands.
        15 if random.chance(10) => conversion(random, scope, depth),
        _ => library_call(random, scope, depth),
    }
}

fn literal(random: &mut Random, scope: &Scope) -> Tree {
    match random.below(9) {
        0 => Tree::leaf("null"),
        1 => Tree::leaf(random.word("true false")),
        2 | 3 => Tree::expression().text(random.pick(NUMBERS)),
        4 | 5 if !scope.variables.is_empty() => {
            let at = random.below(scope.variables.len());
            Tree::expression().text(&scope.variables[at])
        }
        6 if !scope.targets.is_empty() => reference(random, scope),
        _ => quote(random.pick(STRINGS)),
    }
}

fn reference(random: &mut Random, scope: &Scope) -> Tree {
    let target = &scope.targets[random.below(scope.targets.len())];
    let field = match random.below(if scope.features.whole_targets { 12 } else { 11 }) {
        0 => ".args.A",
        1 => ".args",
        2 => ".tags",
        3 => "[\"context\"]",
        4 => ".contexts",
        5 => ".nothing",
        6 => ".platforms[0]",
        7 => ".dockerfile",
        8 => ".cache-from",
        9 => ".no-cache",
        10 => ".name",
        _ => "",
    };
    Tree::expression().text(format!("target.{target}{field}"))
}

fn tuple(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let items = random.some(0, 4, |random| wild(random, scope, depth));
    Tree::expression().text("[").list(", ", items).text("]")
}

fn object(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let items = random.some(0, 4, |random| {
        let key = match random.below(8) {
            0 => Tree::leaf("\"x y\""),
            1 => Tree::new().text("(").tree(literal(random, scope)).text(")"),
            2 => Tree::leaf("\"a${1}\""),
            3 => Tree::leaf("0"),
            _ => Tree::leaf(random.word("a b c d-e null")),
        };
        let between = random.pick(&[" = ", ": ", "=", " : "]);
        Tree::new().tree(key).text(between).tree(wild(random, scope, depth))
    });
    let between = if random.chance(80) { ", " } else { "\n" };
    Tree::expression().text("{ ").list(between, items).text(" }")
}

fn traversal(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let base = if random.chance(60) {
        wild_collection(random, scope, depth)
    } else {
        parenthesised(wild(random, scope, depth))
    };
    let step = match random.below(7) {
        0 | 1 => Tree::leaf(random.word(".a .b .d-e .missing")),
        2 => Tree::leaf(random.word(".0 .1 .0.a .2")),
        3 => Tree::leaf(random.word("[0] [1] [-1] [0.5] [\"a\"] [\"0\"] [null]")),
        _ => Tree::new().text("[").tree(literal(random, scope)).text("]"),
    };
    Tree::expression().tree(base).tree(step)
}

fn splat(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let base = match random.below(3) {
        0 => wild_collection(random, scope, depth),
        1 => tuple(random, scope, depth),
        _ => parenthesised(wild(random, scope, depth)),
    };
    let steps = ["[*]", ".*", "[*].a", ".*.a", "[*][0]", ".*[0]", "[*].a[*]", "[*].a.b", ".*.a.b"];
    Tree::expression().tree(base).text(random.pick(&steps))
}

fn unary(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let operator = random.pick(&["-", "!"]);
    Tree::expression().text(operator).tree(operand(random, scope, depth))
}

fn binary(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let (left, right) = (operand(random, scope, depth), operand(random, scope, depth));
    let known = if scope.features.lazy_logic { BINARY } else { &BINARY[..ARITHMETIC] };
    let operator = format!(" {} ", random.pick(known));
    Tree::expression().tree(left).text(operator).tree(right)
}

/// Mostly something that operators take.
fn operand(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    match random.below(6) {
        0 => Tree::leaf(random.word("true false")),
        1 | 2 => Tree::expression().text(random.pick(NUMBERS)),
        3 => binary_or_literal(random, scope, depth),
        4 => parenthesised(wild(random, scope, depth)),
        _ => literal(random, scope),
    }
}

fn binary_or_literal(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    if depth == 0 { literal(random, scope) } else { binary(random, scope, depth - 1) }
}

fn conditional(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let condition = if random.chance(70) {
        Tree::leaf(random.word("true false 1==1 2<1"))
    } else {
        operand(random, scope, depth)
    };
    let yes = wild(random, scope, depth);
    let no = if random.chance(30) { yes.clone() } else { wild(random, scope, depth) };
    Tree::expression()
        .text("(")
        .tree(condition)
        .text(" ? ")
        .tree(yes)
        .text(" : ")
        .tree(no)
        .text(")")
}

fn for_tuple(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let over = wild_collection(random, scope, depth);
    let names = random.pick(&["v", "k, v"]);
    let inner = scope.with(&["k", "v"]);
    let result = wild(random, &inner, depth);
    let tree = Tree::expression().text(format!("[for {names} in ")).tree(over).text(": ");
    for_end(random, &inner, tree.tree(result), "]")
}

fn for_object(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let over = wild_collection(random, scope, depth);
    let inner = scope.with(&["k", "v"]);
    let key =
        if random.chance(60) { Tree::leaf(random.word("k v")) } else { literal(random, &inner) };
    let result = wild(random, &inner, depth);
    let tree = Tree::expression().text("{for k, v in ").tree(over).text(": ");
    let end = if random.chance(40) { "...}" } else { "}" };
    for_end(random, &inner, tree.tree(key).text(" => ").tree(result), end)
}

fn for_end(random: &mut Random, scope: &Scope, tree: Tree, end: &str) -> Tree {
    // The dots of a grouping stand before the condition.
    let (dots, close) = end.split_at(end.len() - 1);
    let tree = tree.text(dots);
    if random.chance(70) {
        return tree.text(close);
    }
    tree.text(" if ").tree(operand(random, scope, 1)).text(close)
}

fn wild_collection(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    match random.below(5) {
        0 | 1 => tuple(random, scope, depth),
        2 | 3 => object(random, scope, depth),
        _ => wild(random, scope, depth),
    }
}

/// A quoted template.
fn template(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let pieces = random.some(1, 3, |random| template_piece(random, scope, depth));
    quoted().list("", pieces).text("\"")
}

fn template_piece(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let open = random.pick(&["${", "${", "${~ "]);
    let close = random.pick(&["}", "}", " ~}"]);
    match random.below(6) {
        0 => Tree::leaf(random.pick(&["a", " b ", "$", "%", "$$", "é", "$${", "%%{", "}"])),
        1 => {
            let (yes, no) = (literal_piece(random), literal_piece(random));
            let condition = operand(random, scope, depth);
            let start = Tree::new().text(random.pick(&["%{if ", "%{~ if "])).tree(condition);
            let middle = random.pick(&["%{else}", "%{~ else ~}"]);
            start
                .text("}")
                .tree(yes)
                .text(middle)
                .tree(no)
                .text(random.pick(&["%{endif}", "%{endif ~}"]))
        }
        2 => {
            let over = wild_collection(random, scope, depth);
            let inner = scope.with(&["k", "v"]);
            let piece = Tree::new().text("${").tree(wild(random, &inner, depth)).text("},");
            let start =
                Tree::new().text("%{for k, v in ").tree(over).text(random.pick(&["}", " ~}"]));
            start.tree(piece).text("%{endfor}")
        }
        _ => Tree::new().text(open).tree(wild(random, scope, depth)).text(close),
    }
}

/// A piece that is text whatever the variables hold.
pub(super) fn tame_piece(random: &mut Random, scope: &Scope) -> Tree {
    match random.below(5) {
        0 | 1 => Tree::new().text("${").tree(guarded(random, scope, 2)).text("}"),
        2 => {
            let inner =
                Tree::new().text("${").tree(guarded(random, &scope.with(&["v"]), 1)).text("}");
            let start = random.pick(&["%{for v in [1, \"a\"]}", "%{ for v in [null] ~}"]);
            Tree::new().text(start).tree(inner).text("%{endfor}")
        }
        3 => Tree::leaf(
            random.pick(&["%{if 1 == 1}x%{else}y%{endif}", "%{ if false ~} a %{~ endif }"]),
        ),
        _ => {
            Tree::leaf(random.pick(&["$${x}", " a ", "\\n", "\"", "$x", "%%{y}", "é", "${~ 1 ~} "]))
        }
    }
}

fn literal_piece(random: &mut Random) -> Tree {
    Tree::leaf(random.pick(&["yes", " no ", "", "\u{e9}"]))
}

fn user_call(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    if scope.functions.is_empty() {
        return literal(random, scope);
    }
    let (name, count) = scope.functions[random.below(scope.functions.len())].clone();
    let extra = usize::from(random.chance(15));
    let args = (0..count + extra).map(|_| wild(random, scope, depth)).collect();
    call(&name, args)
}

fn conversion(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let ty = Tree::leaf(random.pick(TYPES));
    call("convert", vec![wild(random, scope, depth), ty])
}

/// A type constraint and an expression that often fits it.
pub(super) fn typed(random: &mut Random) -> (&'static str, &'static str) {
    const PAIRS: &[(&str, &str)] = &[
        ("string", "\"text\""),
        ("string", "12"),
        ("number", "\"7\""),
        ("number", "1.5"),
        ("bool", "\"true\""),
        ("any", "[1, \"a\"]"),
        ("list(string)", "[\"a\", 1, true]"),
        ("list(number)", "[1, \"2\"]"),
        ("set(string)", "[\"b\", \"a\", \"b\"]"),
        ("map(string)", "{ a = 1, b = \"x\" }"),
        ("map(number)", "{ a = \"1\" }"),
        ("tuple([string, number])", "[1, \"2\"]"),
        ("object({a = string, b = number})", "{ a = 1, b = 2, c = 3 }"),
        ("object({a = string, b = optional(number)})", "{ a = \"x\" }"),
        ("list(object({a = string}))", "[{ a = 1 }, { a = \"b\" }]"),
        ("map(list(string))", "{ a = [1], b = [] }"),
    ];
    PAIRS[random.below(PAIRS.len())]
}

fn library_call(random: &mut Random, scope: &Scope, depth: usize) -> Tree {
    let calls = calls(scope.features);
    let (name, kinds) = calls[random.below(calls.len())];
    let mut args = Vec::new();
    for (at, kind) in kinds.chars().enumerate() {
        if kind == '*' {
            let last = kinds.as_bytes().get(at - 1).map_or('a', |kind| char::from(*kind));
            args.extend(random.some(0, 2, |random| argument(random, scope, last, depth)));
        } else {
            args.push(argument(random, scope, kind, depth));
        }
    }
    if name == "element" && !scope.features.new_functions {
        args.truncate(1);
        args.push(Tree::leaf(random.word("0 1 5")));
    }
    if kinds.ends_with('*') && random.chance(10) {
        let last = args.pop().unwrap_or_else(Tree::new);
        args.push(Tree::new().text("[").tree(last).text("]..."));
    }
    call(name, args)
}

fn argument(random: &mut Random, scope: &Scope, kind: char, depth: usize) -> Tree {
    if random.chance(6) {
        return wild(random, scope, depth);
    }
    match kind {
        's' => quote(random.pick(STRINGS)),
        'n' => number(random),
        'i' => Tree::leaf(random.word("0 1 2 3 4 -1 8 16 1.5")),
        'b' => Tree::leaf(random.word("true false \"true\" null")),
        'l' => list(random, |random| quote(random.pick(STRINGS))),
        'm' => list(random, number),
        'T' => list(random, |random| list(random, |random| quote(random.pick(STRINGS)))),
        'o' => object(random, scope, depth.min(1)),
        'a' => wild(random, scope, depth),
        'S' => {
            let half = |random: &mut Random| list(random, |random| quote(random.word("a b c d")));
            call("setunion", vec![half(random), half(random)])
        }
        other => quote(random.pick(samples(other))),
    }
}

fn number(random: &mut Random) -> Tree {
    let sign = random.pick(&["", "", "", "-"]);
    Tree::expression().text(sign).text(random.pick(NUMBERS))
}

fn list(random: &mut Random, mut item: impl FnMut(&mut Random) -> Tree) -> Tree {
    let items = random.some(0, 4, &mut item);
    Tree::expression().text("[").list(", ", items).text("]")
}

/// A call of a function.
pub(super) fn call(name: &str, args: Vec<Tree>) -> Tree {
    Tree::expression().text(format!("{name}(")).list(", ", args).text(")")
}

/// A quoted string of text that is already escaped.
pub(super) fn quote(text: &str) -> Tree {
    quoted().text(text).text("\"")
}

fn quoted() -> Tree {
    Tree::expression().text("\"")
}

fn parenthesised(inner: Tree) -> Tree {
    Tree::expression().text("(").tree(inner).text(")")
}
