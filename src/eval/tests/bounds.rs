//! No expression hangs, eats the memory or overflows the stack.

use super::world::{World, context, errors, evaluated, parsed};
use crate::eval::{Fuel, Locals, evaluate};
use crate::value::{Number, Value};

/// The first error of an expression that is given so much to spend.
fn halted(text: &str, world: &World, fuel: u64) -> String {
    let expr = parsed(text).unwrap();
    let found = evaluate(&expr, &context(world, &Fuel::new(fuel))).unwrap_err();
    assert_eq!(found.len(), 1);
    found[0].message.clone()
}

/// `f(f(f(x)))`
fn nested(function: &str, times: usize, inner: &str) -> String {
    format!("{}{inner}{}", format!("{function}(").repeat(times), ")".repeat(times))
}

const DOUBLING: &str = r#"
function "text" {
  params = [x]
  result = "${x}${x}"
}
function "tuple" {
  params = [x]
  result = [x, x]
}
function "object" {
  params = [x]
  result = { a = x, b = x }
}
function "kept" {
  params = [x]
  result = x
}
"#;

#[test]
fn of_two_texts_only_the_chosen_one_is_made() {
    let world = World::new(DOUBLING);
    let endless = nested("text", 60, r#""ab""#);
    for (text, value) in [
        (format!(r#"true ? "a" : "${{{endless}}}!""#), "a"),
        (format!(r#"false ? join("", [{endless}]) : "a""#), "a"),
        (format!(r#"true ? "a" : false ? upper({endless}) : "b""#), "a"),
    ] {
        let expr = parsed(&text).unwrap();
        let made = evaluate(&expr, &context(&world, &Fuel::new(10_000))).unwrap();
        assert_eq!(made.as_str(), Some(value), "{text}");
    }
    let stopped = "evaluation takes more than 10000 steps";
    assert_eq!(halted(&format!("true ? 1 : join(\"\", [{endless}])"), &world, 10_000), stopped);
    assert_eq!(halted(&format!("true ? \"a\" : {endless}"), &world, 10_000), stopped);
}

#[test]
fn what_doubles_is_stopped() {
    let world = World::new(DOUBLING);
    let stopped = "evaluation takes more than 10000000 steps";
    assert_eq!(halted(&nested("text", 60, r#""ab""#), &world, 10_000_000), stopped);
    assert_eq!(halted(&nested("tuple", 60, "1"), &world, 10_000_000), stopped);
    assert_eq!(halted(&nested("object", 60, "1"), &world, 10_000_000), stopped);
    let all = "[for a in x: [for b in x: [for c in x: [for d in x: [for e in x: 1]]]]]";
    let all = all.replace('x', &format!("[{}]", "0,".repeat(100)));
    assert_eq!(halted(&all, &world, 10_000_000), stopped);
}

#[test]
fn nothing_saves_what_has_been_stopped() {
    let world = World::new(DOUBLING);
    let doubled = nested("text", 60, r#""ab""#);
    for saved in ["try(X, 1)", "can(X)", "true || X == 1", "false ? X : 1", "[X, X]", "{a = X}"] {
        let message = halted(&saved.replace('X', &doubled), &world, 1_000_000);
        assert_eq!(message, "evaluation takes more than 1000000 steps", "{saved}");
    }
}

#[test]
fn little_fuel_is_enough_for_little() {
    let world = World::default();
    let fuel = Fuel::new(500);
    let expr = parsed(r#"[for x in [1, 2, 3]: "${x}"]"#).unwrap();
    assert!(evaluate(&expr, &context(&world, &fuel)).is_ok());
    assert!(evaluate(&expr, &context(&world, &fuel)).is_err());
}

#[test]
fn values_do_not_nest_without_end() {
    let mut world = World::default();
    world.set("x", Value::NULL);
    let wrapped = parsed("[x]").unwrap();
    for _ in 0..990 {
        let value = evaluate(&wrapped, &context(&world, &Fuel::new(1_000_000))).unwrap();
        world.set("x", value);
    }
    let deep = (0..20).fold("x".to_owned(), |inner, _| format!("[{inner}]"));
    assert_eq!(errors(&evaluated(&deep, &world).unwrap_err()), "9..32 values nest too deep");
}

/// What a compilation runs on.
fn on_a_large_stack(body: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(body).unwrap();
    thread.join().unwrap();
}

/// Functions that call each other, `count` deep, each with this body around the next call.
fn chain(count: usize, body: &str) -> World {
    let function = |at: usize, body: String| {
        format!("function \"f{at}\" {{\n params = [x]\n result = {body}\n}}\n")
    };
    let next = |at: usize| body.replace("NEXT", &format!("f{}", at + 1));
    let mut text: String = (0..count).map(|at| function(at, next(at))).collect();
    text += &function(count, "x".to_owned());
    World::new(&text)
}

#[test]
fn a_long_chain_of_functions_is_called() {
    on_a_large_stack(|| {
        let world = chain(12_000, "NEXT(x)");
        assert!(evaluated("f3000(1)", &world).is_ok());
        let message = errors(&evaluated("f0(1)", &world).unwrap_err());
        assert!(message.ends_with("calls and expressions nest too deep"), "{message}");
    });
}

#[test]
fn no_chain_of_functions_overflows_the_stack() {
    let bodies = [
        "[for y in [x]: NEXT(y)][0]",
        "{for y in [x]: y => NEXT(y)}[x]",
        "\"%{ for y in [x] }%{ if true }${NEXT(y)}%{ endif }%{ endfor }\"",
        "[{a = NEXT(x)}][*].a[0]",
        "true ? NEXT(x) : 1",
        "1 + -NEXT(x)",
        "try(upper(NEXT(x)), 1)",
        "[NEXT(x)].0",
    ];
    for body in bodies {
        on_a_large_stack(move || {
            let found = evaluated("f0(1)", &chain(12_000, body));
            assert!(found.is_err(), "{body}");
        });
    }
}

#[test]
fn what_the_parser_lets_through_is_evaluated() {
    on_a_large_stack(|| {
        let deep = format!("{}1{}", "[".repeat(400), "]".repeat(400));
        assert!(evaluated(&deep, &World::default()).is_ok());
        let long = format!("1{}", " + 1".repeat(9_000));
        let sum = evaluated(&long, &World::default()).unwrap();
        assert_eq!(sum.as_number().and_then(Number::to_i64), Some(9_001));
    });
}

#[test]
fn a_loop_does_not_report_every_round() {
    let text = format!("[for x in [{}]: x.a + nosuch]", "1,".repeat(1_000));
    let found = evaluated(&text, &World::default()).unwrap_err();
    assert_eq!(found.len(), 2, "{}", errors(&found));
}

#[test]
fn locals_hide_and_do_not_copy() {
    let world =
        World::new("variable \"a\" {\n default = 1\n}\nvariable \"b\" {\n default = 2\n}\n");
    let values = [("a".into(), Value::int(10))].into();
    let locals = Locals::new(&values, &world);
    let fuel = Fuel::new(1_000_000);
    let cx = crate::eval::Context { names: &locals, ..context(&world, &fuel) };
    let sum = evaluate(&parsed("a + b").unwrap(), &cx).unwrap();
    assert_eq!(sum.as_number().and_then(Number::to_i64), Some(12));
}
