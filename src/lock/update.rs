//! From a lock and what is wanted to a newer lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;

use super::wanted::{Wanted, WantedImage};
use super::{Lock, Locked, LockedImage};
use crate::dockerfile::platform::Platform;
use crate::registry::{self, Base, Fault, Image, Registries};
use crate::target::reference::Reference;
use crate::text::Text;

/// How many registries are asked at once.
const AT_ONCE: usize = 8;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The images that have to be in the lock.
    pub wanted: &'a Wanted,
    /// Those of the wanted and the locked images that are resolved anew.
    pub update: &'a BTreeSet<Text>,
    /// Whether nothing else is to be in the lock.
    pub only: bool,
}

/// A lock, and what of it is new.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Updated {
    /// The lock.
    pub lock: Lock,
    /// What became of each image.
    pub changes: BTreeMap<Text, Change>,
}

/// What became of an image.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is new.
    Added,
    /// It stands for something else now. It was this digest.
    Updated(Text),
    /// It stands for the same, on other platforms.
    Platforms,
    /// It is as it was.
    Kept,
    /// Nobody takes it any more.
    Dropped,
}

/// What has to be asked of an image.
struct Question {
    name: Text,
    reference: Reference,
    platforms: BTreeSet<Platform>,
    /// What it is locked to, if it may turn out to be still that.
    old: Option<Locked>,
}

impl Lock {
    /// Makes a lock of what is wanted. What is locked stays as it is, and no registry is asked
    /// about it; platforms that are new are taken from what is locked.
    ///
    /// # Errors
    /// Where a registry does not give what it was asked for: all such images.
    pub fn update(
        &self,
        order: Order<'_>,
        registries: &dyn Registries,
    ) -> Result<Updated, Vec<(Text, Fault)>> {
        let (mut lock, questions) = self.begin(order);
        let mut faults = Vec::new();
        for (name, answer) in ask_all(questions, registries) {
            match answer {
                Ok(locked) => merge(&mut lock, name, locked),
                Err(fault) => faults.push((name, fault)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let changes = self.changes(&lock);
        Ok(Updated { lock, changes })
    }

    /// What is wanted and not locked, and what is locked and not wanted. No registry is asked.
    pub fn gaps(&self, wanted: &Wanted) -> Gaps {
        let (stays, questions) = self.begin(Order { wanted, update: &BTreeSet::new(), only: true });
        let missing = questions.into_iter().map(|it| (it.name, it.platforms)).collect();
        let unused = self.images.keys().filter(|name| !wanted.images.contains_key(*name));
        Gaps { missing, unused: unused.cloned().collect(), stays }
    }

    /// What of the lock stays, and what has to be asked.
    fn begin(&self, order: Order<'_>) -> (Self, Vec<Question>) {
        let Order { wanted, update, only } = order;
        let mut lock = Self::default();
        let mut questions = Vec::new();
        for (name, image) in &wanted.images {
            let locked = self.images.get(name).filter(|_| !update.contains(name));
            let stays = locked.map(|locked| remaining(locked, image, only));
            questions.extend(self.question(name, image, stays.as_ref()));
            lock.images.extend(stays.map(|locked| (name.clone(), locked)));
        }
        let others = self.images.iter().filter(|(name, _)| !wanted.images.contains_key(*name));
        for (name, locked) in others.filter(|_| !only) {
            match anew(name, locked).filter(|_| update.contains(name)) {
                Some(question) => questions.push(question),
                None => drop(lock.images.insert(name.clone(), locked.clone())),
            }
        }
        (lock, questions)
    }

    /// What has to be asked of a wanted image, of which some may stay as it is.
    fn question(
        &self,
        name: &Text,
        image: &WantedImage,
        stays: Option<&Locked>,
    ) -> Option<Question> {
        let WantedImage { reference, platforms, span: _ } = image;
        let mut reference = reference.clone();
        let Some(stays) = stays else {
            let platforms = platforms.clone();
            let old = self.images.get(name).cloned();
            return Some(Question { name: name.clone(), reference, platforms, old });
        };
        let is_new = |it: &&Platform| !stays.platforms.contains_key(it.to_string().as_str());
        let platforms: BTreeSet<Platform> = platforms.iter().filter(is_new).cloned().collect();
        reference.digest = Some(stays.digest.to_string());
        (!platforms.is_empty()).then(|| Question {
            name: name.clone(),
            reference,
            platforms,
            old: None,
        })
    }

    fn changes(&self, now: &Self) -> BTreeMap<Text, Change> {
        let names: BTreeSet<&Text> = self.images.keys().chain(now.images.keys()).collect();
        let change = |name: &Text| match (self.images.get(name), now.images.get(name)) {
            (None, _) => Change::Added,
            (Some(_), None) => Change::Dropped,
            (Some(old), Some(new)) if old == new => Change::Kept,
            (Some(old), Some(new)) if old.digest == new.digest => Change::Platforms,
            (Some(old), Some(_)) => Change::Updated(old.digest.clone()),
        };
        names.into_iter().map(|name| (name.clone(), change(name))).collect()
    }
}

/// What a lock lacks, and what it has for nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gaps {
    /// Images that are wanted, each with the platforms that are not locked.
    pub missing: BTreeMap<Text, BTreeSet<Platform>>,
    /// Images that nobody takes.
    pub unused: Vec<Text>,
    /// What of it is wanted.
    pub stays: Lock,
}

/// What of a locked image stays: with `only`, no more than the platforms it is wanted for.
fn remaining(locked: &Locked, image: &WantedImage, only: bool) -> Locked {
    let mut locked = locked.clone();
    if only {
        let wanted: BTreeSet<String> = image.platforms.iter().map(ToString::to_string).collect();
        locked.platforms.retain(|name, _| wanted.contains(&**name));
    }
    locked
}

/// The question for an image that nobody takes here and that is to be updated nonetheless.
fn anew(name: &Text, locked: &Locked) -> Option<Question> {
    let names = locked.platforms.keys();
    Some(Question {
        name: name.clone(),
        reference: Reference::parse(name).ok()?,
        platforms: names.map(|name| Platform::of_host(name)).collect(),
        old: Some(locked.clone()),
    })
}

fn merge(lock: &mut Lock, name: Text, locked: Locked) {
    let Locked { digest, platforms } = locked;
    let place = lock.images.entry(name);
    let known = place.or_insert_with(|| Locked { digest, platforms: BTreeMap::new() });
    known.platforms.extend(platforms);
}

/// Asks all questions, several at once; the answers come in the order of the questions.
fn ask_all(
    questions: Vec<Question>,
    registries: &dyn Registries,
) -> Vec<(Text, Result<Locked, Fault>)> {
    let workers = questions.len().min(AT_ONCE);
    let next = Mutex::new(questions.into_iter().enumerate());
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((number, question)) = locked(&next).next() {
                    let answer = ask(&question, registries);
                    locked(&done).insert(number, (question.name, answer));
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.into_values().collect()
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ask(question: &Question, registries: &dyn Registries) -> Result<Locked, Fault> {
    let Question { name: _, reference, platforms, old } = question;
    if let Some(old) = old.as_ref().filter(|old| covers(old, platforms)) {
        let now = match &reference.digest {
            Some(digest) => Some(Text::from(digest.as_str())),
            None => registries.digest(reference)?,
        };
        if now.as_ref() == Some(&old.digest) {
            return Ok(only_for(old, platforms));
        }
    }
    let Image { digest, bases } = registry::resolve(registries, reference, platforms)?;
    let platforms = bases.into_iter().map(|(platform, base)| {
        let Base { digest, triggers } = base;
        (platform.to_string().into(), LockedImage { digest, triggers })
    });
    Ok(Locked { digest, platforms: platforms.collect() })
}

fn covers(locked: &Locked, platforms: &BTreeSet<Platform>) -> bool {
    platforms.iter().all(|it| locked.platforms.contains_key(it.to_string().as_str()))
}

fn only_for(locked: &Locked, platforms: &BTreeSet<Platform>) -> Locked {
    let wanted = platforms.iter().filter_map(|platform| {
        let (name, image) = locked.platforms.get_key_value(platform.to_string().as_str())?;
        Some((name.clone(), image.clone()))
    });
    Locked { digest: locked.digest.clone(), platforms: wanted.collect() }
}
