//! The source policy that the environment may name: bake reads it for every plan, and refuses plans
//! beside one that it cannot read.

mod wire;

use std::path::Path;

use serde_json::Value;

use crate::diag::Problem;
use crate::source::{Host, decode};
use crate::target::finish::unreadable;

/// Names the file.
const VARIABLE: &str = "EXPERIMENTAL_BUILDKIT_SOURCE_POLICY";

/// What may stand in a policy (`sourcepolicy/pb/policy.proto` of BuildKit).
enum Shape {
    /// A whole number.
    Number,
    /// Any text.
    Text,
    /// One of these words, or its number.
    Word(&'static [&'static str]),
    /// Texts by name.
    Texts,
    /// Any number of the same.
    List(&'static Shape),
    /// What is numbered from one, and has a name.
    Message(&'static [(&'static str, Shape)]),
}

static POLICY: Shape = Shape::Message(&[("version", Shape::Number), ("rules", Shape::List(&RULE))]);

static RULE: Shape = Shape::Message(&[
    ("action", Shape::Word(&["ALLOW", "DENY", "CONVERT"])),
    (
        "selector",
        Shape::Message(&[
            ("identifier", Shape::Text),
            ("match_type", Shape::Word(&["WILDCARD", "EXACT", "REGEX"])),
            ("constraints", Shape::List(&CONSTRAINT)),
        ]),
    ),
    ("updates", Shape::Message(&[("identifier", Shape::Text), ("attrs", Shape::Texts)])),
]);

static CONSTRAINT: Shape = Shape::Message(&[
    ("key", Shape::Text),
    ("value", Shape::Text),
    ("condition", Shape::Word(&["EQUAL", "NOTEQUAL", "MATCHES"])),
]);

/// What a map of texts is made of in protobuf.
static ENTRY: Shape = Shape::Message(&[("key", Shape::Text), ("value", Shape::Text)]);

/// Checks the source policy that the environment names, if it names one
/// (`EXPERIMENTAL_BUILDKIT_SOURCE_POLICY`). It may be JSON or protobuf.
///
/// # Errors
/// Where the file cannot be read or is no policy.
pub fn check(host: &dyn Host) -> Result<(), Problem> {
    let path = host.variable(VARIABLE).unwrap_or_default();
    if path.is_empty() {
        return Ok(());
    }
    let bytes =
        host.read(Path::new(&path)).map_err(|error| unreadable(&path, &error).within(VARIABLE))?;
    check_json(&bytes)
        .or_else(|wrong| wire::is_message(&bytes, &POLICY).then_some(()).ok_or(wrong))
        .map_err(|wrong| {
            Problem::new(format!("`{path}` is not a source policy: {wrong}")).within(VARIABLE)
        })
}

fn check_json(bytes: &[u8]) -> Result<(), String> {
    let value = serde_json::from_str(&decode::lossy(bytes)).map_err(|error| error.to_string())?;
    fits(&value, &POLICY, "it")
}

/// Checks a value as Go reads one: null stands for anything, names may be of any case, and what is not
/// known does not matter.
fn fits(value: &Value, shape: &Shape, name: &str) -> Result<(), String> {
    let wrong = |wanted: &str| Err(format!("{name} is not {wanted}"));
    match (shape, value) {
        (_, Value::Null) | (Shape::Text, Value::String(_)) => Ok(()),
        (Shape::Number, Value::Number(number)) if number.is_i64() => Ok(()),
        (Shape::Word(words), Value::String(word)) if words.contains(&&**word) => Ok(()),
        (Shape::Word(words), Value::Number(number))
            if number.as_u64().is_some_and(|number| number < words.len() as u64) =>
        {
            Ok(())
        }
        (Shape::List(shape), Value::Array(all)) => {
            all.iter().try_for_each(|value| fits(value, shape, name))
        }
        (Shape::Texts, Value::Object(all)) => {
            all.values().try_for_each(|value| fits(value, &Shape::Text, name))
        }
        (Shape::Message(fields), Value::Object(all)) => all.iter().try_for_each(|(name, value)| {
            let known = fields.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
            known.map_or(Ok(()), |(name, shape)| fits(value, shape, &format!("`{name}`")))
        }),
        (Shape::Number, _) => wrong("a whole number"),
        (Shape::Text, _) => wrong("a text"),
        (Shape::Word(words), _) => wrong(&format!("one of {}", words.join(", "))),
        (Shape::List(_), _) => wrong("a list"),
        (Shape::Texts | Shape::Message(_), _) => wrong("an object"),
    }
}

#[cfg(test)]
mod tests {
    use super::{POLICY, check_json, wire};

    #[test]
    fn json_is_read_as_go_reads_it() {
        for good in [
            "null",
            "{}",
            r#"{"version": 1, "rules": null, "more": []}"#,
            r#"{"Version": -2, "RULES": [null, {"action": "DENY", "selector": {"match_type": 2}}]}"#,
            r#"{"rules": [{"action": null, "updates": {"identifier": "x", "attrs": {"a": null}}}]}"#,
            r#"{"rules": [{"selector": {"constraints": [{"key": "k", "condition": "MATCHES"}]}}]}"#,
        ] {
            assert_eq!(check_json(good.as_bytes()), Ok(()), "{good}");
        }
        let all = [
            (r#"{"rules": 1}"#, "`rules` is not a list"),
            (r#"{"version": 1.5}"#, "`version` is not a whole number"),
            (r#"{"version": "1"}"#, "`version` is not a whole number"),
            (r#"{"rules": [{"action": "deny"}]}"#, "`action` is not one of ALLOW, DENY, CONVERT"),
            (r#"{"rules": [{"action": 3}]}"#, "`action` is not one of ALLOW, DENY, CONVERT"),
            (r#"{"rules": [{"updates": {"attrs": {"a": 1}}}]}"#, "`attrs` is not a text"),
            (r#"{"rules": [[]]}"#, "`rules` is not an object"),
            ("[]", "it is not an object"),
        ];
        for (wrong, why) in all {
            assert_eq!(check_json(wrong.as_bytes()), Err(why.to_owned()), "{wrong}");
        }
    }

    #[test]
    fn protobuf_is_whole_and_its_texts_are_utf8() {
        let is_policy = |bytes: &[u8]| wire::is_message(bytes, &POLICY);
        // A rule with an action and a selector with an identifier.
        assert!(is_policy(b"\x08\x01\x12\x08\x08\x01\x12\x04\x0a\x02ab"));
        // Attributes by name.
        assert!(is_policy(b"\x12\x0a\x1a\x08\x12\x06\x0a\x01k\x12\x01v"));
        assert!(!is_policy(b"\x12\x0a\x1a\x08\x12\x06\x0a\x01k\x12\x01\xff"));
        // Fields that are not known, a group among them, and one that is not written as it should be.
        assert!(is_policy(b"\x1b\x20\x01\x1c\x21........\x25....\x0a\x01\xff"));
        let wrong: [&[u8]; 9] = [
            b"{",
            b"\x12\x08\x08\x01\x12\x05\x0a\x02ab",
            b"\x12\x04\x12\x02\x0a\x01",
            b"\x12\x05\x12\x03\x0a\x01\xff",
            b"\x02\x00",
            b"\x0c",
            b"\x0b\x14",
            b"\x0f",
            b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",
        ];
        for bytes in wrong {
            assert!(!is_policy(bytes), "{bytes:?}");
        }
    }
}
