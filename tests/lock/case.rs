//! A project that takes images from a registry.

use super::fake::{Ask, Fake, Reply, Store};
use crate::support::Project;

/// A registry, and a project that takes from it. `HOST` in its files is the registry.
pub(super) struct Case {
    pub(super) fake: Fake,
    pub(super) project: Project,
}

impl Case {
    pub(super) fn new(store: Store, bake: &str) -> Self {
        Self::answering(move |ask| store.answer(ask), bake)
    }

    pub(super) fn answering(
        answer: impl Fn(&Ask) -> Reply + Send + Sync + 'static,
        bake: &str,
    ) -> Self {
        let fake = Fake::new(answer);
        let project = Project::bake(&bake.replace("HOST", &fake.address));
        Self { fake, project }
    }

    /// The same with a file.
    pub(super) fn file(mut self, name: &str, text: &str) -> Self {
        self.project = self.project.file(name, text.replace("HOST", &self.fake.address));
        self
    }

    pub(super) fn run(&self, arguments: &str) -> String {
        let arguments = arguments.replace("HOST", &self.fake.address);
        self.project.run(&arguments).to_string().replace(&self.fake.address, "HOST")
    }

    /// The lock file.
    pub(super) fn lock(&self) -> String {
        let text = std::fs::read_to_string(self.project.path("bakewell.lock"));
        text.unwrap_or_else(|error| error.kind().to_string()).replace(&self.fake.address, "HOST")
    }
}

/// Two images, one of them for two platforms.
pub(super) fn two() -> Store {
    let images: &[(&str, &[&str])] = &[("linux/amd64", &["COPY . /src"]), ("linux/arm64/v8", &[])];
    Store::new().index("base", "1", images).image("tools", "latest", &[])
}

/// Two targets that take three images: one by name, one as a context, one that another target
/// builds.
pub(super) const BAKE: &str = r#"
group "default" { targets = ["app"] }
target "app" {
  platforms         = ["linux/amd64"]
  contexts          = { tools = "docker-image://HOST/tools" }
  dockerfile-inline = "FROM HOST/base:1\nCOPY --from=tools /a /a\nCOPY --from=made:1 /b /b"
}
target "other" {
  platforms         = ["linux/amd64", "linux/arm64"]
  dockerfile-inline = "FROM HOST/base:1 AS one\nFROM HOST/unreached\nFROM one"
}
target "made" {
  tags              = ["made:1"]
  dockerfile-inline = "FROM scratch\nCOPY a /b"
}
"#;
