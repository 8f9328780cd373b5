//! How registries answer, and what we make of it.

use std::time::Duration;

use bakewell::dockerfile::platform::Platform;
use bakewell::registry::{Client, Credentials, Image, Patience, Registries, resolve};
use bakewell::source::Memory;
use bakewell::target::reference::Reference;

use super::fake::{Ask, Fake, Reply, Store};

/// As long as it takes, with few attempts.
const PATIENCE: Patience = Patience {
    connect: Duration::from_mins(1),
    answer: Duration::from_mins(1),
    body: Duration::from_mins(1),
    attempts: 3,
    pause: Duration::from_millis(1),
    longest_pause: Duration::from_secs(2),
};

/// What an image stands for, as a registry tells it, and what that registry was asked.
fn asked(answer: impl Fn(&Ask) -> Reply + Send + Sync + 'static, image: &str) -> String {
    asked_with(PATIENCE, answer, image)
}

fn asked_with(
    patience: Patience,
    answer: impl Fn(&Ask) -> Reply + Send + Sync + 'static,
    image: &str,
) -> String {
    let fake = Fake::new(answer);
    let host = Memory::new();
    let client = Client::new(&host, Credentials::default(), patience);
    let outcome = resolved(&client, &fake, image);
    format!("{outcome}\n---\n{}", short(&fake.asked()))
}

fn resolved(client: &Client<'_>, fake: &Fake, image: &str) -> String {
    let reference = Reference::parse(&format!("{}/{image}", fake.address)).expect("a reference");
    let platforms = ["linux/amd64", "linux/arm64"].map(Platform::of_host);
    let answer = resolve(client, &reference, &platforms[..1]);
    let text = match answer {
        Ok(Image { digest, bases }) => {
            let shown = |(platform, base): (&Platform, &bakewell::registry::Base)| {
                format!("{platform}: {} {:?}", base.digest, base.triggers)
            };
            let bases: Vec<String> = bases.iter().map(shown).collect();
            format!("{digest}\n{}", bases.join("\n"))
        }
        Err(fault) => {
            let hint = fault.hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
            format!("{:?}: {}{hint}", fault.kind, fault.reason)
        }
    };
    short(&text.replace(&fake.address, "REGISTRY"))
}

/// Digests by four letters.
fn short(text: &str) -> String {
    let mut shown = String::new();
    for (number, piece) in text.split("sha256:").enumerate() {
        if number == 0 {
            shown.push_str(piece);
            continue;
        }
        let (digest, rest) = piece.split_at_checked(64).unwrap_or((piece, ""));
        shown.extend(["<", digest.get(..4).unwrap_or(digest), ">", rest]);
    }
    shown
}

fn app() -> Store {
    Store::new().image("app", "1", &["COPY . ."])
}

fn is_tag(ask: &Ask) -> bool {
    ask.path.ends_with("/manifests/1")
}

#[test]
fn an_image_is_a_manifest_and_its_configuration() {
    let store = app();
    insta::assert_snapshot!(asked(move |it| store.answer(it), "app:1"), @r#"
    <16f8>
    linux/amd64: <16f8> ["COPY . ."]
    ---
    GET /v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    "#);
}

#[test]
fn of_an_index_the_image_for_the_platform_is_taken() {
    let images: &[(&str, &[&str])] =
        &[("linux/arm64/v8", &[]), ("linux/amd64", &["RUN a"]), ("unknown/unknown", &[])];
    let store = Store::new().index("app", "1", images);
    insta::assert_snapshot!(asked(move |it| store.answer(it), "app:1"), @r#"
    <794a>
    linux/amd64: <8eb6> ["RUN a"]
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/<8eb6>
    GET /v2/app/blobs/<5db2>
    "#);
}

#[test]
fn a_platform_that_is_missing_is_named_with_those_that_are_there() {
    let images: &[(&str, &[&str])] =
        &[("linux/arm64/v8", &[]), ("linux/s390x", &[]), ("unknown/unknown", &[])];
    let store = Store::new().index("app", "1", images);
    insta::assert_snapshot!(asked(move |it| store.answer(it), "app:1"), @r"
    Missing: it has no image for `linux/amd64`; it has `linux/arm64` and `linux/s390x`
    ---
    GET /v2/app/manifests/1
    ");
}

#[test]
fn what_is_not_there_is_missing() {
    let store = app();
    insta::assert_snapshot!(asked(move |it| store.answer(it), "app:2"), @r"
    Missing: `REGISTRY` does not have it
    ---
    GET /v2/app/manifests/2
    ");
}

#[test]
fn a_busy_registry_is_asked_again_when_it_says() {
    let store = app();
    let busy = move |it: &Ask| match it.before {
        0 if is_tag(it) => Reply::status(429).header("Retry-After", "0"),
        1 if is_tag(it) => Reply::status(503),
        _ => store.answer(it),
    };
    insta::assert_snapshot!(asked(busy, "app:1"), @r#"
    <16f8>
    linux/amd64: <16f8> ["COPY . ."]
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    "#);
}

#[test]
fn patience_ends() {
    let failing =
        |_: &Ask| Reply::status(500).body(r#"{"errors": [{"message": "the disk\nis full"}]}"#);
    insta::assert_snapshot!(asked(failing, "app:1"), @r"
    Unreachable: `REGISTRY` answers with status 500: the disk is full (asked 3 times)
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
}

#[test]
fn nobody_waits_for_an_hour() {
    let later = |_: &Ask| Reply::status(429).header("Retry-After", "3600");
    insta::assert_snapshot!(asked(later, "app:1"), @r"
    Unreachable: `REGISTRY` has been asked too often; it wants us to wait 3600 s
    ---
    GET /v2/app/manifests/1
    ");
}

#[test]
fn a_digest_that_nobody_tells_is_reckoned() {
    let store = app();
    let silent = move |it: &Ask| store.answer(it).without("Docker-Content-Digest");
    insta::assert_snapshot!(asked(silent, "app:1"), @r#"
    <16f8>
    linux/amd64: <16f8> ["COPY . ."]
    ---
    GET /v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    "#);
}

#[test]
fn content_with_another_digest_is_refused() {
    let store = app();
    let other = store.clone();
    let told = move |it: &Ask| {
        let reply = other.answer(it);
        let wrong = format!("sha256:{}", "0".repeat(64));
        if is_tag(it) {
            reply.without("Docker-Content-Digest").header("Docker-Content-Digest", wrong)
        } else {
            reply
        }
    };
    insta::assert_snapshot!(asked(told, "app:1"), @r"
    Broken: the content should have the digest `<0000>`, and has `<16f8>`
    hint: something between here and the registry alters what it sends
    ---
    GET /v2/app/manifests/1
    ");
    let altered = move |it: &Ask| {
        let reply = store.answer(it);
        if it.path.contains("/blobs/") { reply.body("{}") } else { reply }
    };
    insta::assert_snapshot!(asked(altered, "app:1"), @r"
    Broken: the content should have the digest `<36dd>`, and has `<4413>`
    hint: something between here and the registry alters what it sends
    ---
    GET /v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    ");
}

#[test]
fn redirections_are_followed() {
    let store = app();
    let elsewhere = move |it: &Ask| {
        if let Some(path) = it.path.strip_prefix("/elsewhere") {
            return store.answer(&Ask { path: path.to_owned(), ..it.clone() });
        }
        Reply::status(307).header("Location", format!("/elsewhere{}", it.path))
    };
    insta::assert_snapshot!(asked(elsewhere, "app:1"), @r#"
    <16f8>
    linux/amd64: <16f8> ["COPY . ."]
    ---
    GET /v2/app/manifests/1
    GET /elsewhere/v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    GET /elsewhere/v2/app/blobs/<36dd>
    "#);
}

#[test]
fn redirections_that_do_not_end_or_lead_nowhere_are_refused() {
    let circle = |it: &Ask| Reply::status(302).header("Location", it.path.clone());
    insta::assert_snapshot!(asked(circle, "app:1"), @r"
    Broken: `REGISTRY` leads from one address to the next
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
    let nowhere = |_: &Ask| Reply::status(302).header("Location", "file:///etc/passwd");
    insta::assert_snapshot!(asked(nowhere, "app:1"), @r"
    Broken: `REGISTRY` leads to `file:///etc/passwd`, where we do not go
    ---
    GET /v2/app/manifests/1
    ");
    let silent = |_: &Ask| Reply::status(302);
    insta::assert_snapshot!(asked(silent, "app:1"), @r"
    Broken: `REGISTRY` leads to ``, where we do not go
    ---
    GET /v2/app/manifests/1
    ");
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again() {
    let store = app();
    let half = move |it: &Ask| {
        let reply = store.answer(it);
        match it.before {
            0 if is_tag(it) => reply.half(),
            1 if is_tag(it) => Reply::gone(),
            _ => reply,
        }
    };
    insta::assert_snapshot!(asked(half, "app:1"), @r#"
    <16f8>
    linux/amd64: <16f8> ["COPY . ."]
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    "#);
}

#[test]
fn an_answer_that_always_breaks_off_is_none() {
    let store = app();
    insta::assert_snapshot!(asked(move |it| store.answer(it).half(), "app:1"), @r"
    Unreachable: the answer of `REGISTRY` breaks off (asked 3 times)
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
}

#[test]
fn silence_is_no_answer() {
    let hurried = Patience { answer: Duration::from_millis(50), ..PATIENCE };
    insta::assert_snapshot!(asked_with(hurried, |_| Reply::silence(), "app:1"), @r"
    Unreachable: `REGISTRY` does not answer in time (asked 3 times)
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
}

#[test]
fn nobody_listens_at_a_port_that_was_given_back() {
    let fake = Fake::new(|_| Reply::status(200));
    let gone = fake.address.clone();
    drop(fake);
    let host = Memory::new();
    let client = Client::new(&host, Credentials::default(), PATIENCE);
    let reference = Reference::parse(&format!("{gone}/app:1")).expect("a reference");
    let fault = client.manifest(&reference).unwrap_err();
    insta::assert_snapshot!(fault.reason.replace(&gone, "REGISTRY"), @"nobody answers at `REGISTRY`");
}

#[test]
fn answers_that_are_too_long_are_refused() {
    let long = |_: &Ask| Reply::status(200).body(vec![b' '; (4 << 20) + 1]);
    insta::assert_snapshot!(asked(long, "app:1"), @r"
    Broken: `REGISTRY` gives more than 4194304 bytes
    ---
    GET /v2/app/manifests/1
    ");
    insta::assert_snapshot!(asked(|_| Reply::status(200).endless(), "app:1"), @r"
    Broken: `REGISTRY` gives more than 4194304 bytes
    ---
    GET /v2/app/manifests/1
    ");
    let store = app();
    let configuration = move |it: &Ask| {
        let reply = store.answer(it);
        if it.path.contains("/blobs/") { reply.body(vec![b' '; (8 << 20) + 1]) } else { reply }
    };
    insta::assert_snapshot!(asked(configuration, "app:1"), @r"
    Broken: `REGISTRY` gives more than 8388608 bytes
    ---
    GET /v2/app/manifests/1
    GET /v2/app/blobs/<36dd>
    ");
}

#[test]
fn what_is_no_image_is_refused() {
    let texts = [
        "",
        "nonsense",
        "{}",
        r#"{"schemaVersion": 1, "fsLayers": []}"#,
        r#"{"config": {"digest": "sha256:x"}, "layers": [], "manifests": []}"#,
        r#"{"config": {"digest": "../../secret"}, "layers": []}"#,
        r#"{"manifests": [{"digest": "../../secret", "platform": {"os": "linux", "architecture": "amd64"}}]}"#,
        r#"{"manifests": []}"#,
    ];
    let outcomes: Vec<String> = texts
        .into_iter()
        .map(|text| {
            let store = Store::new().manifest("app", "1", text);
            let outcome = asked(move |it| store.answer(it), "app:1");
            outcome.lines().next().unwrap_or_default().to_owned()
        })
        .collect();
    insta::assert_snapshot!(outcomes.join("\n"), @r"
    Broken: what the registry gives is no manifest
    Broken: what the registry gives is no manifest
    Broken: its manifest is neither an image nor an index of images
    Broken: the image is in a form that docker gave up: manifest version 2, schema 1
    Broken: its manifest is neither an image nor an index of images
    Broken: `../../secret` is no digest such as `<…`>
    Broken: `../../secret` is no digest such as `<…`>
    Missing: it has no image for `linux/amd64`; it has no other either
    ");
}

#[test]
fn an_index_that_does_not_tell_platforms_leads_to_images_that_do() {
    let store = Store::new().image("app", "amd64", &["RUN a"]);
    let digest = super::fake::digest(&store.manifest_of("app", "amd64"));
    let store =
        store.manifest("app", "1", &format!(r#"{{"manifests": [{{"digest": "{digest}"}}]}}"#));
    insta::assert_snapshot!(asked(move |it| store.answer(it), "app:1"), @r#"
    <3f3a>
    linux/amd64: <8eb6> ["RUN a"]
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/<8eb6>
    GET /v2/app/blobs/<5db2>
    "#);
}

#[test]
fn a_digest_is_asked_for_by_itself_and_checked() {
    let store = app();
    let digest = super::fake::digest(&store.manifest_of("app", "1"));
    let right = store.clone();
    let image = format!("app:1@{digest}");
    insta::assert_snapshot!(asked(move |it| right.answer(it), &image), @r#"
    <16f8>
    linux/amd64: <16f8> ["COPY . ."]
    ---
    GET /v2/app/manifests/<16f8>
    GET /v2/app/blobs/<36dd>
    "#);
    let altered = move |_: &Ask| Reply::json("{}");
    insta::assert_snapshot!(asked(altered, &image), @r"
    Broken: the content should have the digest `<16f8>`, and has `<4413>`
    hint: something between here and the registry alters what it sends
    ---
    GET /v2/app/manifests/<16f8>
    ");
}

/// What a registry tells of a tag without its content.
fn digest_of(answer: impl Fn(&Ask) -> Reply + Send + Sync + 'static) -> String {
    let fake = Fake::new(answer);
    let host = Memory::new();
    let client = Client::new(&host, Credentials::default(), PATIENCE);
    let reference = Reference::parse(&format!("{}/app:1", fake.address)).expect("a reference");
    let told = match client.digest(&reference) {
        Ok(told) => short(told.as_deref().unwrap_or("nothing")),
        Err(fault) => format!("{:?}: {}", fault.kind, fault.reason),
    };
    format!("{}\n{}", told.replace(&fake.address, "REGISTRY"), fake.asked())
}

#[test]
fn a_digest_may_be_told_without_the_content() {
    let store = app();
    insta::assert_snapshot!(digest_of(move |it| store.answer(it)), @r"
    <16f8>
    HEAD /v2/app/manifests/1
    ");
    let store = app();
    let unknown = move |it: &Ask| store.answer(it).without("Docker-Content-Digest");
    insta::assert_snapshot!(digest_of(unknown), @r"
    nothing
    HEAD /v2/app/manifests/1
    ");
    insta::assert_snapshot!(digest_of(|_| Reply::status(405)), @r"
    nothing
    HEAD /v2/app/manifests/1
    ");
    let nonsense = |_: &Ask| Reply::status(200).header("Docker-Content-Digest", "md5:1");
    insta::assert_snapshot!(digest_of(nonsense), @r"
    nothing
    HEAD /v2/app/manifests/1
    ");
    insta::assert_snapshot!(digest_of(|_| Reply::status(404)), @r"
    Missing: `REGISTRY` does not have it
    HEAD /v2/app/manifests/1
    ");
}
