//! Sets: which values are the same element, and in which order elements come.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::value::number::Style;
use crate::value::{Type, Value};

/// The elements of a set while it is put together.
///
/// cty finds equal elements by a spelling of them that is also its order for those that are
/// neither bool, number nor string. We keep elements under that spelling.
#[derive(Clone, Default, Debug)]
pub struct Members {
    spelled: BTreeMap<String, Vec<Value>>,
}

impl Members {
    /// Adds a value, unless an equal one is there, and tells whether it was added.
    pub fn insert(&mut self, value: Value) -> bool {
        let bucket = self.spelled.entry(spelling(&value)).or_default();
        let new = !bucket.iter().any(|member| member.equals(&value));
        if new {
            bucket.push(value);
        }
        new
    }

    /// Takes the equal value out, and tells whether there was one.
    pub fn remove(&mut self, value: &Value) -> bool {
        let bucket = self.spelled.get_mut(&spelling(value));
        bucket.is_some_and(|bucket| {
            let at = bucket.iter().position(|member| member.equals(value));
            at.map(|at| bucket.remove(at)).is_some()
        })
    }

    /// Keeps only the elements that are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(&Value) -> bool) {
        self.spelled.retain(|_, bucket| {
            bucket.retain(&mut wanted);
            !bucket.is_empty()
        });
    }

    /// Whether there is an equal value.
    pub fn contains(&self, value: &Value) -> bool {
        let bucket = self.spelled.get(&spelling(value));
        bucket.is_some_and(|bucket| bucket.iter().any(|member| member.equals(value)))
    }

    /// The elements, which are of type `element`, in the order in which cty goes through them.
    pub fn into_sorted(self, element: &Type) -> Vec<Value> {
        let mut items: Vec<Value> = self.spelled.into_values().flatten().collect();
        if element.is_primitive() {
            items.sort_by(order);
        }
        items
    }
}

impl FromIterator<Value> for Members {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        let mut members = Self::default();
        members.extend(items);
        members
    }
}

impl Extend<Value> for Members {
    fn extend<I: IntoIterator<Item = Value>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

/// The order of primitive values of one type: false before true, numbers by size, strings by
/// bytes, null last.
fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => a.is_null().cmp(&b.is_null()),
    }
}

/// The text by which cty hashes a value: the same for equal values.
fn spelling(value: &Value) -> String {
    let mut text = String::new();
    spell(value, &mut text);
    text
}

fn spell(value: &Value, text: &mut String) {
    match value {
        Value::Null(_) => text.push('~'),
        Value::Bool(truth) => text.push(if *truth { 'T' } else { 'F' }),
        // Ten digits, as Go prints a float by default. Numbers that differ further on share a
        // spelling, and are told apart by comparing them.
        Value::Number(number) => match number.format(Style::General, Some(10)) {
            Ok(digits) => text.push_str(&digits),
            Err(_) => text.push_str("long"),
        },
        Value::String(string) => quote(string, text),
        Value::List(list) | Value::Set(list) => bracketed(&list.items, ['[', ']'], text),
        Value::Tuple(items) => bracketed(items.iter(), ['<', '>'], text),
        Value::Object(fields) => bracketed(fields.values(), ['<', '>'], text),
        Value::Map(map) => {
            text.push('{');
            for (key, item) in &map.items {
                quote(key, text);
                text.push(':');
                spell(item, text);
                text.push(';');
            }
            text.push('}');
        }
    }
}

fn bracketed<'a>(
    items: impl IntoIterator<Item = &'a Value>,
    [open, close]: [char; 2],
    text: &mut String,
) {
    text.push(open);
    for item in items {
        spell(item, text);
        text.push(';');
    }
    text.push(close);
}

/// The text as Go quotes it, so that escapes sort as they do in cty.
fn quote(string: &str, text: &mut String) {
    text.push('"');
    for char in string.chars() {
        match char {
            '\u{7}' => text.push_str("\\a"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\u{b}' => text.push_str("\\v"),
            '\n' | '\r' | '\t' | '\\' | '"' => text.extend(char.escape_default()),
            ' '..='~' => text.push(char),
            '\0'..='\u{7f}' => text.extend([format!("\\x{:02x}", u32::from(char))]),
            _ if printable(char) => text.push(char),
            '\0'..='\u{ffff}' => text.extend([format!("\\u{:04x}", u32::from(char))]),
            _ => text.extend([format!("\\U{:08x}", u32::from(char))]),
        }
    }
    text.push('"');
}

/// Whether a character shows, as far as the standard library can tell. Marks show on a letter.
fn printable(char: char) -> bool {
    char.is_alphanumeric() || String::from_iter(['a', char]).escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use crate::value::json::{decode_as, decode_type, encode};
    use crate::value::{Members, Value};

    /// The elements as bake goes through them.
    fn sorted(items: &str, element: &str) -> String {
        let ty = decode_type(&format!("[\"set\",{element}]")).unwrap();
        encode(&decode_as(items, &ty).unwrap()).unwrap()
    }

    #[test]
    fn primitives_have_an_order_and_null_is_last() {
        insta::assert_snapshot!(sorted(r#"["b",null,"a","B","b",""]"#, r#""string""#), @r#"["","B","a","b",null]"#);
        insta::assert_snapshot!(sorted("[10,9,1e1,-1,0.5]", r#""number""#), @"[-1,0.5,9,10]");
        insta::assert_snapshot!(sorted("[true,false,true]", r#""bool""#), @"[false,true]");
    }

    #[test]
    fn others_are_sorted_by_their_spelling() {
        insta::assert_snapshot!(sorted(r#"[["z"],["a","b"],[],null,["a"],["z"]]"#, r#"["list","string"]"#), @r#"[["a","b"],["a"],["z"],[],null]"#);
        insta::assert_snapshot!(sorted("[[10],[9],[123456789012],[123456789011]]", r#"["tuple",["number"]]"#), @"[[123456789012],[123456789011],[10],[9]]");
        insta::assert_snapshot!(sorted(r#"[{"a":2},{"b":1},{}]"#, r#"["map","number"]"#), @r#"[{"a":2},{"b":1},{}]"#);
        insta::assert_snapshot!(sorted(r#"[["é"],["\n"],["~"],["\u2028"]]"#, r#"["list","string"]"#), @r#"[["\n"],["\u2028"],["~"],["é"]]"#);
    }

    #[test]
    fn members() {
        let mut members: Members = [Value::int(1), Value::string("1")].into_iter().collect();
        assert!(members.contains(&Value::int(1)));
        assert!(!members.contains(&Value::int(2)));
        assert!(!members.insert(Value::string("1")));
        assert!(members.insert(Value::NULL));
        assert!(members.remove(&Value::int(1)) && !members.remove(&Value::int(1)));
        members.retain(Value::is_null);
        assert_eq!(members.into_sorted(&crate::value::Type::Dynamic), [Value::NULL]);
    }
}
