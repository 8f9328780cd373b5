use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use super::*;
use crate::source::{EntryKind, FileKind, Machine, Memory};

/// When the files of a [`Disk`] were changed: in 2025, not at a whole second.
const BEFORE: i64 = 1_750_000_000_123_456_789;

/// A world with one file, whose stamp is what the test says, and a place to keep things.
#[derive(Debug)]
struct Disk {
    file: Mutex<(Vec<u8>, Stamp)>,
    reads: Mutex<usize>,
    /// What the file becomes while it is read.
    becomes: Mutex<Option<Stamp>>,
    kept: Mutex<BTreeMap<String, Vec<u8>>>,
    now: Mutex<SystemTime>,
    /// How far the clock of the file system lags behind.
    lag: Duration,
    rest: Memory,
}

impl Disk {
    fn holding(text: &str) -> Self {
        let stamp = Stamp {
            size: 3,
            modified: BEFORE,
            changed: BEFORE,
            inode: 4,
            device: 5,
            ..Stamp::default()
        };
        let rest = Memory::new();
        Self {
            file: Mutex::new((text.into(), stamp)),
            reads: Mutex::default(),
            becomes: Mutex::default(),
            kept: Mutex::default(),
            now: Mutex::new(rest.now()),
            lag: Duration::ZERO,
            rest,
        }
    }

    /// Other content, and what changes of the stamp with it.
    fn write(&self, text: &str, change: impl FnOnce(&mut Stamp)) {
        let mut file = self.file.lock().unwrap();
        file.0 = text.into();
        change(&mut file.1);
    }

    fn entry(&self) -> Entry {
        let stamp = self.file.lock().unwrap().1;
        Entry { name: "file".to_owned(), kind: EntryKind::File, mode: 0o644, stamp }
    }

    fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }

    fn reads(&self) -> usize {
        *self.reads.lock().unwrap()
    }

    /// What a run says of the file.
    fn run(&self) -> Digest {
        let cache = StatCache::open(self);
        let digest = digest(&cache, self, "file", self.entry());
        cache.save(self);
        digest
    }
}

/// What the cache says of a file.
fn digest(cache: &StatCache, host: &dyn Host, path: &str, entry: Entry) -> Digest {
    let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
    let listing = [Entry { name: name.to_owned(), ..entry }];
    let batch = Batch { folder, listing: &listing, chosen: &[0], with_attributes: true };
    let mut contents = cache.contents(host, &batch);
    contents.pop().unwrap().unwrap().digest.unwrap()
}

/// The same of a file of the machine.
fn digest_here(cache: &StatCache, host: &Machine, path: &Path) -> Digest {
    let entry = host.look(path).unwrap().unwrap();
    digest(cache, host, path.to_str().unwrap(), entry)
}

impl Host for Disk {
    fn digest(&self, _: &Path) -> io::Result<Digest> {
        *self.reads.lock().unwrap() += 1;
        Ok(Digest::of(&self.file.lock().unwrap().0))
    }

    fn digest_and_stamp(&self, path: &Path) -> io::Result<(Digest, Stamp)> {
        let digest = self.digest(path)?;
        let mut file = self.file.lock().unwrap();
        file.1 = self.becomes.lock().unwrap().take().unwrap_or(file.1);
        Ok((digest, file.1))
    }

    fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.kept.lock().unwrap().get(name).cloned()
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        self.kept.lock().unwrap().insert(name.to_owned(), bytes.to_owned());
    }

    fn now(&self) -> SystemTime {
        *self.now.lock().unwrap()
    }

    fn file_time(&self) -> SystemTime {
        self.now() - self.lag
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.rest.read(path)
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        self.rest.read_stdin()
    }

    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        self.rest.kind(path)
    }

    fn working_directory(&self) -> &Path {
        self.rest.working_directory()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.rest.variable(name)
    }

    fn environment(&self) -> BTreeMap<String, String> {
        self.rest.environment()
    }

    fn platform(&self) -> String {
        self.rest.platform()
    }
}

#[test]
fn the_second_run_reads_nothing() {
    let disk = Disk::holding("one");
    assert_eq!([disk.run(), disk.run(), disk.run()], [Digest::of(b"one"); 3]);
    assert_eq!(disk.reads(), 1);
}

#[test]
fn whatever_changes_of_the_stamp_the_file_is_read_again() {
    let changes: [fn(&mut Stamp); 5] = [
        |stamp| stamp.size += 1,
        |stamp| stamp.modified += 1,
        |stamp| stamp.changed += 1,
        |stamp| stamp.inode += 1,
        |stamp| stamp.device += 1,
    ];
    for change in changes {
        let disk = Disk::holding("one");
        disk.run();
        disk.write("two", change);
        assert_eq!([disk.run(), disk.run()], [Digest::of(b"two"); 2]);
        assert_eq!(disk.reads(), 2);
    }
}

#[test]
fn a_file_at_another_place_is_read() {
    let disk = Disk::holding("one");
    disk.run();
    let cache = StatCache::open(&disk);
    digest(&cache, &disk, "other", disk.entry());
    assert_eq!(disk.reads(), 2);
}

/// Runs twice, with other content and the same stamp in between, and says whether the second run
/// was wrong. It must be where the stamp can be relied upon, or nothing would be remembered.
fn is_remembered(change: impl FnOnce(&mut Stamp, i64)) -> bool {
    let disk = Disk::holding("one");
    let now = disk.now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    disk.write("one", |stamp| change(stamp, i64::try_from(now.as_nanos()).unwrap() + 1));
    disk.run();
    disk.write("two", |_| {});
    disk.pass(Duration::from_hours(1));
    disk.run() == Digest::of(b"one")
}

#[test]
fn files_at_rest_are_remembered() {
    let rest = i64::try_from(REST.as_nanos()).unwrap();
    assert!(is_remembered(|_, _| {}));
    assert!(is_remembered(|stamp, now| stamp.changed = now - rest - 2));
    assert!(is_remembered(|stamp, now| stamp.modified = now - rest - 2));
    assert!(is_remembered(|stamp, _| stamp.modified = 0));
}

#[test]
fn files_that_may_change_unseen_are_not_remembered() {
    let rest = i64::try_from(REST.as_nanos()).unwrap();
    assert!(!is_remembered(|stamp, now| stamp.changed = now - rest));
    assert!(!is_remembered(|stamp, now| stamp.modified = now - rest));
    assert!(!is_remembered(|stamp, now| stamp.changed = now));
    assert!(!is_remembered(|stamp, now| stamp.changed = now + 1000 * SECOND));
    assert!(!is_remembered(|stamp, now| stamp.modified = now + 1000 * SECOND));
    assert!(!is_remembered(|stamp, _| stamp.changed = BEFORE / SECOND * SECOND));
    assert!(!is_remembered(|stamp, _| stamp.changed = 0));
    assert!(!is_remembered(|stamp, _| stamp.modified = -1));
    assert!(!is_remembered(|stamp, _| *stamp = Stamp { size: 3, ..Stamp::default() }));
}

#[test]
fn the_clock_of_the_file_system_decides() {
    let hour = Duration::from_hours(1);
    let disk = Disk { lag: hour, ..Disk::holding("one") };
    let last_tick = disk.file_time().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let changed = i64::try_from(last_tick.as_nanos()).unwrap() - 1;
    disk.write("one", |stamp| stamp.changed = changed);
    disk.run();
    disk.write("two", |_| {});
    assert_eq!(disk.run(), Digest::of(b"two"));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_remembered() {
    let disk = Disk::holding("one");
    let listed = disk.entry();
    let after = Stamp { changed: BEFORE + 1, ..listed.stamp };
    *disk.becomes.lock().unwrap() = Some(after);
    disk.run();
    assert!(disk.kept.lock().unwrap().is_empty());
}

#[test]
fn what_is_of_use_stays_and_what_is_not_goes() {
    let a_day = Duration::from_hours(24);
    let disk = Disk::holding("one");
    for _ in 0..100 {
        disk.run();
        disk.pass(a_day);
    }
    assert_eq!(disk.reads(), 1);
    let page = |folder: &str| StatCache::open(&disk).known.page(sum(folder.as_bytes()));
    disk.pass(a_day * 31);
    let cache = StatCache::open(&disk);
    digest(&cache, &disk, "other/file", disk.entry());
    cache.save(&disk);
    assert!(page(".").is_none() && page("other").is_some());
}

#[test]
fn what_is_no_longer_in_a_folder_is_forgotten_with_the_next_change() {
    let disk = Disk::holding("one");
    disk.run();
    let known = || {
        let page = StatCache::open(&disk).known.page(sum(b"."));
        page.iter().flat_map(Page::notes).map(|noted| noted.name).collect::<Vec<_>>()
    };
    assert_eq!(known(), [noted::name("file")]);
    let cache = StatCache::open(&disk);
    digest(&cache, &disk, "other", disk.entry());
    cache.save(&disk);
    assert_eq!(known(), [noted::name("other")]);
}

#[test]
fn a_run_that_learns_nothing_writes_nothing() {
    let disk = Disk::holding("one");
    disk.run();
    let before = disk.kept.lock().unwrap().clone();
    disk.pass(Duration::from_mins(1));
    let cache = StatCache::open(&disk);
    digest(&cache, &disk, "file", disk.entry());
    disk.kept.lock().unwrap().clear();
    cache.save(&disk);
    assert_eq!((before.len(), disk.kept.lock().unwrap().len()), (1, 0));
}

#[test]
fn runs_at_the_same_time_leave_what_both_found_out() {
    let disk = Disk::holding("one");
    let (first, second) = (StatCache::open(&disk), StatCache::open(&disk));
    digest(&first, &disk, "a/file", disk.entry());
    digest(&second, &disk, "b/file", disk.entry());
    second.save(&disk);
    first.save(&disk);
    let cache = StatCache::open(&disk);
    for path in ["a/file", "b/file"] {
        digest(&cache, &disk, path, disk.entry());
    }
    assert_eq!(disk.reads(), 2);
}

/// The same where they look at different files of one folder.
#[test]
fn runs_at_the_same_time_leave_what_both_found_out_of_a_folder() {
    let disk = Disk::holding("one");
    let listing = ["a", "b"].map(|name| Entry { name: name.to_owned(), ..disk.entry() });
    let look = |cache: &StatCache, chosen: &[usize]| {
        let batch = Batch { folder: "x", listing: &listing, chosen, with_attributes: true };
        assert!(cache.contents(&disk, &batch).iter().all(Result::is_ok));
    };
    let (first, second) = (StatCache::open(&disk), StatCache::open(&disk));
    look(&first, &[0]);
    look(&second, &[1]);
    second.save(&disk);
    first.save(&disk);
    assert_eq!(disk.reads(), 2);
    look(&StatCache::open(&disk), &[0, 1]);
    assert_eq!(disk.reads(), 2);
}

/// The stamps of real files, with nothing made up: same length, same time of change of the content.
#[test]
fn a_file_that_is_written_in_haste_is_never_taken_for_what_it_was() {
    let place = tempfile::tempdir().unwrap();
    let host = Machine::here().unwrap().keeping_in(place.path().join("kept"));
    let path = place.path().join("file");
    for round in 100..300 {
        let text = round.to_string();
        fs::write(&path, &text).unwrap();
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_hours(400_000);
        let file = File::options().write(true).open(&path).unwrap();
        file.set_times(FileTimes::new().set_modified(long_ago)).unwrap();
        for _ in 0..2 {
            let cache = StatCache::open(&host);
            assert_eq!(digest_here(&cache, &host, &path), Digest::of(text.as_bytes()));
            cache.save(&host);
        }
    }
}

#[test]
fn without_a_place_to_keep_things_all_works() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("file");
    fs::write(&path, "one").unwrap();
    for folder in [path.clone(), PathBuf::from("/dev/null/x")] {
        let host = Machine::here().unwrap().keeping_in(folder);
        let cache = StatCache::open(&host);
        assert_eq!(digest_here(&cache, &host, &path), Digest::of(b"one"));
        cache.note(truth(1));
        cache.save(&host);
    }
}

/// A page that can be told from a wrong one.
fn truth(place: u64) -> Found {
    let content = Digest::of(&place.to_le_bytes());
    let notes = vec![Noted { name: place, stamp: [place; 5], content }];
    Found { place, names: vec![place], notes }
}

/// Leaves some true pages, as a run does.
fn leave(host: &dyn Host, places: impl IntoIterator<Item = u64>) {
    let cache = StatCache { today: 0, ..StatCache::open(host) };
    places.into_iter().for_each(|place| cache.note(truth(place)));
    cache.save(host);
}

/// How many of these places are known; none of them must be known wrong.
fn count(host: &dyn Host, places: impl IntoIterator<Item = u64>) -> usize {
    let known = StatCache::open(host).known;
    let found = |place| {
        let notes: Vec<Noted> = known.page(place)?.notes().collect();
        assert_eq!(notes, truth(place).notes);
        Some(notes)
    };
    places.into_iter().filter_map(found).count()
}

#[test]
fn many_writers_leave_it_whole() {
    let place = tempfile::tempdir().unwrap();
    let host = Machine::here().unwrap().keeping_in(place.path());
    leave(&host, [0]);
    thread::scope(|scope| {
        for writer in 1..=8 {
            let host = &host;
            scope.spawn(move || {
                for round in 0..10 {
                    leave(host, (0..100).map(|at| writer * 1000 + round * 100 + at));
                    assert_eq!(count(host, [0]), 1);
                }
            });
        }
    });
    assert!(count(&host, 1000..9000) >= 100);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

/// Where [`a_writer`] finds its folder.
const FOLDER: &str = "BAKEWELL_TEST_STAT_CACHE";

#[test]
#[ignore = "the next test starts it, and kills it"]
fn a_writer() {
    let here = Machine::here().unwrap();
    let folder = here.variable(FOLDER).unwrap();
    let host = here.keeping_in(folder);
    let all = Notes::default().with((0..10_000).map(truth).collect(), 0);
    for _ in 0..1_000_000 {
        host.keep(&name(host.working_directory()), &all);
    }
}

#[test]
fn a_writer_that_is_killed_leaves_it_whole() {
    let place = tempfile::tempdir().unwrap();
    let host = Machine::here().unwrap().keeping_in(place.path());
    leave(&host, [0]);
    let path = place.path().join(name(host.working_directory()));
    let written = || fs::metadata(&path).unwrap().modified().unwrap();
    for _ in 0..10 {
        let before = written();
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "context::cache::tests::a_writer", "--ignored"])
            .env(FOLDER, place.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while written() == before {
            assert!(writer.try_wait().unwrap().is_none(), "the writer has stopped");
            thread::yield_now();
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        assert_eq!(count(&host, 0..20_000), 10_000);
    }
}
