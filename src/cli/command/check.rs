//! `bakewell check`: what can be found without building.

use crate::check::rules;
use crate::cli::args::Check;
use crate::cli::check::Form;
use crate::cli::{exit, request};
use crate::compile;
use crate::diag::{Diagnostic, similar};
use crate::emit::{annotations, findings_json, rules as written};

use super::Scene;

/// Finds, and prints what was found.
pub fn run(args: &Check, scene: &mut Scene) -> u8 {
    if let Some(code) = &args.printing.explain {
        return explain(code, scene);
    }
    if args.printing.list == Some(true) {
        return scene.print(&written::list(rules::RULES));
    }
    let (line, diags) = (&mut scene.line, &mut scene.diags);
    match request::request(&args.wanted, &args.handed, line, diags) {
        Ok(request) => compile::check(scene.host, &request, &mut scene.sources, diags),
        // What is wrong with the arguments is a finding, too.
        Err(_) => diags.stamp(crate::diag::Code::Definition),
    }
    if args.wanted.defined.strict == Some(true) {
        scene.diags.make_strict();
    }
    report(args.printing.format, scene)
}

fn report(form: Form, scene: &mut Scene) -> u8 {
    let text = match form {
        Form::Text => {
            scene.printer.report(&scene.diags, &scene.sources);
            String::new()
        }
        Form::Json => findings_json::json(&scene.diags, &scene.sources),
        Form::Github => {
            let is_file = |name: &str| matches!(scene.host.kind(name.as_ref()), Ok(Some(_)));
            annotations::github(&scene.diags, &scene.sources, &is_file)
        }
    };
    let printed = if text.is_empty() { exit::DONE } else { scene.print(&text) };
    if scene.diags.has_errors() { exit::WRONG } else { printed }
}

fn explain(code: &str, scene: &mut Scene) -> u8 {
    if let Some(rule) = rules::rule(code) {
        return scene.print(&written::explained(rule));
    }
    let known: Vec<&str> = rules::RULES.iter().map(|rule| rule.code.name()).collect();
    let place = scene.line.value(&["--explain"], code);
    let error = Diagnostic::error(format!("there is no code `{code}`"), place);
    scene.fail(error.hint(similar::one_of(code, &known)))
}
