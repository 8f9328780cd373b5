//! Findings as annotations of a GitHub workflow: one workflow command a finding.
//!
//! `::error file=Dockerfile,line=2,col=6,endColumn=11,title=missing-file::message`. The
//! commands are read line by line, so line ends are escaped, and in properties also `:` and `,`.

use crate::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::Sources;

/// The annotations, in order. A finding stands at the first of its places that is in a file, which
/// `is_file` tells by the name; where none is, at none.
pub fn github(diags: &Diagnostics, sources: &Sources, is_file: &dyn Fn(&str) -> bool) -> String {
    diags.iter().map(|it| annotation(it, sources, is_file)).collect()
}

fn annotation(
    diagnostic: &Diagnostic,
    sources: &Sources,
    is_file: &dyn Fn(&str) -> bool,
) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let stands_in_one = |label: &&Label| is_file(&sources.get(label.span.file).name);
    let place = diagnostic.labels.iter().find(stands_in_one);
    let mut properties: Vec<String> = place.map(|it| properties(it, sources)).unwrap_or_default();
    properties.extend(diagnostic.code.map(|code| format!("title={code}")));
    let hints = diagnostic.advice().into_iter().map(|hint| format!("hint: {hint}"));
    let lines: Vec<String> = std::iter::once(diagnostic.message.clone()).chain(hints).collect();
    format!("::{command} {}::{}\n", properties.join(","), escaped(&lines.join("\n")))
}

/// Where it is. Columns count only within one line.
fn properties(label: &Label, sources: &Sources) -> Vec<String> {
    let span = label.span;
    let (line, column) = sources.position(span.file, span.start);
    let (end_line, end_column) = sources.position(span.file, span.end);
    let file = escaped(&sources.get(span.file).name).replace(':', "%3A").replace(',', "%2C");
    let mut all = vec![format!("file={file}"), format!("line={line}")];
    if end_line == line {
        all.extend([format!("col={column}"), format!("endColumn={end_column}")]);
    } else {
        all.push(format!("endLine={end_line}"));
    }
    all
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
