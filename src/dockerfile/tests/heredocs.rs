//! Heredocs.

use super::{errors, printed, tree};
use crate::dockerfile::ast::{InstructionKind, Source};

/// The heredocs of the last instruction.
fn heredocs(text: &str) -> String {
    let file = tree(text);
    let last = file.instructions.last().expect("there is one");
    let line = |heredoc: &crate::dockerfile::ast::Heredoc| {
        let (name, number) = (&heredoc.name, heredoc.descriptor);
        let (expands, text) = (heredoc.expands, heredoc.text());
        format!("{name} number={number:?} expands={expands} {text:?}\n")
    };
    last.heredocs.iter().map(line).collect()
}

#[test]
fn several_follow_each_other() {
    let text = "FROM a\nRUN cat 3<<A <<-\"B\" && x <<'C'\n\ta\nA\n\t\tb\n\tB\n $c\nC\n";
    insta::assert_snapshot!(heredocs(text), @r#"
    A number=Some(3) expands=true "\ta\n"
    B number=None expands=false "b\n"
    C number=None expands=false " $c\n"
    "#);
}

#[test]
fn a_name_is_a_word_and_may_stand_after_blanks() {
    insta::assert_snapshot!(heredocs("FROM a\nRUN << E'O'F; <<\"E F\" x\n1\nEOF;\n2\nE F\n"), @r#"
    EOF; number=None expands=false "1\n"
    E F number=None expands=false "2\n"
    "#);
}

#[test]
fn shifts_here_strings_and_quotes_open_none() {
    for line in [
        "echo $((1<<2))",
        "cat <<<EOF",
        "echo '<<EOF'",
        "cat<<EOF",
        "echo \"<<EOF",
        "cat <<",
        "cat <<- EOF",
        "[\"<<EOF\"]",
    ] {
        assert_eq!(heredocs(&format!("FROM a\nRUN {line}\n")), "", "{line}");
    }
    assert_eq!(heredocs("FROM a\nCMD cat <<EOF\n"), "");
}

#[test]
fn copy_takes_them_as_files() {
    let text = "FROM a\nCOPY <<a b <<-'c' /d/\n1\na\n\t2\nc\nONBUILD ADD <<E /x\n3\nE\n";
    insta::assert_snapshot!(printed(text), @r"
    FROM a
    COPY <<a b <<-'c' /d/
    1
    a
    	2
    c
    ONBUILD ADD <<E /x
    3
    E
    ");
    let file = tree(text);
    let Some(InstructionKind::Copy(copy)) = file.instructions.get(1).map(|copy| &copy.kind) else {
        panic!("the second one is a copy")
    };
    let named = |source: &Source| match source {
        Source::Path(path) => path.to_string(),
        Source::Heredoc(heredoc) => format!("{} is {:?}", heredoc.name, heredoc.heredoc),
    };
    let sources: Vec<String> = copy.files.sources.iter().map(named).collect();
    assert_eq!(sources, ["a is Some(0)", "b", "c is Some(1)"]);
}

#[test]
fn one_without_an_end_is_an_error() {
    insta::assert_snapshot!(errors("FROM a\nRUN cat <<EOF \\\n  && x\nhi\n EOF\n"), @r#""<<EOF": the heredoc `EOF` does not end; it ends with a line that holds `EOF` and nothing else"#);
    insta::assert_snapshot!(errors("FROM a\nCOPY a <<EOF\nEOF\n"), @r#""<<EOF": the destination of `COPY` cannot be a heredoc"#);
}
