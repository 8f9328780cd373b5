//! The attributes of targets, in all the forms that bake takes.

use super::expression::{Scope, guarded, quote, tame, tame_piece};
use super::features::Features;
use super::tree::Tree;
use crate::support::Random;

/// What an attribute is set to, before it is written in one of the two syntaxes.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// An expression.
    Expr(Tree),
    /// A bare word or a type: bare in the native syntax, a string in JSON.
    Word(String),
    /// A heredoc: the opening, and what is in it.
    Heredoc(&'static str, Tree),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(String, Self)>),
}

impl Value {
    /// In the native syntax.
    pub(super) fn native(&self) -> Tree {
        match self {
            Self::Expr(tree) => Tree::new().tree(tree.clone()),
            Self::Word(word) => Tree::leaf(word),
            Self::Heredoc(open, inner) => {
                Tree::new().text(format!("{open}EOT\n")).tree(inner.clone()).text("\n  EOT")
            }
            Self::List(items) => {
                Tree::new().text("[").list(", ", items.iter().map(Self::native).collect()).text("]")
            }
            Self::Object(fields) => {
                let pair = |(key, value): &(String, Self)| {
                    Tree::new().text(format!("{key:?} = ")).tree(value.native())
                };
                Tree::new().text("{ ").list(", ", fields.iter().map(pair).collect()).text(" }")
            }
        }
    }

    /// In JSON.
    pub(super) fn json(&self) -> Tree {
        match self {
            Self::Expr(tree) => {
                let inner = Tree::new().text("${").tree(tree.clone()).text("}");
                plain_json(&tree.render())
                    .unwrap_or_else(|| Tree::new().text("\"").escaped(inner).text("\""))
            }
            Self::Word(word) => Tree::leaf(format!("{word:?}")),
            Self::Heredoc(_, inner) => Tree::new().text("\"").escaped(inner.clone()).text("\""),
            Self::List(items) => {
                Tree::new().text("[").list(", ", items.iter().map(Self::json).collect()).text("]")
            }
            Self::Object(fields) => {
                let pair = |(key, value): &(String, Self)| {
                    Tree::new().text(format!("{key:?}: ")).tree(value.json())
                };
                Tree::new().text("{").list(", ", fields.iter().map(pair).collect()).text("}")
            }
        }
    }
}

/// What needs no `"${…}"` around it: it means the same in both syntaxes.
fn plain_json(text: &str) -> Option<Tree> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let plain = value.is_boolean() || value.is_string() || value.is_i64();
    plain.then(|| Tree::leaf(text))
}

pub(super) fn strings(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::Expr(quote(text))).collect()
}

/// Some of these, each as it stands.
fn some_of(random: &mut Random, texts: &[&str]) -> Value {
    let picked = random.some(0, 3, |random| random.pick(texts));
    Value::List(strings(&picked))
}

/// Some of these strings, or objects with these fields.
fn some_composed(random: &mut Random, texts: &[&str], objects: &[&[(&str, &str)]]) -> Value {
    Value::List(random.some(0, 3, |random| {
        if random.chance(50) || objects.is_empty() {
            return Value::Expr(quote(random.pick(texts)));
        }
        let fields = objects[random.below(objects.len())];
        let field = |(key, value): &(&str, &str)| ((*key).to_owned(), Value::Expr(quote(value)));
        Value::Object(fields.iter().map(field).collect())
    }))
}

fn one_of(random: &mut Random, texts: &[&str]) -> Value {
    Value::Expr(quote(random.pick(texts)))
}

/// An object of strings.
fn map(random: &mut Random, scope: &Scope, keys: &str) -> Value {
    let mut fields: Vec<(String, Value)> = Vec::new();
    for key in random.some(0, 4, |random| random.word(keys)) {
        if fields.iter().any(|(known, _)| known == key) {
            continue;
        }
        let value = match random.below(10) {
            0 => Value::Expr(Tree::leaf("null")),
            1 => Value::Expr(Tree::leaf(random.word("1 2.50 true -0"))),
            2..=4 => Value::Expr(guarded(random, scope, 4)),
            _ => Value::Expr(tame(random, scope)),
        };
        fields.push((key.to_owned(), value));
    }
    Value::Object(fields)
}

fn flag(random: &mut Random) -> Value {
    Value::Expr(Tree::leaf(random.word("true false true \"true\" null 1==1")))
}

/// A heredoc, or a string of one line.
fn text(random: &mut Random, scope: &Scope) -> Value {
    if random.chance(40) {
        return Value::Expr(tame(random, scope));
    }
    let line = |random: &mut Random| {
        let indent = random.pick(&["", "  ", "    ", "\t"]);
        Tree::new().text(indent).text("RUN ").tree(tame_piece(random, scope))
    };
    let lines = random.some(1, 4, line);
    Value::Heredoc(random.pick(&["<<", "<<-"]), Tree::new().list("\n", lines))
}

/// The names that [`attribute`] knows.
pub(super) fn names(features: Features) -> Vec<&'static str> {
    const ALL: &str = "annotations args args args attest cache-from cache-to call context contexts
        description dockerfile dockerfile-inline entitlements extra-hosts labels labels network
        no-cache no-cache-filter output platforms pull secret shm-size ssh tags tags target ulimits
        nonsense";
    let new = if features.new_attributes { "policy resources" } else { "" };
    ALL.split_whitespace().chain(new.split_whitespace()).collect()
}

/// Something that the attribute of this name may be set to.
pub(super) fn attribute(random: &mut Random, scope: &Scope, name: &str) -> Value {
    match name {
        "args" => map(random, scope, "A B C D E HTTP_PROXY"),
        "labels" => map(random, scope, "l a.b/c version l2"),
        "extra-hosts" => hosts(random),
        "tags" => tags(random, scope),
        "dockerfile-inline" => text(random, scope),
        "description" | "target" | "nonsense" => Value::Expr(tame(random, scope)),
        "no-cache" | "pull" => flag(random),
        "contexts" => contexts(random, scope),
        "resources" => resources(random),
        _ => listed(random, name),
    }
}

fn tags(random: &mut Random, scope: &Scope) -> Value {
    let tag = |random: &mut Random| {
        if random.chance(60) {
            return Value::Expr(quote(random.word("app:1 example.com/a/b:2 app:1 x y:latest")));
        }
        let inner = Tree::expression().text("sanitize(").tree(tame(random, scope)).text(")");
        Value::Expr(Tree::expression().text("\"app:${").tree(inner).text("}\""))
    };
    Value::List(random.some(0, 3, tag))
}

fn hosts(random: &mut Random) -> Value {
    let hosts = random.some(0, 2, |random| {
        let address = random.word("1.2.3.4 ::1 host-gateway 8.8.8.8");
        (random.word("h1 h2 my.host").to_owned(), Value::Expr(quote(address)))
    });
    Value::Object(hosts)
}

fn contexts(random: &mut Random, scope: &Scope) -> Value {
    let context = |random: &mut Random| {
        let value = if random.chance(50) && !scope.targets.is_empty() {
            quote(&format!("target:{}", scope.targets[random.below(scope.targets.len())]))
        } else {
            quote(random.word("dir ../up docker-image://alpine https://x.org/y.git oci-layout://o"))
        };
        (random.word("c1 c2 alpine c.3").to_owned(), Value::Expr(value))
    };
    Value::Object(random.some(0, 2, context))
}

fn resources(random: &mut Random) -> Value {
    let field = |random: &mut Random| {
        let (name, values) = match random.below(3) {
            0 => (random.word("memory memory-swap"), "\"1g\" \"512\" 1024 null \"x\""),
            1 => (random.word("cpu-shares cpu-period cpu-quota"), "10 \"1024\" 1000 1.5"),
            _ => (random.word("cpuset-cpus cpuset-mems"), "\"0-3\" \"0,1\" 1"),
        };
        (name.to_owned(), Value::Expr(Tree::leaf(random.word(values))))
    };
    Value::Object(random.some(0, 2, field))
}

fn ssh(random: &mut Random) -> Value {
    let object = || {
        let id = ("id".to_owned(), Value::Expr(quote("o")));
        Value::Object(vec![id, ("paths".to_owned(), Value::List(strings(&["key.sock"])))])
    };
    Value::List(random.some(0, 2, |random| match random.below(8) {
        0 => Value::Expr(quote("default")),
        1 | 2 => object(),
        _ => Value::Expr(quote(random.word("default=./key.sock k=key.sock"))),
    }))
}

fn listed(random: &mut Random, name: &str) -> Value {
    match name {
        "annotations" => some_of(
            random,
            &["a=b", "index:x=1", "index,manifest:k=v=w", "a=c", "manifest[linux/amd64]:z="],
        ),
        "attest" => some_composed(
            random,
            &[
                "type=provenance,mode=max",
                "type=sbom",
                "type=provenance,disabled=true",
                "type=sbom,generator=x",
            ],
            &[
                &[("type", "sbom")],
                &[("type", "provenance"), ("mode", "min")],
                &[("type", "sbom"), ("disabled", "true")],
            ],
        ),
        // No empty text: with one in a parent, buildx writes the entries of one child over those of
        // another, so that its answer depends on the order of the request.
        "cache-from" => some_composed(
            random,
            &[
                "user/a:b",
                "type=registry,ref=user/x",
                "type=gha,scope=s",
                "type=local,src=p",
                "user/a:b",
            ],
            &[
                &[("type", "registry"), ("ref", "r")],
                &[("type", "s3"), ("bucket", "b"), ("region", "eu")],
            ],
        ),
        "cache-to" => some_composed(
            random,
            &["type=inline", "type=local,dest=p", "type=registry,ref=x,mode=max", "user/c"],
            &[
                &[("type", "inline")],
                &[("type", "gha"), ("mode", "max")],
                &[("ref", "x"), ("type", "registry")],
            ],
        ),
        "output" => some_composed(
            random,
            &[
                "type=docker",
                "type=image,push=true",
                "type=local,dest=out",
                "out",
                "type=registry",
                "-",
                "type=cacheonly",
            ],
            &[
                &[("type", "image"), ("name", "n")],
                &[("type", "tar"), ("dest", "o.tar")],
                &[("type", "docker")],
            ],
        ),
        "secret" => some_composed(
            random,
            &["id=s,env=S", "id=t,src=f", "id=u", "id=s,env=T", "type=file,id=v,src=g"],
            &[
                &[("id", "o"), ("env", "O")],
                &[("id", "p"), ("src", "q")],
                &[("id", "r"), ("type", "env")],
            ],
        ),
        "ssh" => ssh(random),
        "call" => {
            one_of(random, &["build", "check", "outline", "targets", "lint", "check,format=json"])
        }
        "context" => {
            one_of(random, &[".", "dir", "./a/../b/", "https://x.org/y.git#main:sub", "/abs", ""])
        }
        "dockerfile" => one_of(random, &["Dockerfile", "d/Dockerfile", "./x", "../y", ""]),
        "entitlements" => some_of(random, &["network.host", "security.insecure", "device"]),
        "network" => one_of(random, &["none", "default", "host", "other"]),
        "no-cache-filter" => some_of(random, &["a", "b", "a,b"]),
        "platforms" => {
            some_of(random, &["linux/amd64", "linux/arm64", "linux/arm/v7", "local", "linux/amd64"])
        }
        "policy" => some_composed(
            random,
            &[
                "filename=a.rego",
                "filename=b.rego,strict=true",
                "disabled=true",
                "filename=c.rego,log-level=debug",
            ],
            &[&[("filename", "o.rego")], &[("filename", "p.rego"), ("reset", "true")]],
        ),
        "shm-size" => one_of(random, &["64m", "1g", "128M", "1000", "1.5g"]),
        "ulimits" => some_of(random, &["nofile=1024", "nofile=1:2", "nproc=5", "core=-1:-1"]),
        _ => Value::Expr(Tree::leaf("null")),
    }
}
