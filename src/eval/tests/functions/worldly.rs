//! Functions that look at the world: clock, chance and home.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::eval::functions::{self, Work};
use crate::source::Host;
use crate::source::host::FileKind;
use crate::value::Value;

/// A machine with one variable and some files.
#[derive(Debug, Default)]
struct Machine {
    variables: BTreeMap<String, String>,
    files: BTreeMap<&'static str, &'static str>,
    seconds: u64,
}

impl Host for Machine {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = path.to_str().and_then(|path| self.files.get(path));
        text.map(|text| text.as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn kind(&self, _: &Path) -> io::Result<Option<FileKind>> {
        Ok(None)
    }

    fn working_directory(&self) -> &Path {
        Path::new("/")
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn environment(&self) -> BTreeMap<String, String> {
        self.variables.clone()
    }

    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.seconds)
    }

    fn platform(&self) -> String {
        "linux/amd64".into()
    }
}

fn answer(machine: &Machine, name: &str, args: &[Value]) -> String {
    let function = functions::find(name).expect("a function");
    match functions::call(function, machine, args, &Work::new(u64::MAX)) {
        Ok(value) => value.as_str().expect("text").to_owned(),
        Err(problem) => format!("! {}", problem.message),
    }
}

#[test]
fn the_clock() {
    let machine = Machine { seconds: 1_709_210_096, ..Machine::default() };
    assert_eq!(answer(&machine, "timestamp", &[]), "2024-02-29T12:34:56Z");
}

#[test]
fn chance() {
    let machine = Machine::default();
    let (one, two) = (answer(&machine, "uuidv4", &[]), answer(&machine, "uuidv4", &[]));
    assert_ne!(one, two);
    assert_eq!((one.len(), &one[14..15]), (36, "4"));
    let args = [Value::string("secret"), Value::int(4)];
    let hash = answer(&machine, "bcrypt", &args);
    assert!(hash.starts_with("$2a$04$"), "{hash}");
    assert!(bcrypt::verify("secret", &hash).expect("a hash"), "{hash}");
}

#[test]
#[cfg(unix)]
fn home() {
    let mut machine = Machine::default();
    machine.files.insert("/proc/self/status", "Name:\tx\nUid:\t1000\t0\t0\t0\n");
    machine
        .files
        .insert("/etc/passwd", "root:x:0:0::/root:/bin/sh\nme:x:1000:1::/home/me:/bin/sh\n");
    assert_eq!(answer(&machine, "homedir", &[]), "/home/me");
    machine.variables.insert("HOME".into(), String::new());
    assert_eq!(answer(&machine, "homedir", &[]), "/home/me");
    machine.variables.insert("HOME".into(), "/elsewhere".into());
    assert_eq!(answer(&machine, "homedir", &[]), "/elsewhere");
    machine.variables.clear();
    machine.files.clear();
    assert_eq!(answer(&machine, "homedir", &[]), "! `homedir`: the home directory is not known");
}
