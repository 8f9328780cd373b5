//! Where the result of a build goes.

use std::collections::BTreeMap;

use crate::case;
use crate::diag::Problem;
use crate::target::csv;
use crate::text::Text;

/// One output.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Output {
    /// The exporter, such as `image` or `local`; never empty.
    pub kind: Text,
    /// The file or directory it writes to, `-` for standard output; may be empty.
    pub dest: Text,
    /// Everything else.
    pub attrs: BTreeMap<Text, Text>,
}

impl Output {
    /// The output of a kind, with nothing else said.
    pub fn of_kind(kind: &str) -> Self {
        Self { kind: kind.into(), ..Self::default() }
    }

    /// The output that an object stands for.
    ///
    /// # Errors
    /// Where it has no `type`.
    pub fn from_fields(fields: &BTreeMap<Text, Text>) -> Result<Self, Problem> {
        let mut attrs = fields.clone();
        let kind = attrs.remove("type").unwrap_or_default();
        let dest = attrs.remove("dest").unwrap_or_default();
        Self { kind, dest, attrs }.checked("this object")
    }

    /// All of it as texts by name, `dest` included even where it is empty.
    pub fn fields(&self) -> BTreeMap<Text, Text> {
        let Self { kind, dest, attrs } = self;
        let mut fields = attrs.clone();
        fields.insert("type".into(), kind.clone());
        fields.insert("dest".into(), dest.clone());
        fields
    }

    fn checked(self, what: &str) -> Result<Self, Problem> {
        if self.kind.is_empty() {
            return Err(Problem::new(format!("{what} does not say its `type`"))
                .hint("add a type such as `type=image`, `type=docker` or `type=local`"));
        }
        Ok(self)
    }
}

/// The output that a text stands for: pairs such as `type=local,dest=out`, a directory, or `-`
/// for a tar archive on standard output.
///
/// `dest=out` alone is a directory of that name: only text that starts with `type=` or has a
/// comma is taken for pairs.
///
/// # Errors
/// Where pairs are expected and something else is found, or they have no `type`.
pub fn parse(text: &str) -> Result<Output, Problem> {
    let fields = csv::fields(text)?;
    if let [only] = fields.as_slice()
        && only == text
        && !text.starts_with("type=")
    {
        let kind = if text == "-" { "tar" } else { "local" };
        return Ok(Output { dest: text.into(), ..Output::of_kind(kind) });
    }
    let mut output = Output::default();
    for field in &fields {
        let (name, value) = csv::pair(field)?;
        match case::lower_all(&name).trim() {
            "type" => output.kind = value.into(),
            "dest" => output.dest = value.into(),
            name => {
                output.attrs.insert(name.into(), value.into());
            }
        }
    }
    output.checked(&format!("`{text}`"))
}
