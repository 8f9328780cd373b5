//! A command line, to be run or to be shown.

use std::ffi::OsString;

use crate::emit::quote;

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
        let words: Vec<String> =
            words.map(|word| quote::word(&word.to_string_lossy()).into_owned()).collect();
        let (redirection, body) = quote::here_document(input, "PLAN");
        format!("{} {redirection}\n{body}", words.join(" "))
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
