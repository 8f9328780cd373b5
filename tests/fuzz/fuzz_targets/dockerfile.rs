//! Any text as a Dockerfile: it is read or refused and never panics, every span lies between
//! characters, and what is printed reads as the same.
#![no_main]

use bakewell::diag::Diagnostic;
use bakewell::dockerfile;
use bakewell::dockerfile::ast::Dockerfile;
use bakewell::span::FileId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (file, found) = read(text);
    for label in found.iter().flat_map(|error| &error.labels) {
        assert!(text.get(label.span.range()).is_some(), "{label:?}");
    }
    for instruction in &file.instructions {
        assert!(text.get(instruction.span.range()).is_some(), "{instruction:?}");
    }
    // BuildKit takes the bytes of flags for characters: those beyond ASCII may not come back.
    if found.is_empty() && text.is_ascii() && !file.instructions.is_empty() {
        let printed = dockerfile::print(&file);
        let (again, found) = read(&printed);
        assert!(found.is_empty(), "{printed:?}: {found:?}");
        assert_eq!(dockerfile::print(&again), printed);
    }
});

fn read(text: &str) -> (Dockerfile, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let file = dockerfile::parse(FileId(0), text, &mut found);
    (file, found)
}
