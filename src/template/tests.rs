//! Templates at random: the scales change nothing, and nothing makes the program fall over.

use proptest::prelude::*;

use super::budget::Limits;
use super::engine::{Engine, Known, syntax};
use super::guard::guard;
use super::scope::Scope;

/// What a text gives, taken as it is.
fn rendered(text: &str) -> Result<String, String> {
    let engine = Engine::new(Limits { steps: 20_000, length: 1 << 16, total: 1 << 20 });
    engine.learn("t", Known::Text(text.to_owned()));
    engine.render("t", &Scope::default()).map_err(|error| error.kind().to_string())
}

/// What a text gives with scales in it.
fn weighed(text: &str) -> Result<String, String> {
    let guarded = guard(text, "t", &syntax()).map_err(|error| error.kind().to_string())?;
    rendered(&guarded.edited.text)
}

/// An expression in which every operator and filter may be an operand of every other.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0..4_u8).prop_map(|number| number.to_string()),
        "'[ab~*)(,]{0,2}'".prop_map(String::from),
        Just("x".to_owned()),
        Just("m.k".to_owned()),
        Just("[]".to_owned()),
        Just("()".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let two = (inner.clone(), "[+*~-]|//|==|<| in | and | or ", inner.clone(), " ?");
        prop_oneof![
            two.prop_map(|(a, sign, b, gap)| format!("{a}{gap}{sign}{gap}{b}")),
            inner.clone().prop_map(|a| format!("( {a})")),
            (inner.clone(), "list|upper|first|length|int|join('-')|default(1)")
                .prop_map(|(a, filter)| format!("{a} |{filter}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a},{b} ]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}, {b},)")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{'k': {a}, 'l':{b}}}['k']")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("m.f({a}, y={b})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}:]")),
            (inner.clone(), " is| is not").prop_map(|(a, is)| format!("({a}{is} string)")),
            inner.prop_map(|a| format!("(not -{a})")),
        ]
    })
}

/// A template around expressions.
fn template() -> impl Strategy<Value = String> {
    let text = (expression(), expression(), 0..7_u8).prop_map(|(a, b, form)| match form {
        0 => format!("{{{{ {a} }}}}"),
        1 => format!("{{% for y in {a} %}}{{{{ {b} }}}}.{{% else %}}-{{% endfor %}}"),
        2 => format!("{{% set y = {a}, {b} %}}{{{{ y|length }}}}{{{{ y|first }}}}"),
        3 => format!("{{% set y, z = {a}, {b} %}}{{{{ y }}}}|{{{{ z }}}}"),
        4 => format!("{{% if {a} %}}1{{% elif {b} %}}2{{% endif %}}"),
        5 => format!(
            "{{% macro q(y={a}) %}}{{{{ y }}}}{{% endmacro %}}{{{{ q() }}}}{{{{ q({b}) }}}}"
        ),
        _ => format!("{{% with y = {a} %}}{{{{ y }}}}{{% endwith %}}{{% include {b} %}}"),
    });
    let head = "{% set x = 'xy' %}{% macro f(x, y) %}<{{ x }}>{% endmacro %}\
                {% set m = namespace(k=[1, 'b'], f=f) %}";
    text.prop_map(move |text| format!("{head}{text}"))
}

#[test]
fn what_is_weighed_stays_of_its_kind() {
    for text in [
        "{% set k = [1, 'b'] %}{{ k < k[0:] }} {{ k[:] < k }} {{ k[0:] == k }} {{ (k + k) < k }}",
        "{% set k = range(5)[1:] %}{{ k[0] }} {{ k[-1] }} {{ k[3] }} {{ k is sequence }} {{ k }}",
        "{% set k = [3, 4] + [5] %}{{ k[-3] }} {{ k[3] is defined }} {{ k['a'] is defined }}",
        "{% set k = range(3) %}{{ k[-4] is defined }} {{ k[2] }} {{ k|length }} {{ k < [0] }}",
    ] {
        assert_eq!(rendered(text), weighed(text), "{text}");
    }
    // To the engine, what makes its elements comes after every list.
    assert_eq!(weighed("{% set k = [1] %}{{ k < k[0:] }}"), Ok("true".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn scales_change_nothing(text in template()) {
        // What prints otherwise prints as JSON, or not at all; the rest is the engine's.
        let (plain, scaled) = (rendered(&text), weighed(&text));
        let differs_on_purpose = text.contains('~') || text.contains('*') || text.contains("upper");
        if !differs_on_purpose {
            prop_assert_eq!(plain, scaled);
        } else if scaled == Err("syntax error".to_owned()) {
            prop_assert_eq!(plain, scaled);
        }
    }

    #[test]
    fn any_text_is_a_template_or_is_refused(
        pieces in prop::collection::vec(
            prop::sample::select(&[
                "{{", "}}", "{%", "%}", "{##", "##}", "-%}", "{%-", " for ", " in ", "endfor", " if ", "endif",
                " set ", "=", "x", "'a'", "1", "[", "]", "(", ")", ",", "|", "upper", "~", "*", "+", ".", "loop",
                "include ", "raw", "endraw", "macro ", "endmacro", "\n", "é", "{", "}", ":", "recursive", "call ",
            ][..]), 0..40)
    ) {
        let text = pieces.concat();
        if let Err(kind) = weighed(&text) {
            prop_assert!(kind != "syntax error" || rendered(&text) == Err(kind), "{}", text);
        }
    }
}
