//! Regular expressions from Go's notation into that of the `regex` crate.
//!
//! Both descend from RE2 and match alike, but what they write for the same thing differs: `\d` is
//! ASCII in Go, `[[]` is a class of one bracket, `{,2}` is text, `a**` is an error. So a pattern is
//! read as Go reads it and written anew.

use super::class;

/// The largest number of repetitions, alone or multiplied with those around it.
const MAX_REPEAT: u32 = 1000;

/// What is wrong with a pattern, in words.
pub(super) type Wrong = String;

/// The pattern in the other notation, and the names that its groups had.
pub(super) fn translate(pattern: &str) -> Result<(String, Vec<Option<String>>), Wrong> {
    let mut translator = Translator { rest: pattern, ..Translator::default() };
    translator.run()?;
    Ok((translator.out, translator.names))
}

/// A reader of the one notation and writer of the other.
#[derive(Default)]
struct Translator<'a> {
    rest: &'a str,
    out: String,
    names: Vec<Option<String>>,
    group: Group,
    outer: Vec<Group>,
    /// Whether the flag `U` is set: repetitions are lazy, and those with a `?` are not.
    is_lazy: bool,
}

/// A group that is being read.
#[derive(Default)]
struct Group {
    /// Where it begins in the output.
    start: usize,
    /// The last thing in it, if that can be repeated.
    operand: Option<Operand>,
    /// How often the most repeated of the things before is repeated.
    repeats: u32,
    /// Whether repetitions around it are lazy.
    is_lazy_outside: bool,
}

/// Something that can be repeated.
#[derive(Clone, Copy)]
struct Operand {
    /// Where it begins in the output.
    start: usize,
    /// Where it ends in the output; flags may follow.
    end: usize,
    /// How often the most repeated part of it is repeated.
    repeats: u32,
    /// Whether it is a repetition itself.
    is_repeated: bool,
}

/// The flags of a group, or of what follows.
struct Flags {
    /// Those that the other notation knows too.
    text: String,
    /// Whether repetitions are lazy from here on.
    is_lazy: bool,
    /// `:` or `)`
    end: char,
}

impl Group {
    fn follow(&mut self, operand: Option<Operand>) {
        self.repeats = self.all_repeats();
        self.operand = operand;
    }

    fn all_repeats(&self) -> u32 {
        self.operand.map_or(0, |operand| operand.repeats).max(self.repeats)
    }
}

impl Translator<'_> {
    fn run(&mut self) -> Result<(), Wrong> {
        let mut after_repeat = false;
        while let Some(c) = self.next() {
            let is_repeat = match c {
                '*' | '+' | '?' => Some((c.to_string(), 1)),
                '{' => self.counts()?,
                _ => None,
            };
            if let Some((operator, times)) = &is_repeat {
                if after_repeat {
                    return Err("a repetition is repeated".into());
                }
                self.repeat(operator, *times)?;
            } else {
                self.piece(c)?;
            }
            after_repeat = is_repeat.is_some();
        }
        if self.outer.is_empty() { Ok(()) } else { Err("a group is not closed".into()) }
    }

    /// Reads what starts with a character that repeats nothing.
    fn piece(&mut self, c: char) -> Result<(), Wrong> {
        match c {
            '(' if self.take("?") => self.special_group()?,
            '(' => {
                self.names.push(None);
                self.open("(");
            }
            ')' => self.close()?,
            '|' => {
                self.out.push('|');
                self.group.follow(None);
            }
            '^' | '$' | '.' => self.push(&c.to_string()),
            '[' => {
                let (class, rest) = class::parse(self.rest)?;
                self.rest = rest;
                self.push(&class);
            }
            '\\' => self.escaped()?,
            _ => self.push(&class::literal(c.into())),
        }
        Ok(())
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.strip_prefix(c)?;
        Some(c)
    }

    fn take(&mut self, wanted: &str) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Writes something that can be repeated.
    fn push(&mut self, text: &str) {
        let start = self.out.len();
        self.out.push_str(text);
        let end = self.out.len();
        self.group.follow(Some(Operand { start, end, repeats: 1, is_repeated: false }));
    }

    fn open(&mut self, text: &str) {
        let (start, is_lazy_outside) = (self.out.len(), self.is_lazy);
        let group = Group { start, is_lazy_outside, ..Group::default() };
        self.outer.push(std::mem::replace(&mut self.group, group));
        self.out.push_str(text);
    }

    fn close(&mut self) -> Result<(), Wrong> {
        let outer = self.outer.pop().ok_or("a group is closed that was not opened")?;
        self.out.push(')');
        let inner = std::mem::replace(&mut self.group, outer);
        self.is_lazy = inner.is_lazy_outside;
        let repeats = inner.all_repeats().max(1);
        let (start, end) = (inner.start, self.out.len());
        self.group.follow(Some(Operand { start, end, repeats, is_repeated: false }));
        Ok(())
    }

    /// Repeats the last thing. Between it and the operator there may be flags, which repeat
    /// nothing.
    fn repeat(&mut self, operator: &str, times: u32) -> Result<(), Wrong> {
        let mut operand =
            self.group.operand.ok_or_else(|| format!("`{operator}` repeats nothing"))?;
        operand.repeats = operand.repeats.saturating_mul(times);
        if times > 1 && operand.repeats > MAX_REPEAT {
            return Err(format!("something is repeated more than {MAX_REPEAT} times"));
        }
        let lazy = if self.take("?") == self.is_lazy { "" } else { "?" };
        let (open, close) = if operand.is_repeated { ("(?:", ")") } else { ("", "") };
        let repeated = format!("{close}{operator}{lazy}");
        self.out.insert_str(operand.end, &repeated);
        self.out.insert_str(operand.start, open);
        operand.end += open.len() + repeated.len();
        operand.is_repeated = true;
        self.group.operand = Some(operand);
        Ok(())
    }

    /// The operator `{n}`, `{n,}` or `{n,m}` and how often it repeats at most, after its brace. A
    /// brace that starts no such thing is text.
    fn counts(&mut self) -> Result<Option<(String, u32)>, Wrong> {
        let Some((inner, rest)) = self.rest.split_once('}') else { return Ok(None) };
        let (least, most) = inner.split_once(',').map_or((inner, None), |(a, b)| (a, Some(b)));
        let is_count = |text: &str| {
            let is_padded = text.len() > 1 && text.starts_with('0');
            !text.is_empty() && !is_padded && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_count(least) || !most.is_none_or(|most| most.is_empty() || is_count(most)) {
            return Ok(None);
        }
        self.rest = rest;
        let number = |text: &str| text.parse().unwrap_or(u32::MAX);
        let least = number(least);
        let most = most.filter(|most| !most.is_empty()).map_or(least, number);
        if least > MAX_REPEAT || most > MAX_REPEAT || (least > most) {
            return Err(format!("`{{{inner}}}` is no number of repetitions"));
        }
        // What is repeated without an upper bound may occur zero times, which never is too often.
        let is_open = inner.ends_with(',');
        let times = if is_open { least.max(1) } else { most };
        Ok(Some((format!("{{{inner}}}"), times)))
    }

    /// A group with a name, one that captures nothing, or flags; after `(?`.
    fn special_group(&mut self) -> Result<(), Wrong> {
        if self.take("P<") || self.take("<") {
            let (name, rest) = self.rest.split_once('>').ok_or("the name of a group has no end")?;
            if name.is_empty()
                || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            {
                return Err(format!("`{name}` cannot be the name of a group"));
            }
            self.rest = rest;
            self.names.push(Some(name.into()));
            self.open("(");
            return Ok(());
        }
        let flags = self.flags()?;
        match (flags.end, flags.text.as_str()) {
            (')', "") => {}
            (')', text) => self.out.extend(["(?", text, ")"]),
            (_, text) => self.open(&format!("(?{text}:")),
        }
        self.is_lazy = flags.is_lazy;
        Ok(())
    }

    /// Flags that are switched on and, after a hyphen, off.
    fn flags(&mut self) -> Result<Flags, Wrong> {
        let (mut on, mut off, mut is_lazy) = (String::new(), String::new(), self.is_lazy);
        let (mut is_off, mut is_complete) = (false, true);
        while let Some(c) = self.next() {
            match c {
                'i' | 'm' | 's' => {
                    let (to, from) = if is_off { (&mut off, &mut on) } else { (&mut on, &mut off) };
                    from.retain(|flag| flag != c);
                    to.retain(|flag| flag != c);
                    to.push(c);
                    is_complete = true;
                }
                'U' => (is_lazy, is_complete) = (!is_off, true),
                '-' if !is_off => (is_off, is_complete) = (true, false),
                ':' | ')' if is_complete => {
                    let off = if off.is_empty() { off } else { format!("-{off}") };
                    return Ok(Flags { text: on + &off, is_lazy, end: c });
                }
                _ => break,
            }
        }
        Err("`(?` starts nothing that is known".into())
    }

    /// Something after a backslash.
    fn escaped(&mut self) -> Result<(), Wrong> {
        let before = self.rest;
        match self.next() {
            Some('A') => self.push(r"\A"),
            Some('z') => self.push(r"\z"),
            Some('b') => self.push(r"(?-u:\b)"),
            Some('B') => self.push(r"(?-u:\B)"),
            Some('Q') => {
                let (text, rest) = self.rest.split_once(r"\E").unwrap_or((self.rest, ""));
                self.rest = rest;
                text.chars().for_each(|c| self.push(&class::literal(c.into())));
            }
            Some(c @ ('p' | 'P')) => {
                let (class, rest) = class::unicode(c, self.rest)?;
                self.rest = rest;
                self.push(&class);
            }
            Some(c) if class::perl(c).is_some() => self.push(class::perl(c).unwrap_or_default()),
            _ => {
                let (code, rest) = class::escape(before)?;
                self.rest = rest;
                self.push(&class::literal(code));
            }
        }
        Ok(())
    }
}
