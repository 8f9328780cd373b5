//! Text to lock.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::{Lock, Locked, LockedImage, NAME, VERSION};
use crate::diag::{At, Diagnostic, Diagnostics, Problem, Stopped, similar};
use crate::dockerfile::platform::Platform;
use crate::source::{Host, Sources};
use crate::span::{FileId, Span};
use crate::syntax;
use crate::syntax::ast::{Body, JsonKind, JsonProperty, JsonValue, Name};
use crate::target::reference::{Reference, check_digest};
use crate::text::Text;

/// Reads a lock file, if it is there.
pub(super) fn read(
    host: &dyn Host,
    path: &Path,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Lock, Stopped> {
    let bytes = match host.read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Lock::default()),
        Err(error) => {
            let message = format!("cannot read `{NAME}`: {error}");
            return Err(diags.stop(Diagnostic::placeless(message)));
        }
    };
    let text: Text = String::from_utf8_lossy(&bytes).into();
    let file = sources.add(NAME, text.clone());
    let mut found = Vec::new();
    let lock = parse(file, &text, &mut found);
    if found.is_empty() {
        return Ok(lock);
    }
    diags.extend(found);
    diags.checked(lock)
}

/// Reads the text of a lock file. What is wrong is found all at once.
fn parse(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Lock {
    let mut wrong = Vec::new();
    let tree = syntax::parse_json(file, text, &mut wrong);
    if !wrong.is_empty() {
        found.extend(wrong.into_iter().map(|it| it.hint(MAKE_ANEW)));
        return Lock::default();
    }
    let Body::Json(body) = tree.body else { return Lock::default() };
    let span = body.span;
    if !body.is_object {
        found.push(Diagnostic::error("a lock file is an object", span).hint(MAKE_ANEW));
        return Lock::default();
    }
    let mut reader = Reader { found };
    reader.lock(body.properties, span)
}

/// What to do about a lock file that is broken.
const MAKE_ANEW: &str = "if it cannot be mended, delete it and write `bakewell lock`";

struct Reader<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn lock(&mut self, properties: Vec<JsonProperty>, span: Span) -> Lock {
        let mut lock = Lock::default();
        let version = properties.iter().find(|it| &*it.name.value == "version");
        if !self.is_of_this_version(version.map(|it| &it.value), span) {
            return lock;
        }
        let mut fields = self.fields(properties, &["version", "images"]);
        for (name, value) in self.entries(fields.remove("images"), "images", span) {
            self.check(&name, image_name(&name.value));
            let locked = self.locked(value);
            lock.images.extend(locked.map(|locked| (name.value.clone(), locked)));
        }
        lock
    }

    /// Whether the file is to be understood at all.
    fn is_of_this_version(&mut self, version: Option<&JsonValue>, span: Span) -> bool {
        let Some(version) = version else {
            let error = Diagnostic::error("a lock file says its `version`", span);
            self.found.push(error.hint(MAKE_ANEW));
            return false;
        };
        if matches!(&version.kind, JsonKind::Number(number) if number.to_string() == "1") {
            return true;
        }
        let message = format!("this version of the lock file is not known, only {VERSION} is");
        let error = Diagnostic::error(message, version.span);
        self.found.push(error.hint("use the bakewell that wrote it, or a newer one"));
        false
    }

    fn locked(&mut self, value: JsonValue) -> Option<Locked> {
        let span = value.span;
        let mut fields = self.object(value, &["digest", "platforms"])?;
        let digest = self.digest(fields.remove("digest"), span);
        let mut platforms = BTreeMap::new();
        for (name, value) in self.entries(fields.remove("platforms"), "platforms", span) {
            self.check(&name, platform_name(&name.value));
            let image = self.image(value);
            platforms.extend(image.map(|image| (name.value, image)));
        }
        Some(Locked { digest, platforms })
    }

    fn image(&mut self, value: JsonValue) -> Option<LockedImage> {
        let span = value.span;
        let mut fields = self.object(value, &["digest", "triggers"])?;
        let digest = self.digest(fields.remove("digest"), span);
        let triggers = fields.remove("triggers").map_or_else(Vec::new, |it| self.texts(it));
        Some(LockedImage { digest, triggers })
    }

    fn digest(&mut self, value: Option<JsonValue>, owner: Span) -> Text {
        let Some(value) = self.needed(value, "digest", owner) else { return Text::default() };
        let span = value.span;
        let Some(text) = self.text(value) else { return Text::default() };
        self.found.extend(check_digest(&text).at(span).err());
        text
    }

    fn texts(&mut self, value: JsonValue) -> Vec<Text> {
        let JsonKind::Array(items) = value.kind else {
            self.found.push(Diagnostic::error("expected an array of strings", value.span));
            return Vec::new();
        };
        items.into_iter().filter_map(|it| self.text(it)).collect()
    }

    fn text(&mut self, value: JsonValue) -> Option<Text> {
        if let JsonKind::String(text) = value.kind {
            return Some(text);
        }
        self.found.push(Diagnostic::error("expected a string", value.span));
        None
    }

    /// The entries of an object whose names are free, each name once.
    fn entries(
        &mut self,
        value: Option<JsonValue>,
        field: &str,
        owner: Span,
    ) -> Vec<(Name, JsonValue)> {
        let Some(value) = self.needed(value, field, owner) else { return Vec::new() };
        let properties = self.properties(value).unwrap_or_default();
        self.once(properties).into_iter().map(|it| (it.name, it.value)).collect()
    }

    fn needed(&mut self, value: Option<JsonValue>, field: &str, owner: Span) -> Option<JsonValue> {
        if value.is_none() {
            let message = format!("`{field}` is missing here");
            self.found.push(Diagnostic::error(message, owner).hint(MAKE_ANEW));
        }
        value
    }

    fn object(&mut self, value: JsonValue, known: &[&str]) -> Option<BTreeMap<Text, JsonValue>> {
        let properties = self.properties(value)?;
        Some(self.fields(properties, known))
    }

    fn properties(&mut self, value: JsonValue) -> Option<Vec<JsonProperty>> {
        if let JsonKind::Object(properties) = value.kind {
            return Some(properties);
        }
        self.found.push(Diagnostic::error("expected an object", value.span));
        None
    }

    /// The properties of an object whose names are known.
    fn fields(
        &mut self,
        properties: Vec<JsonProperty>,
        known: &[&str],
    ) -> BTreeMap<Text, JsonValue> {
        let mut fields = BTreeMap::new();
        for JsonProperty { name, value } in self.once(properties) {
            self.check(&name, known_field(&name.value, known));
            fields.insert(name.value, value);
        }
        fields
    }

    fn once(&mut self, properties: Vec<JsonProperty>) -> Vec<JsonProperty> {
        let mut seen: BTreeMap<Text, Span> = BTreeMap::new();
        for JsonProperty { name, .. } in &properties {
            if let Some(first) = seen.insert(name.value.clone(), name.span) {
                let message = format!("`{}` stands here twice", name.value);
                let error = Diagnostic::error(message, name.span).also(first, "for the first time");
                self.found.push(error.hint("take one of them out"));
            }
        }
        properties
    }

    fn check(&mut self, name: &Name, checked: Result<(), Problem>) {
        self.found.extend(checked.at(name.span).err());
    }
}

fn known_field(name: &str, known: &[&str]) -> Result<(), Problem> {
    if known.contains(&name) {
        return Ok(());
    }
    let problem = Problem::new(format!("a lock file has no `{name}` here"));
    Err(problem.hint(similar::one_of(name, known)))
}

/// Checks that a platform is in its normal form.
fn platform_name(name: &str) -> Result<(), Problem> {
    let normal = Platform::parse(name, &Platform::of_host("linux/amd64"))?.to_string();
    if normal == name {
        return Ok(());
    }
    let problem = Problem::new(format!("the platform `{name}` is not written in full"));
    Err(problem.hint(format!("write `{normal}`")))
}

/// Checks that a name is in its normal form, or it would never be found.
fn image_name(name: &str) -> Result<(), Problem> {
    let normal = Reference::parse(name)?.with_default_tag().to_string();
    if normal == name {
        return Ok(());
    }
    Err(Problem::new(format!("`{name}` is not written in full")).hint(format!("write `{normal}`")))
}

#[cfg(test)]
mod tests;
