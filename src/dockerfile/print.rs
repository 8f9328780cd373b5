//! A tree as a Dockerfile: one line for each instruction, and what it says written in one way.
//!
//! Reading the result gives the same tree again, comments and line breaks apart.

use std::time::Duration;

use super::ast::{
    Add, Arg, Check, Command, Copy, Device, Dockerfile, Escape, Files, From, Healthcheck,
    Instruction, InstructionKind, MountField, MountFlag, Pairs, Run, Source, Text, Word,
};

/// The text of a tree.
pub fn print(file: &Dockerfile) -> String {
    let mut out = String::new();
    for directive in &file.directives {
        for part in ["# ", directive.name.value.word(), "=", &directive.value, "\n"] {
            out.push_str(part);
        }
    }
    for instruction in &file.instructions {
        self::instruction(&mut out, instruction, file.escape);
    }
    out
}

/// Lines longer than this are broken: BuildKit reads none beyond 65,535 bytes.
const LONG: usize = 30_000;

fn instruction(out: &mut String, instruction: &Instruction, escape: Escape) {
    let mut line = Line { text: instruction.keyword.to_string(), escape };
    line.kind(&instruction.kind);
    line.finish(out);
    for heredoc in &instruction.heredocs {
        out.push_str(&heredoc.content);
        out.push_str(&heredoc.name);
        out.push('\n');
    }
}

/// A logical line in the making.
struct Line {
    text: String,
    escape: Escape,
}

impl Line {
    fn kind(&mut self, kind: &InstructionKind) {
        match kind {
            InstructionKind::From(from) => self.from(from),
            InstructionKind::Run(run) => self.run(run),
            InstructionKind::Copy(copy) => self.copy(copy),
            InstructionKind::Add(add) => self.add(add),
            InstructionKind::Arg(args) => self.rest(&joined(args.iter().map(arg))),
            InstructionKind::Env(pairs) | InstructionKind::Label(pairs) => self.pairs(pairs),
            InstructionKind::Workdir(Word(text))
            | InstructionKind::User(Word(text))
            | InstructionKind::Stopsignal(Word(text))
            | InstructionKind::Maintainer(text) => self.rest(text),
            InstructionKind::Shell(words) => self.rest(&exec(words.iter())),
            InstructionKind::Cmd(command) | InstructionKind::Entrypoint(command) => {
                self.rest(&self::command(command));
            }
            InstructionKind::Expose(ports) => self.rest(&joined(ports.iter().map(text))),
            InstructionKind::Volume(volume) => {
                self.list(volume.paths.iter().map(|path| (&path.0, false)), volume.is_exec);
            }
            InstructionKind::Healthcheck(check) => self.healthcheck(check),
            InstructionKind::Onbuild(onbuild) => self.trigger(&onbuild.text),
        }
    }

    fn from(&mut self, from: &From) {
        self.flag("platform", from.platform.as_deref());
        self.rest(&from.image);
        if let Some(name) = &from.name {
            self.word("AS");
            self.word(name);
        }
    }

    fn run(&mut self, run: &Run) {
        run.mounts.iter().for_each(|mount| self.value("mount", &self::mount(mount)));
        run.network.iter().for_each(|network| self.value("network", network.value.word()));
        run.security.iter().for_each(|security| self.value("security", security.value.word()));
        run.devices.iter().for_each(|device| self.value("device", &self::device(device)));
        self.rest(&command(&run.command));
    }

    fn copy(&mut self, copy: &Copy) {
        self.flag("from", copy.from.as_ref());
        self.flag("chown", copy.chown.as_deref());
        self.flag("chmod", copy.chmod.as_deref());
        self.truth("link", copy.link.then_some(true));
        self.truth("parents", copy.parents.then_some(true));
        copy.excludes.iter().for_each(|exclude| self.value("exclude", exclude));
        self.files(&copy.files);
    }

    fn add(&mut self, add: &Add) {
        self.flag("chown", add.chown.as_deref());
        self.flag("chmod", add.chmod.as_deref());
        self.flag("checksum", add.checksum.as_deref());
        self.truth("link", add.link.then_some(true));
        self.truth("keep-git-dir", add.keep_git_dir);
        self.truth("unpack", add.unpack);
        add.excludes.iter().for_each(|exclude| self.value("exclude", exclude));
        self.files(&add.files);
    }

    fn files(&mut self, files: &Files) {
        // Whether a heredoc begins with the word: only then must it stand apart.
        let sources = files.sources.iter().map(|source| match source {
            Source::Path(path) => (&path.0, false),
            Source::Heredoc(heredoc) => (&heredoc.word, heredoc.heredoc.is_some()),
        });
        self.list(sources.chain([(&files.destination.0, false)]), files.is_exec);
    }

    /// Of the blanks after a name that ends in an escape character the first one is escaped.
    fn pairs(&mut self, pairs: &Pairs) {
        let between = |name: &Word| match name.ends_with(self.escape.char()) {
            _ if !pairs.is_legacy => "=",
            true => "  ",
            false => " ",
        };
        let pair = |name: &Word, value: &Word| {
            let between = between(name);
            format!("{}{between}{}", name.value, value.value)
        };
        self.rest(&joined(pairs.pairs.iter().map(|one| pair(&one.name, &one.value))));
    }

    fn healthcheck(&mut self, check: &Healthcheck) {
        match check {
            Healthcheck::None => self.word("NONE"),
            Healthcheck::Cmd(check) => self.check(check),
        }
    }

    fn check(&mut self, check: &Check) {
        self.time("interval", check.interval);
        self.time("timeout", check.timeout);
        self.time("start-period", check.start_period);
        self.time("start-interval", check.start_interval);
        check.retries.iter().for_each(|retries| self.value("retries", &retries.to_string()));
        self.word("CMD");
        self.word(&command(&check.command));
    }

    fn flag(&mut self, name: &str, value: Option<&Text>) {
        if let Some(value) = value {
            self.value(name, value);
        }
    }

    fn truth(&mut self, name: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.value(name, &value.to_string());
        }
    }

    fn time(&mut self, name: &str, value: Option<Duration>) {
        if let Some(time) = value {
            self.value(name, &format!("{}ns", time.as_nanos()));
        }
    }

    /// A flag, in quotes if need be. Its characters were bytes, and become bytes again.
    fn value(&mut self, name: &str, value: &str) {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.,:;/=@$+*".contains(c);
        let mut text = value.to_owned();
        if !value.chars().all(plain) {
            let escape = self.escape.char();
            let escaped =
                |c: char| (c == '"' || c == escape).then_some(escape).into_iter().chain([c]);
            text = format!("\"{}\"", value.chars().flat_map(escaped).collect::<String>());
        }
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
        let text = bytes.map_or(text, |bytes| String::from_utf8_lossy(&bytes).into_owned());
        self.word(&format!("--{name}={text}"));
    }

    /// Words in either form, each with whether it must stand apart. What must not be taken for JSON
    /// is held apart by a blank that JSON does not know.
    fn list<'a>(&mut self, words: impl Iterator<Item = (&'a Text, bool)> + Clone, is_exec: bool) {
        if is_exec {
            return self.rest(&exec(words.map(|(word, _)| word)));
        }
        let is_bracket = words.clone().next().is_some_and(|(word, _)| word.starts_with('['));
        let blank = if is_bracket { '\u{b}' } else { ' ' };
        let mut text = String::new();
        for (word, apart) in words {
            // The first blank after an escape character is part of the word to who looks for
            // heredocs.
            text.extend((apart && text.ends_with(self.escape.char())).then_some(blank));
            text.extend((!text.is_empty()).then_some(blank));
            text.push_str(word);
        }
        self.rest(&text);
    }

    /// What is to be built on. ONBUILD has no flags: what looks like one stands behind a blank that
    /// is none to who looks for flags.
    fn trigger(&mut self, text: &str) {
        let flag = text.strip_prefix("--");
        let is_blank = |byte: u8| char::from(byte).is_whitespace();
        if flag.is_some_and(|flag| !flag.bytes().next().is_some_and(is_blank)) {
            self.word("\u{a0}");
        }
        self.word(text);
    }

    /// All that follows the flags.
    fn rest(&mut self, text: &str) {
        if text.starts_with("--") {
            self.word("--");
        }
        self.word(text);
    }

    fn word(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push(' ');
            self.text.push_str(text);
        }
    }

    /// Ends the line. What would continue it is followed by a blank that does not count.
    fn finish(mut self, out: &mut String) {
        if self.text.trim_end_matches([' ', '\t']).ends_with(self.escape.char()) {
            self.text.push('\u{c}');
        }
        let mut rest = &*self.text;
        while let Some((line, after)) = first_line(rest) {
            out.push_str(line);
            out.push(self.escape.char());
            out.push('\n');
            rest = after;
        }
        out.push_str(rest);
        out.push('\n');
    }
}

/// A part of a long text that can stand on a line by itself: the rest must not look like a
/// comment or like nothing.
fn first_line(text: &str) -> Option<(&str, &str)> {
    if text.len() <= LONG {
        return None;
    }
    let middle = LONG.checked_div(2)?;
    let cut = text.char_indices().skip(middle).find_map(|(at, c)| {
        let (line, rest) = text.split_at_checked(at)?;
        let is_fit = c.is_alphanumeric() && line.ends_with(char::is_alphanumeric);
        is_fit.then_some((line, rest))
    });
    cut.filter(|(line, _)| !line.trim().is_empty())
}

fn text(word: &Word) -> String {
    word.value.to_string()
}

fn arg(arg: &Arg) -> String {
    match &arg.default {
        Some(default) => format!("{}={}", arg.name.value, default.value),
        None => text(&arg.name),
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

fn command(command: &Command) -> String {
    match command {
        Command::Shell(text) => text.to_string(),
        Command::Exec(words) => exec(words.iter()),
    }
}

fn exec<'a>(words: impl Iterator<Item = &'a Text>) -> String {
    let quoted = words.map(|word| serde_json::Value::from(&*word.value).to_string());
    format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
}

fn mount(mount: &MountFlag) -> String {
    let text = |field: &MountField| match &field.value {
        Some(value) => format!("{}={}", field.key.value, value.value),
        None => field.key.to_string(),
    };
    csv(mount.fields.iter().map(text).collect())
}

fn device(device: &Device) -> String {
    let name = device.name.as_ref().map(|name| format!("name={}", name.value));
    let required = match (device.required, &name) {
        (true, _) => Some("required".to_owned()),
        (false, None) => Some("required=false".to_owned()),
        (false, Some(_)) => None,
    };
    csv(name.into_iter().chain(required).collect())
}

fn csv(fields: Vec<String>) -> String {
    let is_alone = fields.len() == 1;
    let quoted = |field: String| {
        if field.contains([',', '"']) || (is_alone && field.is_empty()) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field
        }
    };
    fields.into_iter().map(quoted).collect::<Vec<_>>().join(",")
}
