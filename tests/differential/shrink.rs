//! From a project that shows a difference to the smallest one that shows it.

use std::time::{Duration, Instant};

use super::project::Project;

/// How long to try.
const PATIENCE: Duration = Duration::from_secs(90);

/// Leaves out and simplifies whatever can be, as long as the project `still_shows` it.
pub(super) fn shrink(mut project: Project, still_shows: impl Fn(&Project) -> bool) -> Project {
    let end = Instant::now() + PATIENCE;
    while let Some(smaller) = next(&project, &still_shows, end) {
        project = smaller;
    }
    project
}

/// The first smaller project that still shows it, those tried first that lose most.
fn next(
    project: &Project,
    still_shows: impl Fn(&Project) -> bool,
    end: Instant,
) -> Option<Project> {
    let mut candidates = project.smaller();
    candidates.sort_by_key(Project::size);
    let size = project.size();
    let mut in_time = candidates.into_iter().take_while(|_| Instant::now() < end);
    in_time.find(|candidate| candidate.size() < size && still_shows(candidate))
}

#[test]
fn what_does_not_matter_is_left_out() {
    use super::features::Features;
    let whole = (0..).map(|seed| Project::random(seed, Features::ALL));
    let shows = |project: &Project| project.to_string().contains("no-cache-filter");
    let project = shrink(whole.into_iter().find(shows).expect("one has it"), shows);
    assert!(project.size() < 80, "{project}");
}
