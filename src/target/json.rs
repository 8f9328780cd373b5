//! Attributes as bake writes them: in its order, and without what is empty.
//!
//! A bake file is full of templates, so `${` and `%{` in a text have to be written `$${` and
//! `%%{` if the text is to be read again as it is. bake does so for `annotations`, `args`,
//! `dockerfile-inline`, `extra-hosts` and `labels`, and forgets the others; [`Escape`] says which
//! of the two is wanted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::target::policy::LogLevel;
use crate::target::{
    Attest, Attributes, Cache, Named, Output, Policy, Resources, Secret, Ssh, csv,
};
use crate::text::Text;

/// Which texts are written so that bake reads them as themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Escape {
    /// Those that `--print` of bake escapes: the plan is equal to bake's.
    AsBake,
    /// All, names in maps included: the plan can be given to bake again.
    Everything,
}

/// Something on its way to JSON.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a, T: ?Sized> {
    it: &'a T,
    how: How,
}

/// How something is written.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// Whether texts are escaped.
    texts: bool,
    /// Whether everything is, and the form is one that bake reads.
    readable: bool,
}

impl How {
    fn escaped(self) -> Self {
        Self { texts: true, ..self }
    }
}

/// What can be written in more than one way.
trait Write {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Write + ?Sized> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.it.write(self.how, serializer)
    }
}

impl Attributes {
    /// These attributes, to be serialised.
    pub fn written(&self, escape: Escape) -> Written<'_, Self> {
        let everything = escape == Escape::Everything;
        Written { it: self, how: How { texts: everything, readable: everything } }
    }
}

impl Write for Attributes {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let Attributes {
            description,
            inherits,
            annotations,
            attest,
            context,
            contexts,
            dockerfile,
            dockerfile_inline,
            args,
            labels,
            tags,
            cache_from,
            cache_to,
            target,
            secret,
            ssh,
            platforms,
            output,
            pull,
            no_cache,
            network,
            no_cache_filter,
            shm_size,
            ulimits,
            resources,
            call,
            entitlements,
            extra_hosts,
            policy,
            bases: _,
            additions: _,
        } = self;
        let mut map = Entries(serializer.serialize_map(None)?);
        map.one("description", description.as_deref().filter(|text| !text.is_empty()), how)?;
        map.list("inherits", inherits.as_deref(), how)?;
        map.list("annotations", annotations.as_deref(), how.escaped())?;
        map.list("attest", attest.as_deref(), how)?;
        map.one("context", context.as_ref(), how)?;
        map.map("contexts", contexts.as_ref(), how)?;
        map.one("dockerfile", dockerfile.as_ref(), how)?;
        map.one("dockerfile-inline", dockerfile_inline.as_deref(), how.escaped())?;
        map.map("args", args.as_ref(), how.escaped())?;
        map.map("labels", labels.as_ref(), how.escaped())?;
        map.list("tags", tags.as_deref(), how)?;
        map.list("cache-from", cache_from.as_deref(), how)?;
        map.list("cache-to", cache_to.as_deref(), how)?;
        map.one("target", target.as_ref(), how)?;
        map.list("secret", secret.as_deref(), how)?;
        map.list("ssh", ssh.as_deref(), how)?;
        map.list("platforms", platforms.as_deref(), how)?;
        map.list("output", output.as_deref(), how)?;
        map.one("pull", pull.as_ref(), how)?;
        map.one("no-cache", no_cache.as_ref(), how)?;
        map.one("network", network.as_deref(), how)?;
        map.list("no-cache-filter", no_cache_filter.as_deref(), how)?;
        map.one("shm-size", shm_size.as_deref(), how)?;
        map.list("ulimits", ulimits.as_deref(), how)?;
        map.one("resources", resources.as_deref(), how)?;
        map.one("call", call.as_deref(), how)?;
        map.list("entitlements", entitlements.as_deref(), how)?;
        map.map("extra-hosts", extra_hosts.as_ref(), how.escaped())?;
        map.list("policy", policy.as_deref(), how)?;
        map.0.end()
    }
}

/// An object under construction. What is empty does not get in.
struct Entries<M>(M);

impl<M: SerializeMap> Entries<M> {
    fn put<T: Write + ?Sized>(&mut self, name: &str, it: &T, how: How) -> Result<(), M::Error> {
        self.0.serialize_entry(name, &Written { it, how })
    }

    fn text(&mut self, name: &str, text: &Text, how: How) -> Result<(), M::Error> {
        if text.is_empty() { Ok(()) } else { self.put(name, text, how) }
    }

    fn one<T: Write>(&mut self, name: &str, one: Option<&T>, how: How) -> Result<(), M::Error> {
        one.map_or(Ok(()), |it| self.put(name, it, how))
    }

    fn list<T: Write>(&mut self, name: &str, list: Option<&[T]>, how: How) -> Result<(), M::Error> {
        list.filter(|list| !list.is_empty()).map_or(Ok(()), |it| self.put(name, it, how))
    }

    fn map<T: Write>(
        &mut self,
        name: &str,
        map: Option<&Named<T>>,
        how: How,
    ) -> Result<(), M::Error> {
        map.filter(|map| !map.is_empty()).map_or(Ok(()), |it| self.put(name, it, how))
    }
}

impl Write for Text {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&escaped(self, how.texts))
    }
}

impl Write for bool {
    fn write<S: Serializer>(&self, _: How, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl Write for i64 {
    fn write<S: Serializer>(&self, _: How, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}

impl Write for Option<Text> {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(text) => text.write(how, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Write> Write for [T] {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|it| Written { it, how }))
    }
}

impl<T: Write> Write for BTreeMap<Text, T> {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = Entries(serializer.serialize_map(Some(self.len()))?);
        for (name, it) in self {
            map.put(&escaped(name, how.readable), it, how)?;
        }
        map.0.end()
    }
}

impl<T: Write> Write for Named<T> {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = Entries(serializer.serialize_map(Some(self.len()))?);
        for (name, it) in self {
            map.put(&escaped(name, how.readable), it, how)?;
        }
        map.0.end()
    }
}

impl Write for Attest {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = Entries(serializer.serialize_map(None)?);
        for (name, text) in self.fields() {
            if &*name == "disabled" && self.disabled {
                map.put("disabled", &true, how)?;
            } else {
                map.put(&escaped(&name, how.readable), &text, how)?;
            }
        }
        map.0.end()
    }
}

impl Write for Cache {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields().write(how, serializer)
    }
}

impl Write for Output {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = self.fields();
        if self.dest.is_empty() {
            fields.remove("dest");
        }
        fields.write(how, serializer)
    }
}

impl Write for Secret {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let Secret { id, src, env } = self;
        let mut map = Entries(serializer.serialize_map(None)?);
        map.text("id", id, how)?;
        map.text("src", src, how)?;
        map.text("env", env, how)?;
        map.0.end()
    }
}

impl Write for Ssh {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let Ssh { id, paths } = self;
        let mut map = Entries(serializer.serialize_map(None)?);
        map.text("id", id, how)?;
        if !paths.is_empty() {
            map.put("paths", &**paths, how)?;
        }
        map.0.end()
    }
}

impl Write for Resources {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let Resources {
            memory,
            memory_swap,
            cpu_shares,
            cpu_period,
            cpu_quota,
            cpuset_cpus,
            cpuset_mems,
        } = self;
        let mut map = Entries(serializer.serialize_map(None)?);
        map.one("memory", memory.as_ref(), how)?;
        map.one("memory-swap", memory_swap.as_ref(), how)?;
        map.one("cpu-shares", cpu_shares.as_ref(), how)?;
        map.one("cpu-period", cpu_period.as_ref(), how)?;
        map.one("cpu-quota", cpu_quota.as_ref(), how)?;
        map.one("cpuset-cpus", cpuset_cpus.as_ref(), how)?;
        map.one("cpuset-mems", cpuset_mems.as_ref(), how)?;
        map.0.end()
    }
}

/// bake prints a policy as its own Go struct, which it cannot read. So a plan that is to be read
/// again has the policy in its text form.
impl Write for Policy {
    fn write<S: Serializer>(&self, how: How, serializer: S) -> Result<S::Ok, S::Error> {
        let Policy { files, reset, disabled, strict, log_level } = self;
        if how.readable {
            return serializer.serialize_str(&escaped(&policy_text(self), true));
        }
        let files: Vec<_> = files.iter().map(|name| File { name, data: None }).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Files", &(!files.is_empty()).then_some(files))?;
        map.serialize_entry("Reset", reset)?;
        map.serialize_entry("Disabled", disabled)?;
        map.serialize_entry("Strict", strict)?;
        map.serialize_entry("LogLevel", &log_level.map(LogLevel::name))?;
        map.end()
    }
}

/// A file of a policy; bake never prints what is in it.
#[derive(Serialize)]
struct File<'a> {
    #[serde(rename = "Filename")]
    name: &'a str,
    #[serde(rename = "Data")]
    data: Option<()>,
}

/// A policy as text that is read back to the same one.
pub fn policy_text(policy: &Policy) -> String {
    let files = policy.files.iter().skip(1).map(|file| ("filename", file.clone()));
    let pairs = policy.fields().into_iter().chain(files);
    let line = csv::line(pairs.map(|(name, text)| format!("{name}={text}")));
    // An empty text would be left out, and the policy with it.
    if line.is_empty() { "reset=false".to_owned() } else { line }
}

fn escaped(text: &str, escape: bool) -> Cow<'_, str> {
    // Most texts have neither sign. All bytes are looked at, many at a time.
    let sign = |byte| matches!(byte, b'$' | b'%');
    let signs = escape && text.bytes().fold(false, |found, byte| found | sign(byte));
    if signs && (text.contains("${") || text.contains("%{")) {
        text.replace("${", "$${").replace("%{", "%%{").into()
    } else {
        text.into()
    }
}
