//! What registries want to see, and what docker has for them.

use bakewell::registry::{Client, Credentials, Patience, Registries};
use bakewell::source::Memory;
use bakewell::target::reference::Reference;

use super::fake::{Ask, Fake, Reply, Store};
use crate::support::Project;

/// A registry that wants a token, which it gives to those that ask with this authorization.
fn guarded(store: Store, wanted: Option<&'static str>) -> impl Fn(&Ask) -> Reply {
    move |ask: &Ask| {
        if ask.path.starts_with("/token") {
            let known = wanted.is_none_or(|wanted| {
                ask.authorization.as_deref() == Some(wanted) || ask.body.contains(wanted)
            });
            return if known { Reply::json(r#"{"token": "T"}"#) } else { Reply::status(401) };
        }
        match ask.authorization.as_deref() {
            Some("Bearer T") => store.answer(ask),
            _ => Reply::status(401).header("WWW-Authenticate", CHALLENGE),
        }
    }
}

/// The realm is filled in by [`Fake`]: it is where the registry is.
const CHALLENGE: &str =
    r#"Bearer realm="http://HOST/token?a=b",service="a registry",scope="repository:app:pull""#;

fn app() -> Store {
    Store::new().image("app", "1", &[])
}

/// What becomes of the wish for an image with a configuration of docker's, and what was asked.
fn asked(answer: impl Fn(&Ask) -> Reply + Send + Sync + 'static, config: &str) -> String {
    let fake = Fake::new(answer);
    let config = config.replace("HOST", &fake.address);
    let host = Memory::new().env("DOCKER_CONFIG", "/docker").file("/docker/config.json", config);
    let credentials = Credentials::read(&host).expect("a configuration");
    let client = Client::new(&host, credentials, Patience::default());
    let reference = Reference::parse(&format!("{}/app:1", fake.address)).expect("a reference");
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        outcomes.push(match client.manifest(&reference) {
            Ok(_) => "there".to_owned(),
            Err(fault) => format!(
                "{:?}: {}\nhint: {}",
                fault.kind,
                fault.reason,
                fault.hint.unwrap_or_default()
            ),
        });
    }
    outcomes.dedup();
    format!("{}\n---\n{}", outcomes.join("\n").replace(&fake.address, "REGISTRY"), fake.asked())
}

/// `me:secret`
const BASIC: &str = "Basic bWU6c2VjcmV0";

const LOGGED_IN: &str = r#"{"auths": {"HOST": {"auth": "bWU6c2VjcmV0"}}}"#;

#[test]
fn a_token_is_to_be_had_without_a_name_and_is_kept() {
    insta::assert_snapshot!(asked(guarded(app(), None), "{}"), @r"
    there
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1 (Bearer T)
    GET /v2/app/manifests/1 (Bearer T)
    ");
}

#[test]
fn a_token_is_to_be_had_for_a_password() {
    insta::assert_snapshot!(asked(guarded(app(), Some(BASIC)), LOGGED_IN), @r"
    there
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull (Basic bWU6c2VjcmV0)
    GET /v2/app/manifests/1 (Bearer T)
    GET /v2/app/manifests/1 (Bearer T)
    ");
}

#[test]
fn a_token_is_to_be_had_for_an_identity() {
    let config = r#"{"auths": {"HOST": {"identitytoken": "who/I am"}}}"#;
    let wanted = Some("grant_type=refresh_token&client_id=bakewell&refresh_token=who%2FI%20am");
    insta::assert_snapshot!(asked(guarded(app(), wanted), config), @r"
    there
    ---
    GET /v2/app/manifests/1
    POST /token?a=b service=a%20registry&scope=repository%3Aapp%3Apull&grant_type=refresh_token&client_id=bakewell&refresh_token=who%2FI%20am
    GET /v2/app/manifests/1 (Bearer T)
    GET /v2/app/manifests/1 (Bearer T)
    ");
}

#[test]
fn a_token_may_be_at_hand() {
    let config = r#"{"auths": {"HOST": {"registrytoken": "T"}}}"#;
    insta::assert_snapshot!(asked(guarded(app(), None), config), @r"
    there
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1 (Bearer T)
    GET /v2/app/manifests/1 (Bearer T)
    ");
}

#[test]
fn without_a_token_there_is_nothing() {
    insta::assert_snapshot!(asked(guarded(app(), Some(BASIC)), "{}"), @r"
    Denied: `REGISTRY` gives no token
    hint: write `docker login REGISTRY`
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    ");
    let wrong = r#"{"auths": {"HOST": {"auth": "bWU6d3Jvbmc="}}}"#;
    insta::assert_snapshot!(asked(guarded(app(), Some(BASIC)), wrong), @r"
    Denied: `REGISTRY` does not accept docker's credentials for it
    hint: write `docker login REGISTRY`
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull (Basic bWU6d3Jvbmc=)
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull (Basic bWU6d3Jvbmc=)
    ");
}

/// A registry that gives this for a token, and is content with none.
fn gives(ask: &Ask, token: &str) -> Reply {
    if ask.path.starts_with("/token") {
        return Reply::json(token);
    }
    Reply::status(401).header("WWW-Authenticate", CHALLENGE)
}

#[test]
fn a_token_that_does_not_help_is_not_asked_for_again_and_again() {
    let never = |ask: &Ask| gives(ask, r#"{"access_token": "T"}"#);
    insta::assert_snapshot!(asked(never, "{}"), @r"
    Denied: `REGISTRY` does not have it, or not for everybody
    hint: write `docker login REGISTRY`
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1 (Bearer T)
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1 (Bearer T)
    ");
}

#[test]
fn an_answer_without_a_token_is_none() {
    let empty = |ask: &Ask| gives(ask, r#"{"token": ""}"#);
    insta::assert_snapshot!(asked(empty, "{}"), @r"
    Broken: the answer to the wish for a token has none
    hint: 
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    ");
}

#[test]
fn a_password_is_not_sent_over_a_line_that_is_not_safe() {
    let elsewhere = |_: &Ask| {
        Reply::status(401).header("WWW-Authenticate", r#"Bearer realm="http://example.invalid/t""#)
    };
    insta::assert_snapshot!(asked(elsewhere, LOGGED_IN), @r"
    Denied: it wants the password for `example.invalid` on a line that is not safe
    hint: 
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
}

#[test]
fn a_token_that_is_too_old_is_asked_for_again() {
    let store = app();
    let old = move |ask: &Ask| {
        if ask.path.starts_with("/token") {
            return Reply::json(format!(r#"{{"token": "{}"}}"#, ask.before));
        }
        match (ask.before, ask.authorization.as_deref()) {
            (0..=1, Some("Bearer 0")) | (2.., Some("Bearer 1")) => store.answer(ask),
            _ => Reply::status(401).header("WWW-Authenticate", CHALLENGE),
        }
    };
    insta::assert_snapshot!(asked(old, "{}"), @r"
    there
    ---
    GET /v2/app/manifests/1
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1 (Bearer 0)
    GET /v2/app/manifests/1 (Bearer 0)
    GET /token?a=b&service=a%20registry&scope=repository%3Aapp%3Apull
    GET /v2/app/manifests/1 (Bearer 1)
    ");
}

fn basic(store: Store) -> impl Fn(&Ask) -> Reply {
    move |ask: &Ask| match ask.authorization.as_deref() {
        Some(BASIC) => store.answer(ask),
        _ => Reply::status(401).header("WWW-Authenticate", "Basic realm=x"),
    }
}

#[test]
fn a_registry_may_want_the_password_itself() {
    insta::assert_snapshot!(asked(basic(app()), LOGGED_IN), @r"
    there
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1 (Basic bWU6c2VjcmV0)
    GET /v2/app/manifests/1 (Basic bWU6c2VjcmV0)
    ");
    insta::assert_snapshot!(asked(basic(app()), "{}"), @r"
    Denied: `REGISTRY` does not have it, or not for everybody
    hint: write `docker login REGISTRY`
    ---
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
}

#[test]
fn who_asks_is_not_told_to_another_host() {
    let store = app();
    let other = Fake::new(move |ask| store.answer(ask));
    let address = other.address.clone();
    let leads = move |ask: &Ask| match ask.authorization.as_deref() {
        Some(BASIC) => {
            Reply::status(307).header("Location", format!("http://{address}{}", ask.path))
        }
        _ => Reply::status(401).header("WWW-Authenticate", "Basic realm=x"),
    };
    let said = asked(leads, LOGGED_IN);
    assert!(said.starts_with("there\n"), "{said}");
    insta::assert_snapshot!(other.asked(), @r"
    GET /v2/app/manifests/1
    GET /v2/app/manifests/1
    ");
}

/// `bakewell lock` with a registry that wants a password, and what was printed.
fn locked(fake: &Fake, project: Project) -> String {
    let image = format!("{}/app:1", fake.address);
    let bake = format!("target \"default\" {{ dockerfile-inline = \"FROM {image}\" }}");
    let outcome = project.file("docker-bake.hcl", bake).run("lock");
    outcome.to_string().replace(&fake.address, "REGISTRY")
}

/// A configuration that names a program for the registry.
fn helped(fake: &Fake, script: &str) -> Project {
    let config = format!(r#"{{"credHelpers": {{"{}": "test"}}}}"#, fake.address);
    let project = Project::new().program("docker-credential-test", script);
    let folder = project.path("docker").display().to_string();
    project.file("docker/config.json", config).env("DOCKER_CONFIG", &folder)
}

#[test]
fn a_program_may_keep_the_password() {
    let fake = Fake::new(basic(app()));
    let script = r#"test "$1" = get && read -r server; echo "{\"ServerURL\": \"$server\", \"Username\": \"me\", \"Secret\": \"secret\"}""#;
    insta::assert_snapshot!(locked(&fake, helped(&fake, script)), @r"
    exit 0
    --- stdout
    IMAGE			DIGEST		CHANGE	PLATFORMS
    REGISTRY/app:1	891fd3644102	added	linux/amd64
    ");
}

#[test]
fn a_program_may_know_nothing_or_fail() {
    let fake = Fake::new(basic(app()));
    let script = "echo credentials not found in native keychain; exit 1";
    insta::assert_snapshot!(locked(&fake, helped(&fake, script)), @r"
    exit 2
    --- stderr
    error: `REGISTRY/app:1` cannot be resolved: `REGISTRY` does not have it, or not for everybody
       ╭─[dockerfile-inline of `default`:1:6]
     1 │ FROM REGISTRY/app:1
       ·      ─────────────────────
       ╰────
      = hint: write `docker login REGISTRY`

    1 error
    ");
    let script = "echo the chain is locked; echo try again >&2; exit 1";
    insta::assert_snapshot!(locked(&fake, helped(&fake, script)), @r"
    exit 2
    --- stderr
    error: `REGISTRY/app:1` cannot be resolved: `docker-credential-test`, which keeps the credentials for `REGISTRY`, fails: the chain is locked try again
       ╭─[dockerfile-inline of `default`:1:6]
     1 │ FROM REGISTRY/app:1
       ·      ─────────────────────
       ╰────

    1 error
    ");
    insta::assert_snapshot!(locked(&fake, helped(&fake, "echo secret")), @r"
    exit 2
    --- stderr
    error: `REGISTRY/app:1` cannot be resolved: `docker-credential-test`, which keeps the credentials for `REGISTRY`, fails: it gives no JSON
       ╭─[dockerfile-inline of `default`:1:6]
     1 │ FROM REGISTRY/app:1
       ·      ─────────────────────
       ╰────

    1 error
    ");
}

#[test]
fn a_configuration_that_cannot_be_read_is_told_of() {
    let fake = Fake::new(basic(app()));
    let project = Project::new().file(".docker/config.json", "{");
    insta::assert_snapshot!(locked(&fake, project), @r"
    exit 2
    --- stderr
    error: `[ROOT]/.docker/config.json` is not docker's configuration: line 1, column 1
      = hint: `docker login` writes such a file

    1 error
    ");
}
