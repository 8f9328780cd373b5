//! Where things stand.

use super::tree;
use crate::dockerfile::ast::InstructionKind;

#[test]
fn a_word_knows_its_place_across_lines() {
    let text = "FROM a\nENV first=1 \\\n  # no\n\n  sec\\\nond=\"2 3\"\n";
    let file = tree(text);
    let Some(InstructionKind::Env(pairs)) = file.instructions.last().map(|env| &env.kind) else {
        panic!("the last one is an env")
    };
    let second = &pairs.pairs[1];
    assert_eq!(&*second.name.value, "second");
    assert_eq!(&text[second.name.span.range()], "sec\\\nond");
    assert_eq!(&text[second.name.part(3, 6).range()], "ond");
    assert_eq!(&text[second.value.span.range()], "\"2 3\"");
}

#[test]
fn strings_of_the_exec_form_and_flags_know_theirs() {
    let text = "FROM a\nCOPY --from='b' [\"a\\nb$c\", \"d\"]\n";
    let file = tree(text);
    let Some(InstructionKind::Copy(copy)) = file.instructions.last().map(|copy| &copy.kind) else {
        panic!("the last one is a copy")
    };
    let from = copy.from.as_ref().expect("there is one");
    assert_eq!(&text[from.span.range()], "b");
    let crate::dockerfile::ast::Source::Path(path) = &copy.files.sources[0] else { panic!() };
    assert_eq!(&*path.0.value, "a\nb$c");
    assert_eq!(&text[path.part(3, 5).range()], "$c");
}

#[test]
fn an_instruction_covers_its_heredocs() {
    let text = "FROM a\nRUN cat <<E \\\n x\nhi\nE\nUSER b\n";
    let run = &tree(text).instructions[1];
    assert_eq!(&text[run.head.range()], "RUN cat <<E \\\n x");
    assert_eq!(&text[run.span.range()], "RUN cat <<E \\\n x\nhi\nE");
    assert_eq!(&text[run.heredocs[0].content.span.range()], "hi\n");
}
