//! A registry that answers as the test wants it to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use bakewell::digest::Digest;

/// A question that was asked.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) body: String,
    /// How often the same was asked before.
    pub(crate) before: usize,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    manner: Manner,
}

/// How it is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Manner {
    /// From beginning to end.
    Whole,
    /// No more than half of the body.
    Half,
    /// Nothing, and the line stays open.
    Silent,
    /// Nothing, and the line is closed.
    Gone,
    /// A body that does not end.
    Endless,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), manner: Manner::Whole }
    }

    pub(crate) fn json(text: impl Into<String>) -> Self {
        Self::status(200).body(text.into())
    }

    pub(crate) fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// The same with a header, in which `HOST` is this server.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn half(self) -> Self {
        Self { manner: Manner::Half, ..self }
    }

    pub(crate) fn endless(self) -> Self {
        Self { manner: Manner::Endless, ..self }
    }

    pub(crate) fn silence() -> Self {
        Self { manner: Manner::Silent, ..Self::status(200) }
    }

    pub(crate) fn gone() -> Self {
        Self { manner: Manner::Gone, ..Self::status(200) }
    }
}

/// A server on loopback. It ends with this value.
#[derive(Debug)]
pub(crate) struct Fake {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Ask>>>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Fake {
    /// One that answers so.
    pub(crate) fn new(answer: impl Fn(&Ask) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = listener.local_addr().expect("an address").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let ended = Arc::new(AtomicBool::new(false));
        let (log, end, answer) = (asked.clone(), ended.clone(), Arc::new(answer));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let (log, end, answer) = (log.clone(), end.clone(), answer.clone());
                let stream = stream.expect("a line");
                thread::spawn(move || serve(stream, &log, &end, &*answer));
            }
        });
        Self { address, asked, ended, thread: Some(thread) }
    }

    /// What was asked, one line a question, in the order of the text: several ask at once.
    pub(crate) fn asked(&self) -> String {
        let mut text = String::new();
        for Ask { method, path, authorization, body, before: _ } in
            self.asked.lock().expect("a log").iter()
        {
            write!(text, "{method} {path}").expect("a text takes text");
            if let Some(authorization) = authorization {
                write!(text, " ({authorization})").expect("a text takes text");
            }
            writeln!(text, "{}{body}", if body.is_empty() { "" } else { " " })
                .expect("a text takes text");
        }
        text.replace(&self.address, "REGISTRY")
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _woken = TcpStream::connect(&self.address);
        let _ended = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(
    stream: TcpStream,
    log: &Mutex<Vec<Ask>>,
    end: &AtomicBool,
    answer: &(dyn Fn(&Ask) -> Reply + Send + Sync),
) {
    let Some(mut ask) = read(&stream) else { return };
    {
        let mut log = log.lock().expect("a log");
        let is_same = |it: &&Ask| it.method == ask.method && it.path == ask.path;
        ask.before = log.iter().filter(is_same).count();
        log.push(ask.clone());
    }
    // Who has enough may leave.
    let _left = send(stream, &answer(&ask), ask.method == "HEAD", end);
}

fn read(stream: &TcpStream) -> Option<Ask> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let (mut authorization, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "authorization" => authorization = Some(value.trim().to_owned()),
            "content-length" => length = value.trim().parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    Some(Ask { method, path, authorization, body, before: 0 })
}

fn send(mut stream: TcpStream, reply: &Reply, head: bool, end: &AtomicBool) -> std::io::Result<()> {
    let Reply { status, headers, body, manner } = reply;
    match manner {
        Manner::Gone => return Ok(()),
        Manner::Silent => {
            while !end.load(Ordering::SeqCst) {
                thread::sleep(std::time::Duration::from_millis(20));
            }
            return Ok(());
        }
        Manner::Whole | Manner::Half | Manner::Endless => {}
    }
    write!(stream, "HTTP/1.1 {status} x\r\nConnection: close\r\n")?;
    let here = stream.local_addr()?.to_string();
    for (name, value) in headers {
        write!(stream, "{name}: {}\r\n", value.replace("HOST", &here))?;
    }
    if *manner != Manner::Endless {
        write!(stream, "Content-Length: {}\r\n", body.len())?;
    }
    write!(stream, "\r\n")?;
    match manner {
        _ if head => Ok(()),
        Manner::Half => stream.write_all(&body[..body.len() / 2]),
        Manner::Endless => loop {
            stream.write_all(&[b' '; 1 << 12])?;
        },
        _ => stream.write_all(body),
    }
}

/// What a registry holds, by path.
#[derive(Clone, Default, Debug)]
pub(crate) struct Store {
    held: BTreeMap<String, Vec<u8>>,
}

impl Store {
    /// One with nothing in it.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The same with an image under a tag.
    pub(crate) fn image(mut self, name: &str, tag: &str, triggers: &[&str]) -> Self {
        let bytes = self.put_image(name, "linux/amd64", triggers);
        self.put(format!("/v2/{name}/manifests/{tag}"), bytes);
        self
    }

    /// The same with an index of images under a tag: platforms and triggers.
    pub(crate) fn index(mut self, name: &str, tag: &str, images: &[(&str, &[&str])]) -> Self {
        let mut entries = Vec::new();
        for (platform, triggers) in images {
            let digest = digest(&self.put_image(name, platform, triggers));
            let (system, rest) = platform.split_once('/').expect("a platform");
            let (architecture, variant) = rest.split_once('/').unwrap_or((rest, ""));
            entries.push(format!(
                r#"{{"digest": "{digest}", "platform": {{"os": "{system}", "architecture": "{architecture}", "variant": "{variant}"}}}}"#
            ));
        }
        let index = format!(r#"{{"schemaVersion": 2, "manifests": [{}]}}"#, entries.join(", "));
        self.put_manifest(name, index.clone().into_bytes());
        self.put(format!("/v2/{name}/manifests/{tag}"), index.into_bytes());
        self
    }

    /// The same with a text as a manifest under a tag.
    pub(crate) fn manifest(mut self, name: &str, tag: &str, text: &str) -> Self {
        self.put(format!("/v2/{name}/manifests/{tag}"), text.into());
        self
    }

    /// What is under a tag.
    pub(crate) fn manifest_of(&self, name: &str, tag: &str) -> Vec<u8> {
        self.held[&format!("/v2/{name}/manifests/{tag}")].clone()
    }

    fn put_image(&mut self, name: &str, platform: &str, triggers: &[&str]) -> Vec<u8> {
        let (system, architecture) = platform.split_once('/').expect("a platform");
        let triggers: Vec<String> = triggers.iter().map(|it| format!("{it:?}")).collect();
        let config = format!(
            r#"{{"os": "{system}", "architecture": "{architecture}", "config": {{"OnBuild": [{}]}}}}"#,
            triggers.join(", ")
        );
        let blob = digest(config.as_bytes());
        self.put(format!("/v2/{name}/blobs/{blob}"), config.into_bytes());
        let manifest =
            format!(r#"{{"schemaVersion": 2, "config": {{"digest": "{blob}"}}, "layers": []}}"#);
        self.put_manifest(name, manifest.clone().into_bytes());
        manifest.into_bytes()
    }

    fn put_manifest(&mut self, name: &str, bytes: Vec<u8>) {
        let path = format!("/v2/{name}/manifests/{}", digest(&bytes));
        self.put(path, bytes);
    }

    fn put(&mut self, path: String, bytes: Vec<u8>) {
        self.held.insert(path, bytes);
    }

    /// What a registry answers that holds this.
    pub(crate) fn answer(&self, ask: &Ask) -> Reply {
        match self.held.get(&ask.path) {
            Some(bytes) => Reply::status(200)
                .header("Docker-Content-Digest", digest(bytes))
                .body(bytes.clone()),
            None => Reply::status(404)
                .body(r#"{"errors": [{"code": "UNKNOWN", "message": "no such thing"}]}"#),
        }
    }
}

/// The digest of bytes as registries write it.
pub(crate) fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", Digest::of(bytes))
}
