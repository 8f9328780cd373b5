//! What a `RUN --mount` asks for.

use crate::diag::similar::Layer;
use crate::diag::{At, Diagnostic, Meant, Problem};
use crate::path;
use crate::span::{Span, Spanned};
use crate::target::{csv, size};

use super::ast::{MountField, MountFlag, Text, Word};
use super::csv::fields;

/// A mount for one `RUN`, its variables expanded. Empty values count as none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mount {
    /// What is mounted.
    pub kind: MountKind,
    /// The stage, named context or image that `source` is in; none is the build context.
    pub from: Option<Value>,
    /// The path in there; of a secret its id.
    pub source: Option<Value>,
    /// The path in the container.
    pub target: Option<Value>,
    /// Whether it cannot be written to; what is the default for its kind, if nothing was said.
    pub is_readonly: bool,
    /// Of a cache, secret or ssh agent.
    pub id: Option<Value>,
    /// Of a cache.
    pub sharing: Option<Sharing>,
    /// Of a secret or ssh agent: whether the build fails without it.
    pub is_required: bool,
    /// Of a secret: the environment variable it becomes; an empty one is named by the id.
    pub env: Option<Value>,
    /// Of a tmpfs: the most it holds, such as `128m`.
    pub size: Option<Value>,
    /// Permission bits.
    pub mode: Option<u32>,
    /// Owner.
    pub uid: Option<u32>,
    /// Group.
    pub gid: Option<u32>,
    /// All of the flag.
    pub span: Span,
}

/// An expanded value, and where it was written.
pub type Value = Spanned<Box<str>>;

/// What is mounted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum MountKind {
    /// Files of a stage, image or context.
    #[default]
    Bind,
    /// A directory that outlives the build.
    Cache,
    /// Memory.
    Tmpfs,
    /// A secret of the build.
    Secret,
    /// The ssh agent of the build.
    Ssh,
}

/// Who may use a cache at the same time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sharing {
    /// Everybody.
    Shared,
    /// Nobody: a second one gets another cache.
    Private,
    /// Nobody: a second one waits.
    Locked,
}

/// The kinds by their words.
const KINDS: [(&str, MountKind); 5] = [
    ("bind", MountKind::Bind),
    ("cache", MountKind::Cache),
    ("tmpfs", MountKind::Tmpfs),
    ("secret", MountKind::Secret),
    ("ssh", MountKind::Ssh),
];

/// The ways to share by their words.
const SHARINGS: [(&str, Sharing); 3] =
    [("shared", Sharing::Shared), ("private", Sharing::Private), ("locked", Sharing::Locked)];

/// The keys of fields, for those who misspell one.
const KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "target",
    "readonly",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "src",
    "dst",
    "destination",
    "ro",
    "rw",
    "readwrite",
    "env",
];

impl MountKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

impl Sharing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        SHARINGS.iter().find(|(_, sharing)| *sharing == self).map_or("", |(word, _)| word)
    }
}

/// The fields of a flag's value.
///
/// # Errors
/// For quotes where none may stand, and for a variable in `from`: what BuildKit refuses at once.
pub(super) fn flag(value: &Text) -> Result<MountFlag, Diagnostic> {
    let fields = fields(value)?.iter().map(field).collect::<Result<_, _>>()?;
    Ok(MountFlag { fields, span: value.span })
}

fn field(text: &Text) -> Result<MountField, Diagnostic> {
    let piece = text.piece();
    let Some((key, value)) = piece.split_once('=') else {
        return Ok(MountField { key: text.clone(), value: None, span: text.span });
    };
    let is_from = key.as_str().eq_ignore_ascii_case("from");
    let dollar = value.as_str().find('$').filter(|at| at.saturating_add(1) < value.as_str().len());
    if is_from && let Some(dollar) = dollar {
        let error = Diagnostic::error("`from` takes no variables", value.from(dollar).span());
        return Err(error.hint("give the image a name first: `FROM image AS name`"));
    }
    let value = Some(Word(value.to_text()));
    Ok(MountField { key: key.to_text(), value, span: text.span })
}

/// The mount of a flag. `expand` gives a value with its variables expanded.
///
/// # Errors
/// For a field that BuildKit refuses, and those of `expand`. BuildKit looks at the fields only when
/// it builds the stage: the errors of an unreachable stage are none.
pub fn read(
    flag: &MountFlag,
    expand: &mut dyn FnMut(&Word) -> Result<String, Diagnostic>,
) -> Result<Mount, Diagnostic> {
    let mut mount = Mount::new(flag.span);
    let mut readonly = None;
    for field in &flag.fields {
        let key = field.key.to_ascii_lowercase();
        match &field.value {
            None => word(&mut mount, &mut readonly, &key).at(field.span)?,
            Some(value) => {
                let text = expand(value)?;
                let value = Spanned::new(text.into_boxed_str(), value.span);
                pair(&mut mount, &mut readonly, &field.key, value)?;
            }
        }
    }
    let is_writable = matches!(mount.kind, MountKind::Cache | MountKind::Tmpfs);
    mount.is_readonly = readonly.unwrap_or(!is_writable);
    check(mount).at(flag.span)
}

impl Mount {
    fn new(span: Span) -> Self {
        Self {
            kind: MountKind::default(),
            from: None,
            source: None,
            target: None,
            is_readonly: true,
            id: None,
            sharing: None,
            is_required: false,
            env: None,
            size: None,
            mode: None,
            uid: None,
            gid: None,
            span,
        }
    }

    /// The id of the secret or agent that it asks for, as BuildKit finds it.
    pub fn wanted_id(&self) -> String {
        let text = |value: &Option<Value>| value.as_ref().map(|it| it.value.to_string());
        if self.kind == MountKind::Ssh {
            return text(&self.id).unwrap_or_else(|| "default".to_owned());
        }
        let named = text(&self.id).or_else(|| text(&self.source));
        named.unwrap_or_else(|| last(&text(&self.target).unwrap_or_default()).to_owned())
    }

    /// The same with what its kind takes for granted, and without what its kind has no use for.
    /// Whether a secret is needed and which agent is meant stays as it is said.
    #[must_use]
    pub fn in_full(mut self) -> Self {
        match self.kind {
            MountKind::Secret => {
                let id = self.wanted_id();
                let value = |text: String| Some(Spanned::new(text.into_boxed_str(), self.span));
                if self.env.is_none() && self.target.is_none() {
                    self.target = value(format!("/run/secrets/{}", last(&id)));
                }
                (self.id, self.source) = (value(id), None);
                self.owned(0o400)
            }
            MountKind::Ssh => self.owned(0o600),
            MountKind::Tmpfs => {
                let size = self.size.filter(|size| !size::is_nothing(&size.value));
                Self { source: None, size, ..self }
            }
            MountKind::Bind | MountKind::Cache => {
                let rooted = |path: &str| path::clean(&format!("/{path}")).into_boxed_str();
                let source = self.source.map(|it| Spanned::new(rooted(&it.value), it.span));
                Self { source: source.filter(|it| &*it.value != "/"), ..self }
            }
        }
    }

    /// The same without the usual permissions of a file that nobody can write to anyway.
    fn owned(mut self, usual: u32) -> Self {
        self.is_readonly = true;
        if self.mode.is_none() && self.uid.is_none() && self.gid.is_none() {
            return self;
        }
        let owner = |number: Option<u32>| Some(number.unwrap_or_default());
        (self.uid, self.gid) = (owner(self.uid), owner(self.gid));
        self.mode = self.mode.or(Some(usual));
        if (self.mode, self.uid, self.gid) == (Some(usual), Some(0), Some(0)) {
            (self.mode, self.uid, self.gid) = (None, None, None);
        }
        self
    }
}

/// The last name of a path.
fn last(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// A field without a value.
fn word(mount: &mut Mount, readonly: &mut Option<bool>, key: &str) -> Result<(), Problem> {
    match key {
        "readonly" | "ro" => *readonly = Some(true),
        "readwrite" | "rw" => *readonly = Some(false),
        "required" => {
            needs(mount.kind, key, &[MountKind::Secret, MountKind::Ssh])?;
            mount.is_required = true;
        }
        _ => return Err(Problem::new(format!("`{key}` is not of the form `key=value`"))),
    }
    Ok(())
}

/// A field with a value.
fn pair(
    mount: &mut Mount,
    readonly: &mut Option<bool>,
    name: &Text,
    value: Value,
) -> Result<(), Diagnostic> {
    let span = value.span;
    let key = &*name.to_ascii_lowercase();
    let some = |value: Value| (!value.value.is_empty()).then_some(value);
    match key {
        "type" => mount.kind = choice("type of mount", &value.value, &KINDS).at(span)?,
        "from" => mount.from = some(value),
        "source" | "src" => mount.source = some(value),
        "target" | "dst" | "destination" => mount.target = some(value),
        "readonly" | "ro" => *readonly = Some(csv::truth(&value.value).at(span)?),
        "readwrite" | "rw" => *readonly = Some(!csv::truth(&value.value).at(span)?),
        "required" => {
            needs(mount.kind, key, &[MountKind::Secret, MountKind::Ssh]).at(span)?;
            mount.is_required = csv::truth(&value.value).at(span)?;
        }
        "size" => {
            needs(mount.kind, key, &[MountKind::Tmpfs]).at(span)?;
            size::check(&value.value).at(span)?;
            mount.size = Some(value);
        }
        "id" => mount.id = some(value),
        "sharing" => {
            mount.sharing = Some(choice("way to share", &value.value, &SHARINGS).at(span)?);
        }
        "mode" => mount.mode = Some(number(key, &value.value, 8).at(span)?),
        "uid" => mount.uid = Some(number(key, &value.value, 10).at(span)?),
        "gid" => mount.gid = Some(number(key, &value.value, 10).at(span)?),
        "env" => mount.env = Some(value),
        _ => return Err(unknown(key, name.span)),
    }
    Ok(())
}

fn unknown(key: &str, span: Span) -> Diagnostic {
    let known: Layer = KEYS.iter().map(|&key| key.into()).collect();
    Diagnostic::error(format!("a mount has no `{key}`"), span).meant(Meant::new(key, vec![known]))
}

fn choice<T: Copy>(what: &str, word: &str, known: &[(&str, T)]) -> Result<T, Problem> {
    let lower = word.to_lowercase();
    let found = known.iter().find(|(known, _)| *known == lower);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Layer = known.iter().map(|(known, _)| (*known).into()).collect();
        let mut problem = Problem::new(format!("`{word}` is no {what}"));
        problem.meant = Some(Box::new(Meant::new(word, vec![names])));
        problem
    })
}

fn number(key: &str, text: &str, radix: u32) -> Result<u32, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = u32::from_str_radix(text, radix).ok().filter(|_| digits);
    number.ok_or_else(|| Problem::new(format!("`{text}` is no {key}")))
}

/// A key that only mounts of some kinds have. The type must stand before it.
fn needs(kind: MountKind, key: &str, kinds: &[MountKind]) -> Result<(), Problem> {
    if kinds.contains(&kind) {
        return Ok(());
    }
    Err(Problem::new(format!("a mount of type `{}` has no `{key}`", kind.word()))
        .hint("`type=…` must stand before it"))
}

/// What fields cannot stand together.
fn check(mount: Mount) -> Result<Mount, Problem> {
    let word = mount.kind.word();
    let has_owner = matches!(mount.kind, MountKind::Secret | MountKind::Ssh | MountKind::Cache);
    let owner = [("mode", mount.mode), ("uid", mount.uid), ("gid", mount.gid)];
    if let Some((key, _)) = owner.iter().find(|(_, value)| value.is_some() && !has_owner) {
        return Err(Problem::new(format!("a mount of type `{word}` has no `{key}`")));
    }
    if mount.kind == MountKind::Secret {
        secret(&mount)?;
    }
    if mount.kind == MountKind::Ssh && mount.source.is_some() {
        return Err(Problem::new("a mount of type `ssh` has no `source`"));
    }
    if mount.sharing.is_some() && mount.kind != MountKind::Cache {
        return Err(Problem::new(format!("a mount of type `{word}` is not shared")));
    }
    Ok(mount)
}

fn secret(mount: &Mount) -> Result<(), Problem> {
    let wrong = if mount.from.is_some() {
        "a secret comes from nowhere: it has no `from`"
    } else if mount.source.is_none() && mount.target.is_none() && mount.id.is_none() {
        "a secret needs an `id` or a `target`"
    } else if mount.source.is_some() && mount.id.is_some() {
        "`source` and `id` of a secret are the same: give one"
    } else {
        return Ok(());
    };
    Err(Problem::new(wrong))
}
