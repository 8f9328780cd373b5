//! A command line, to be run or to be shown.

use std::ffi::{OsStr, OsString};

use super::{Buildx, Order};

/// A program, its arguments, and the text on its standard input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invocation {
    /// The program, looked for in `PATH`.
    pub program: OsString,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// The plan.
    pub input: String,
}

impl Invocation {
    /// The invocation that has a plan built. Nothing of the plan is in the arguments: they can be
    /// seen by everyone on the machine, and a plan may hold secrets.
    pub fn new(buildx: Buildx, order: &Order, plan: String) -> Self {
        let mut arguments = buildx.arguments();
        arguments.extend(order.arguments());
        Self { program: buildx.program().into(), arguments, input: plan }
    }

    /// The invocation in words for a shell, the input as a here-document.
    pub fn to_shell(&self) -> String {
        let Self { program, arguments, input } = self;
        let words = std::iter::once(program).chain(arguments);
        let words: Vec<String> = words.map(|word| quoted(word)).collect();
        let input = input.strip_suffix('\n').unwrap_or(input);
        let end = delimiter(input);
        format!("{} <<'{end}'\n{input}\n{end}\n", words.join(" "))
    }
}

/// A word that is no line of the text.
fn delimiter(text: &str) -> String {
    let mut word = "PLAN".to_owned();
    while text.lines().any(|line| line == word) {
        word.push('_');
    }
    word
}

/// A word as a shell reads it.
fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_pasted() {
        let order = Order {
            allow: vec!["fs.read=/my files".to_owned()],
            builder: Some("it's".to_owned()),
            ..Order::default()
        };
        let invocation = Invocation::new(Buildx::Plugin, &order, "{}\nPLAN\n".to_owned());
        insta::assert_snapshot!(invocation.to_shell(), @r"
        docker buildx bake --file=- '--builder=it'\''s' '--allow=fs.read=/my files' <<'PLAN_'
        {}
        PLAN
        PLAN_
        ");
    }
}
