//! The contents of objects, from processes of git that live as long as they are needed.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

/// How much is read at once, in bytes.
const BLOCK: u64 = 128 << 10;

/// What takes the pieces of a content, in order.
pub(super) type Sink<'a> = &'a mut dyn FnMut(&[u8]) -> io::Result<()>;

/// Processes that know the objects of one repository, as many as have been asked at once.
#[derive(Debug)]
pub(super) struct Objects {
    /// The call that starts one.
    start: Mutex<Command>,
    /// Whether contents are converted as a checkout would convert them.
    converted: bool,
    idle: Mutex<Vec<Process>>,
}

impl Objects {
    /// The objects as they are, through this call of git.
    pub(super) fn plain(mut git: Command) -> Self {
        git.args(["cat-file", "--batch"]);
        Self::new(git, false)
    }

    /// The files as a checkout writes them, through this call of git.
    pub(super) fn converted(mut git: Command) -> Self {
        git.args(["cat-file", "--batch", "--filters"]);
        Self::new(git, true)
    }

    fn new(mut git: Command, converted: bool) -> Self {
        git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        Self { start: Mutex::new(git), converted, idle: Mutex::default() }
    }

    /// Gives the content of an object to a sink. The path is what attributes go by.
    pub(super) fn read(&self, id: &str, path: &str, sink: Sink<'_>) -> io::Result<()> {
        let mut process = self.process()?;
        if self.converted {
            process.converted(id, path, sink)?;
        } else {
            process.plain(id, sink)?;
        }
        // One that failed half-way is not asked again.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        Ok(())
    }

    fn process(&self) -> io::Result<Process> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(process) => Ok(process),
            None => Process::start(&mut self.start.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

/// One `git cat-file --batch`.
#[derive(Debug)]
struct Process {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// The name of an object that nobody has. Git's answer to it ends a converted content, whose
    /// length git does not tell.
    nothing: String,
}

impl Process {
    fn start(git: &mut Command) -> io::Result<Self> {
        let mut child = git.spawn()?;
        let (Some(ask), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("git cannot be talked to"));
        };
        let nothing = Uuid::new_v4().simple().to_string();
        Ok(Self { child, ask, answers: BufReader::new(answers), nothing })
    }

    fn plain(&mut self, id: &str, sink: Sink<'_>) -> io::Result<()> {
        self.ask.write_all(format!("{id}\n").as_bytes())?;
        let mut left = self.head(id)?;
        let mut block = Vec::new();
        while left > 0 {
            block.clear();
            let taken = (&mut self.answers).take(left.min(BLOCK)).read_to_end(&mut block)?;
            if taken == 0 {
                return Err(broken(id));
            }
            sink(&block)?;
            left = left.saturating_sub(taken as u64);
        }
        self.line()?;
        Ok(())
    }

    fn converted(&mut self, id: &str, path: &str, sink: Sink<'_>) -> io::Result<()> {
        if path.contains('\n') {
            let message = "git cannot be asked for a converted file with such a name";
            return Err(io::Error::new(io::ErrorKind::Unsupported, message));
        }
        self.ask.write_all(format!("{id} {path}\n{}\n", self.nothing).as_bytes())?;
        self.head(id)?;
        let end = format!("{} missing\n", self.nothing);
        let mut before = self.line()?;
        loop {
            let line = self.line()?;
            if line == end.as_bytes() {
                return sink(before.strip_suffix(b"\n").unwrap_or(&before));
            }
            if line.is_empty() {
                return Err(broken(id));
            }
            sink(&before)?;
            before = line;
        }
    }

    /// The length that git tells before a content.
    fn head(&mut self, id: &str) -> io::Result<u64> {
        let line = self.line()?;
        let text = String::from_utf8_lossy(&line).into_owned();
        let size = text.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
        if text.trim_end().ends_with(" missing") {
            return Err(io::Error::other(format!("git does not have its object {id}")));
        }
        size.ok_or_else(|| broken(id))
    }

    /// The next line with its end; empty at the end of everything.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.answers.read_until(b'\n', &mut line)?;
        Ok(line)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _nothing_to_tell = self.child.wait();
    }
}

fn broken(id: &str) -> io::Error {
    io::Error::other(format!("git does not give its object {id}; try `git cat-file -p {id}`"))
}
