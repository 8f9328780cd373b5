//! The proof of the keys: projects are changed in small ways, a real BuildKit builds them before
//! and after, and each target's key must have changed just where its image or a step did.
//!
//! Nobody writes down what should happen: the engine decides. A target *differs* after a change if
//! its image has another digest, or if one of its steps ran again that had just been run. Then its
//! key must be another one (else an image would be reused falsely). Where it does not differ, its
//! key must be the same, but for the needless changes that the project allows, each for a reason
//! that is documented in [`needless`]. A change that is allowed and no longer seen fails too.
//!
//! `projects/` holds the projects and their changes, as text: see [`project`].

mod built;
mod change;
mod keyed;
mod layout;
mod needless;
mod project;
mod repository;
mod server;
mod told;
mod tree;
mod verdict;
mod words;

use self::project::Project;

macro_rules! projects {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let text = include_str!(concat!("projects/", stringify!($name), ".txt"));
                let text = built::with_images(text);
                let text = Project::with_digests(stringify!($name), &text);
                verdict::check(&Project::parse(stringify!($name), &text));
            }
        )*

        /// All projects.
        fn all() -> Vec<Project> {
            vec![$(Project::parse(
                stringify!($name),
                include_str!(concat!("projects/", stringify!($name), ".txt")),
            )),*]
        }
    };
}

projects! {
    stages
    ignored
    odd_files
    linked
    named
    mounts
    heredocs
    args
    flags
    shells
    platforms
    templates
    settings
    git
    layouts
}

macro_rules! told {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let text = include_str!(concat!("projects/", stringify!($name), ".txt"));
                told::check(&Project::parse(stringify!($name), text));
            }
        )*
    };
}

told! {
    umasks
    tasks
    asked_for
    unknowable
}

#[test]
fn there_is_enough_of_it() {
    let projects = all();
    let changes: usize = projects.iter().map(|project| project.changes.len()).sum();
    assert!(projects.len() >= 8, "{} projects", projects.len());
    assert!(changes >= 150, "{changes} changes");
}

#[test]
fn every_reason_is_used() {
    let projects = all();
    let changes = projects.iter().flat_map(|project| &project.changes);
    let used: Vec<_> = changes.flat_map(|change| change.needless.values()).collect();
    for (name, reason) in needless::ALL {
        assert!(used.contains(&reason), "no change is needless for the reason `{name}`");
    }
}
