//! The standard library. All answers are those of `docker buildx bake`.

mod addresses;
mod encodings;
mod formats;
mod limits;
mod lists;
mod logic;
mod maps;
mod numbers;
mod patterns;
mod powers;
mod sets;
mod text;
mod times;
mod versions;
mod worldly;

/// Asserts what calls answer, one to a line: `call => JSON`, or `call => !` where bake refuses it.
fn answers(table: &str) {
    let mut calls = 0;
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (call, _) = line.rsplit_once(") => ").expect("a call and its answer");
        assert_eq!(format!("{call}) => {}", answer(&format!("{call})"))), line);
        calls += 1;
    }
    assert!(calls > 0, "a table of calls");
}

fn answer(call: &str) -> String {
    match super::world::evaluated(&format!("jsonencode({call})"), &super::WORLD) {
        Ok(json) => json.as_str().expect("JSON is text").to_owned(),
        Err(_) => "!".into(),
    }
}
