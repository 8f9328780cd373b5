//! Characters and classes of characters in Go's regular expressions.

use super::translator::Wrong;

/// A class that no character is in.
const NOTHING: &str = "[a&&b]";

/// Go's names for classes of ASCII characters.
const NAMED: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// A class after its opening bracket, and what follows it.
pub(super) fn parse(text: &str) -> Result<(String, &str), Wrong> {
    let (mut class, mut rest) = match text.strip_prefix('^') {
        Some(rest) => ("[^".to_owned(), rest),
        None => ("[".to_owned(), text),
    };
    let mut is_first = true;
    loop {
        match rest.strip_prefix(']').filter(|_| !is_first) {
            Some(rest) => return Ok((class + "]", rest)),
            None if rest.is_empty() => return Err("a class is not closed".into()),
            None => {
                let (item, after) = item(rest)?;
                class.push_str(&item);
                rest = after;
            }
        }
        is_first = false;
    }
}

/// A character, a range or a class within a class, and what follows it.
fn item(text: &str) -> Result<(String, &str), Wrong> {
    if let Some((name, rest)) = text.strip_prefix("[:").and_then(|rest| rest.split_once(":]")) {
        let known = NAMED.contains(&name.strip_prefix('^').unwrap_or(name));
        let class = known.then(|| format!("[:{name}:]"));
        return class.map(|class| (class, rest)).ok_or_else(|| format!("`[:{name}:]` is no class"));
    }
    let mut escaped = text.strip_prefix('\\').unwrap_or_default().chars();
    match escaped.next() {
        Some(c @ ('p' | 'P')) => return unicode(c, escaped.as_str()),
        Some(c) if perl(c).is_some() => {
            return Ok((perl(c).unwrap_or_default().into(), escaped.as_str()));
        }
        _ => {}
    }
    let (low, rest) = character(text)?;
    let upper = rest.strip_prefix('-').filter(|upper| !upper.is_empty() && !upper.starts_with(']'));
    let (high, rest) = upper.map_or(Ok((low, rest)), character)?;
    if high < low {
        return Err("a range in a class runs backwards".into());
    }
    Ok((range(low, high), rest))
}

/// The code point of a character in a class, written as it is or escaped, and what follows it.
fn character(text: &str) -> Result<(u32, &str), Wrong> {
    let mut chars = text.chars();
    match chars.next() {
        None => Err("a class is not closed".into()),
        Some('\\') => escape(chars.as_str()),
        Some(c) => Ok((c.into(), chars.as_str())),
    }
}

/// The code points from one to another. Surrogates are left out: no text has them.
fn range(low: u32, high: u32) -> String {
    let is_surrogate = |code| (0xd800..0xe000).contains(&code);
    let low = if is_surrogate(low) { 0xe000 } else { low };
    let high = if is_surrogate(high) { 0xd7ff } else { high };
    if high < low { NOTHING.into() } else { format!(r"\x{{{low:x}}}-\x{{{high:x}}}") }
}

/// One code point.
pub(super) fn literal(code: u32) -> String {
    match char::from_u32(code) {
        None => NOTHING.into(),
        Some(c) if c.is_alphanumeric() => c.into(),
        Some(_) => format!(r"\x{{{code:x}}}"),
    }
}

/// The class that a letter stands for after a backslash. All are ASCII, and `\s` is without the
/// vertical tab.
pub(super) fn perl(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "[0-9]",
        'D' => "[^0-9]",
        's' => r"[\t\n\x0C\r ]",
        'S' => r"[^\t\n\x0C\r ]",
        'w' => "[0-9A-Za-z_]",
        'W' => "[^0-9A-Za-z_]",
        _ => return None,
    })
}

/// A class by the name of a category or script, after the `\p` or `\P`, and what follows it.
pub(super) fn unicode(letter: char, text: &str) -> Result<(String, &str), Wrong> {
    let first = text.chars().next().ok_or("a backslash is followed by nothing")?;
    let (name, rest) = match text.strip_prefix('{') {
        Some(name) => name.split_once('}').ok_or("the name of a class has no end")?,
        None => text.split_at(first.len_utf8()),
    };
    let (name, is_negated) = name.strip_prefix('^').map_or((name, false), |name| (name, true));
    let letter = if (letter == 'P') == is_negated { 'p' } else { 'P' };
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || "_- ".contains(c));
    let properties = ["gc", "sc"]
        .iter()
        .filter(|property| is_name && (**property == "gc" || !is_script_code(name)));
    let mut classes = properties.map(|property| format!(r"\{letter}{{{property}={name}}}"));
    let class = classes.find(|class| regex_syntax::parse(class).is_ok());
    class.map(|class| (class, rest)).ok_or_else(|| format!("`{name}` is no class"))
}

/// Whether a name is the four-letter code of a script, such as `Grek`, which Go does not know.
fn is_script_code(name: &str) -> bool {
    const FULL: [&str; 9] =
        ["ahom", "cham", "kawi", "lisu", "miao", "modi", "newa", "thai", "toto"];
    name.len() == 4 && !FULL.contains(&name.to_ascii_lowercase().as_str())
}

/// The code point that is escaped, after the backslash, and what follows it.
pub(super) fn escape(text: &str) -> Result<(u32, &str), Wrong> {
    let mut chars = text.chars();
    let first = chars.next().ok_or("a backslash is followed by nothing")?;
    let rest = chars.as_str();
    let code = match first {
        'a' => 0x07,
        'f' => 0x0c,
        'n' => 0x0a,
        'r' => 0x0d,
        't' => 0x09,
        'v' => 0x0b,
        'x' => return hexadecimal(rest).ok_or_else(|| r"`\x` is not followed by a number".into()),
        '0' => return Ok(octal(text)),
        '1'..='7' if rest.starts_with(|c| matches!(c, '0'..='7')) => return Ok(octal(text)),
        _ if first.is_ascii() && !first.is_ascii_alphanumeric() => first.into(),
        _ => return Err(format!(r"`\{first}` stands for nothing")),
    };
    Ok((code, rest))
}

/// At most three octal digits.
fn octal(text: &str) -> (u32, &str) {
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'7');
    let (digits, rest) = text.split_at(text.bytes().take(3).take_while(is_digit).count());
    (u32::from_str_radix(digits, 8).unwrap_or(0), rest)
}

/// Two hexadecimal digits, or any number of them in braces.
fn hexadecimal(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = match text.strip_prefix('{') {
        Some(text) => text.split_once('}')?,
        None => text.split_at_checked(2)?,
    };
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = match digits.trim_start_matches('0') {
        "" if !digits.is_empty() => "0",
        digits => digits,
    };
    let code = u32::from_str_radix(digits, 16).ok()?;
    (code <= 0x0010_ffff).then_some((code, rest))
}
