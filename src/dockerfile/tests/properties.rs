//! What holds for any text.

use proptest::prelude::*;
use regex::Regex;

use crate::dockerfile::{ast, print};

use super::read;

/// A tree without places.
fn shape(file: &ast::Dockerfile) -> String {
    let places = Regex::new(r"places: (Anywhere|Jumps\(\[.*?\]\))|\d+:\d+\.\.\d+").unwrap();
    places.replace_all(&format!("{file:?}"), "").into_owned()
}

/// Pieces that mean something to the reader.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "[ -~\t\u{b}\u{c}éà√\u{a0}]{1,6}",
    ]
}

const PIECES: &[&str] = &[
    "\\",
    "`",
    "\n",
    "\r\n",
    " ",
    " ",
    " ",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{a0}",
    "\"",
    "'",
    "<<EOF",
    "<<-E",
    "<<\"EOF\"",
    "<",
    "EOF\n",
    "\nEOF\n",
    "\n\tE\n",
    "#",
    "=",
    "--",
    " --x=y ",
    "$",
    "${a:-b}",
    "}",
    "[",
    "]",
    "[\"a\", \"b\"]",
    "[1]",
    ",",
    "\\\n",
    "`\n",
    "\nRUN ",
    "\nCOPY ",
    "\nADD ",
    "\nENV ",
    "\nARG ",
    "\nLABEL ",
    "\nFROM a AS b\n",
    "\nONBUILD ",
    "\nCMD ",
    "\nUSER ",
    "\nVOLUME ",
    "\nHEALTHCHECK CMD ",
    "\nSHELL [\"a\"]\n",
    "\nEXPOSE ",
    "\nWORKDIR ",
    "\nSTOPSIGNAL ",
    " --link ",
    " --from=b ",
    " --chown=\"a b\" ",
    " --exclude=é ",
    " a ",
    " b ",
    " --mount=type=cache,target=/a ",
    " --device=a,required ",
    "a=b ",
    "\\u00e9",
    "\\n",
];

fn soup() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec![
        "FROM a\n",
        "# escape=`\nFROM a\n",
        "# syntax=docker/dockerfile:1\n# check=skip=all\nFROM a\n",
        "",
    ]);
    (start, prop::collection::vec(piece(), 0..24))
        .prop_map(|(start, pieces)| start.to_owned() + &pieces.concat())
}

/// One line of an instruction that is right more often than not.
fn line() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec![
        "RUN",
        "COPY",
        "ADD",
        "ENV",
        "ENV a=",
        "ARG",
        "LABEL b=",
        "CMD",
        "USER",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK CMD",
        "ONBUILD RUN",
        "ONBUILD COPY",
        "SHELL",
        "WORKDIR",
        "STOPSIGNAL",
    ]);
    let word = prop_oneof![
        3 => "[a-z\\\\`\"'=$<#\\[\\]é,-]{1,5}",
        1 => prop::sample::select(vec!["--", "--link", "--from=x", "--mount=a=b", "[\"a\"]", "\\\n", "<<E", "\u{b}", "\u{a0}"])
            .prop_map(str::to_owned),
    ];
    (start, prop::collection::vec(word, 0..6))
        .prop_map(|(start, words)| format!("{start} {}", words.join(" ")))
}

#[test]
fn what_ends_flags_is_any_blank() {
    for text in ["--\u{b}é", "-- é", "--\té", "\u{a0} --é", "é"] {
        let (file, found) = read(&format!("FROM a\nONBUILD {text}"));
        let (same, _) = read(&print(&file));
        assert!(found.is_empty(), "{text:?}: {found:?}");
        assert_eq!(shape(&file), shape(&same), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_or_refused(text in ".*") {
        let (file, _) = read(&text);
        prop_assert_eq!(file.span.end as usize, text.len());
    }

    #[test]
    fn any_instruction_is_printed_as_it_was_read(line in line()) {
        let (file, found) = read(&format!("FROM a\n{line}\nE\n"));
        if found.is_empty() {
            let (same, found) = read(&print(&file));
            prop_assert!(found.is_empty(), "{:?}", print(&file));
            prop_assert_eq!(shape(&file), shape(&same));
        }
    }

    #[test]
    fn what_is_printed_reads_as_the_same(text in soup()) {
        let (file, found) = read(&text);
        if found.is_empty() {
            let again = print(&file);
            let (same, found) = read(&again);
            prop_assert!(found.is_empty(), "{again:?}: {found:?}");
            prop_assert_eq!(shape(&file), shape(&same), "{:?}", again);
        }
    }

    #[test]
    fn spans_lie_between_characters(text in soup()) {
        let (file, found) = read(&text);
        for error in &found {
            for label in &error.labels {
                prop_assert!(text.get(label.span.range()).is_some(), "{error:?}");
            }
        }
        for instruction in &file.instructions {
            prop_assert!(text.get(instruction.span.range()).is_some(), "{instruction:?}");
            prop_assert!(text.get(instruction.head.range()).is_some(), "{instruction:?}");
            prop_assert_eq!(&text[instruction.keyword.part(0, 1).range()], &instruction.keyword[..1]);
        }
    }
}

/// What random texts have found.
#[test]
fn blanks_and_dashes_survive_printing() {
    for text in ["FROM a\nCOPY \\ \\\n <<E <\nE\n", "FROM a\nRUN #`\nONBUILD \u{a0} --link "] {
        let (file, found) = read(text);
        let (same, again) = read(&print(&file));
        assert_eq!((found, again), (Vec::new(), Vec::new()), "{text:?}");
        assert_eq!(shape(&file), shape(&same), "{text:?}");
    }
}
