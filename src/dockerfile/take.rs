//! The files that `COPY` and `ADD` take.

use std::sync::Arc;

use super::ast::{Add, Copy, Files, Instruction, Source, SourceHeredoc, Text as Written, Word};
use super::build::{Filled, Origin, Selection, Step, Taker};
use super::perform::Work;
use crate::diag::{At, Diagnostic, Problem};
use crate::path;
use crate::span::Span;
use crate::target::git::Repository;
use crate::target::{reference, url};
use crate::text::Text;

impl Selection {
    /// A selection of a path from an origin. Everything else is as if nothing had been said.
    pub(super) fn of(origin: Origin, by: Taker, path: &str, span: Span, step: Step) -> Self {
        Self {
            origin,
            by,
            path: rooted(path),
            below: None,
            wildcards: false,
            excludes: Arc::default(),
            checksum: None,
            keep_git_dir: None,
            unpack: None,
            uncertain: false,
            span,
            step,
        }
    }
}

/// What is said once for all sources of an instruction.
struct Said {
    by: Taker,
    /// Where paths are.
    origin: Origin,
    step: Step,
    parents: bool,
    excludes: Arc<[Text]>,
    checksum: Option<(Filled, Span)>,
    keep_git_dir: Option<bool>,
    unpack: Option<bool>,
}

impl Work<'_> {
    pub(super) fn copy(&mut self, copy: &Copy, instruction: &Instruction, step: Step) {
        let Copy { from, chown, chmod, link: _, parents, excludes, files } = copy;
        self.fill_all([chown, chmod]);
        let origin = match from {
            None => Origin::Main,
            // What is wrong with the name has been reported.
            Some(from) => match self.frame.origin(from, true, self.heads) {
                Ok(origin) => origin,
                Err(_) => return,
            },
        };
        let said = Said {
            by: Taker::Copy,
            origin,
            step,
            parents: *parents,
            excludes: shared(excludes),
            checksum: None,
            keep_git_dir: None,
            unpack: None,
        };
        self.take(files, &said, instruction);
    }

    pub(super) fn add(&mut self, add: &Add, instruction: &Instruction, step: Step) {
        let Add { chown, chmod, checksum, link: _, keep_git_dir, unpack, excludes, files } = add;
        self.fill_all([chown, chmod]);
        let said = Said {
            by: Taker::Add,
            origin: Origin::Main,
            step,
            parents: false,
            excludes: shared(excludes),
            checksum: checksum.as_ref().and_then(|word| Some((self.fill(word)?, word.span))),
            keep_git_dir: *keep_git_dir,
            unpack: *unpack,
        };
        self.take(files, &said, instruction);
    }

    fn fill_all<const N: usize>(&mut self, words: [&Option<Word>; N]) {
        for word in words.into_iter().flatten() {
            self.fill(word);
        }
    }

    fn take(&mut self, files: &Files, said: &Said, instruction: &Instruction) {
        let mut keep_git_dir = said.keep_git_dir;
        for source in &files.sources {
            let mut taken = match source {
                Source::Path(word) => self.taken_path(word, said),
                Source::Heredoc(heredoc) => self.taken_heredoc(heredoc, said, instruction),
            };
            // BuildKit takes what one address says for what is said of those that follow, too.
            if let Some(Selection { origin: Origin::Git(address), keep_git_dir: here, .. }) =
                &mut taken
            {
                let own = Repository::parse(address).and_then(|repository| repository.keeps_git);
                keep_git_dir = own.or(keep_git_dir);
                *here = keep_git_dir;
            }
            self.stage.selections.extend(taken);
        }
        self.fill(&files.destination);
    }

    /// A path, an address or a git repository.
    fn taken_path(&mut self, word: &Word, said: &Said) -> Option<Selection> {
        let filled = self.fill(word)?;
        let elsewhere = elsewhere(&filled.text);
        if let (Taker::Copy, Some(origin)) = (said.by, &elsewhere) {
            let what =
                if matches!(origin, Origin::Git(_)) { "a git repository" } else { "a web address" };
            let message = format!("`COPY` does not take {what}");
            self.found.push(Diagnostic::error(message, word.span).hint("`ADD` does"));
            return None;
        }
        let anywhere = said.by == Taker::Add && filled.uncertain && may_be_address(word);
        let elsewhere = elsewhere.or_else(|| anywhere.then(|| Origin::Anywhere((&***word).into())));
        let mut taken = match elsewhere {
            Some(origin) => Selection::of(origin, said.by, "", word.span, said.step),
            None => said.local(&filled.text, self.stage.platform.system == "windows", word.span),
        };
        taken.uncertain = filled.uncertain;
        taken.excludes = said.excludes.clone();
        taken.keep_git_dir = said.keep_git_dir;
        taken.unpack = said.unpack;
        if let Some((checksum, span)) = &said.checksum {
            self.check_checksum(&filled.text, &taken.origin, checksum, *span);
            taken.checksum = Some(checksum.text.clone()).filter(|text| !text.is_empty());
            taken.uncertain |= checksum.uncertain;
        }
        Some(taken)
    }

    /// What is fetched from the web has a digest for a checksum, a repository a commit, and what is
    /// in a context none.
    fn check_checksum(&mut self, source: &str, origin: &Origin, checksum: &Filled, span: Span) {
        if checksum.uncertain || checksum.text.is_empty() {
            return;
        }
        let checked = match origin {
            Origin::Web(_) => reference::check_digest(&checksum.text),
            Origin::Git(_) | Origin::Anywhere(_) => Ok(()),
            // BuildKit checks it like a repository, and then takes it for a path.
            _ if source.starts_with("github.com/") => Ok(()),
            _ => Err(Problem::new("only web addresses and git repositories have a checksum")),
        };
        self.found.extend(checked.at(span).err());
    }

    /// The text of a heredoc as a file of its name.
    fn taken_heredoc(
        &mut self,
        heredoc: &SourceHeredoc,
        said: &Said,
        instruction: &Instruction,
    ) -> Option<Selection> {
        let lines = heredoc.heredoc.and_then(|at| instruction.heredocs.get(at));
        let text = lines.map_or("", |lines| &*lines.content.value);
        let text = if heredoc.chomps { chomped(text) } else { text.to_owned() };
        let span = heredoc.word.span;
        let filled = if heredoc.expands {
            self.fill_heredoc(&text, span)?
        } else {
            Filled { text: text.into(), uncertain: false }
        };
        let origin = Origin::Heredoc(filled.text);
        let mut taken = Selection::of(origin, said.by, &heredoc.name, span, said.step);
        taken.uncertain = filled.uncertain;
        taken.excludes = said.excludes.clone();
        Some(taken)
    }
}

impl Said {
    /// A path in the context, stage or image.
    fn local(&self, text: &str, windows: bool, span: Span) -> Selection {
        let text = if windows { text.replace('\\', "/") } else { text.to_owned() };
        let (text, below) = match (self.parents, text.split_once("/./")) {
            (false, _) => (text, None),
            (true, Some((pivot, below))) => (pivot.to_owned(), Some(rooted(below))),
            (true, None) => (String::new(), Some(rooted(&text))),
        };
        let mut taken = Selection::of(self.origin.clone(), self.by, &text, span, self.step);
        taken.below = below;
        taken.wildcards = true;
        taken
    }
}

/// The web address or git repository that a source is, if it is one.
fn elsewhere(source: &str) -> Option<Origin> {
    // BuildKit takes `github.com/…` for a repository only where it is a context.
    if source.starts_with("github.com/") {
        return None;
    }
    if url::is_git(source) {
        return Some(Origin::Git(source.into()));
    }
    url::is_web(source).then(|| Origin::Web(source.into()))
}

/// Whether what a variable stands for may make a word the address of something elsewhere: where
/// nothing before the first one says that it is a path.
fn may_be_address(word: &str) -> bool {
    let before = word.split('$').next().unwrap_or_default();
    let first = before.split('/').next().unwrap_or_default();
    first.len() == before.len() || first.contains(':')
}

/// The path from the root, without the slash in front.
fn rooted(text: &str) -> Text {
    let cleaned = path::clean(&format!("/{text}"));
    cleaned.strip_prefix('/').unwrap_or(&cleaned).into()
}

fn shared(texts: &[Written]) -> Arc<[Text]> {
    texts.iter().map(|text| Text::from(&*text.value)).collect()
}

/// The lines without the tabs in front of each.
fn chomped(text: &str) -> String {
    text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}
