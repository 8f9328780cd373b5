//! Where a build cache is read from or written to.

use std::collections::BTreeMap;

use crate::case;
use crate::diag::Problem;
use crate::target::csv;
use crate::text::Text;

/// One place of a build cache.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Cache {
    /// The kind of place, such as `registry`; never empty.
    pub kind: Text,
    /// Everything else.
    pub attrs: BTreeMap<Text, Text>,
}

impl Cache {
    /// The place that an object stands for.
    ///
    /// # Errors
    /// Where it has no `type`.
    pub fn from_fields(fields: &BTreeMap<Text, Text>) -> Result<Self, Problem> {
        let mut attrs = fields.clone();
        let kind = attrs.remove("type").unwrap_or_default();
        if kind.is_empty() { Err(no_type("this object")) } else { Ok(Self { kind, attrs }) }
    }

    /// All of it as texts by name.
    pub fn fields(&self) -> BTreeMap<Text, Text> {
        let Self { kind, attrs } = self;
        let mut fields = attrs.clone();
        fields.insert("type".into(), kind.clone());
        fields
    }
}

/// The places that a text stands for: one written in pairs (`type=gha,scope=x`), or images by
/// name, several of them joined by commas. Nothing for an empty text.
///
/// # Errors
/// Where pairs and names are mixed, or pairs have no `type`.
pub fn parse(text: &str) -> Result<Vec<Cache>, Problem> {
    if text.is_empty() {
        Ok(Vec::new())
    } else if text.contains('=') {
        Ok(vec![parse_one(text)?])
    } else {
        // Each field is read as a text of its own, quotes and commas in it included.
        csv::fields(text)?.iter().map(|field| parse_one(field)).collect()
    }
}

fn parse_one(text: &str) -> Result<Cache, Problem> {
    let fields = csv::fields(text)?;
    if let [image] = fields.as_slice()
        && !image.contains('=')
    {
        let attrs = BTreeMap::from([("ref".into(), image.as_str().into())]);
        return Ok(Cache { kind: "registry".into(), attrs });
    }
    let mut cache = Cache::default();
    for field in &fields {
        let (name, value) = csv::pair(field)?;
        match case::lower_all(&name) {
            name if name == "type" => cache.kind = value.into(),
            name => {
                cache.attrs.insert(name.into(), value.into());
            }
        }
    }
    if cache.kind.is_empty() { Err(no_type(&format!("`{text}`"))) } else { Ok(cache) }
}

fn no_type(what: &str) -> Problem {
    Problem::new(format!("{what} does not say its `type`"))
        .hint("add a type such as `type=registry`, `type=local` or `type=gha`")
}
