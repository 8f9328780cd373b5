//! Tasks and promotions.

use super::support::keys;
use crate::keys::Keys;
use crate::source::Memory;

fn made(task: &str, promote: &str, file: &str) -> Keys {
    let bake = format!(
        "target \"app\" {{}}\n\
         task \"test\" {{\n command = [\"a\", \"b\"]\n{task}\n}}\n\
         promote \"release\" {{\n target = \"app\"\n tags = [\"a/b:1\"]\n{promote}\n}}\n"
    );
    keys(&Memory::new().file("docker-bake.hcl", bake).file("Dockerfile", file))
}

const FILE: &str = "FROM scratch\nRUN a\n";
const OTHER: &str = "FROM scratch\nRUN b\n";

#[test]
fn a_task_counts_by_what_it_runs_and_what_it_runs_on() {
    let key = |task: &str, file: &str| made(task, "", file).nodes["test"].key;
    let base = key("", FILE);
    assert_eq!(base, key("timeout = \"1s\"", FILE), "the time it has");
    assert_eq!(base, key("description = \"d\"", FILE), "what it is for");
    assert_eq!(base, key("tags = [\"a/b\"]", FILE), "what it makes");
    assert_eq!(base, key("", OTHER), "what it has nothing to do with");
    assert_ne!(base, key("env = [\"A\"]", FILE), "its variables");
    assert_eq!(key("env = [\"A\", \"B\"]", FILE), key("env = [\"B\", \"A\"]", FILE), "their order");
    let image = key("image = \"app\"", FILE);
    assert_ne!(base, image, "its image");
    assert_ne!(image, key("image = \"app\"", OTHER), "what that is");
    let needs = key("needs = [\"app\"]", FILE);
    assert_ne!(base, needs, "what it needs");
    assert_ne!(needs, key("needs = [\"app\"]", OTHER), "what that is");
    assert_ne!(needs, image, "needed or worked on");
}

#[test]
fn a_promotion_counts_by_what_it_promotes_and_the_names_it_gives() {
    let key = |promote: &str, file: &str| made("", promote, file).nodes["release"].key;
    let base = key("", FILE);
    assert_eq!(base, key("description = \"d\"", FILE), "what it is for");
    assert_eq!(base, key("needs = [\"test\"]", FILE), "what must come before");
    assert_ne!(base, key("", OTHER), "what it promotes");
}

#[test]
fn a_target_does_not_count_what_only_comes_before_it() {
    let bake = |task: &str| {
        let bake = format!(
            "target \"app\" {{\n needs = [\"test\"]\n}}\ntask \"test\" {{\n command = [\"{task}\"]\n}}\n"
        );
        Memory::new().file("docker-bake.hcl", bake).file("Dockerfile", FILE)
    };
    super::support::same("another task", &bake("a"), &bake("b"));
}

#[test]
fn a_key_that_a_command_tells_counts() {
    let made = |base: &str, tag: &str, command: &str| {
        let bake = format!(
            "target \"base\" {{\n dockerfile-inline = \"FROM scratch\\nRUN {base}\"\n \
             tags = [\"{tag}\"]\n}}\n\
             task \"test\" {{\n command = [\"a\", \"{command}\"]\n}}\n"
        );
        keys(&Memory::new().file("docker-bake.hcl", bake)).nodes["test"].key
    };
    let key = r#"{{ key(\"base\") }}"#;
    assert_ne!(made("a", "x", key), made("b", "x", key), "a key");
    assert_eq!(made("a", "x", key), made("a", "y", key), "a tag besides");
    let image = r#"{{ image(\"base\") }}"#;
    assert_ne!(made("a", "x", image), made("a", "y", image), "a tag");
    assert_eq!(made("a", "x", image), made("b", "x", image), "a tag without a key");
    let tag = "x:{{ key }}";
    assert_ne!(made("a", tag, image), made("b", tag, image), "a tag with a key");
}
