//! Attestations: what is to be said of how an image was made.

use std::collections::BTreeMap;

use crate::diag::Problem;
use crate::target::csv;
use crate::text::Text;

/// An attestation to make, or not to make.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Attest {
    /// What it says, such as `provenance` or `sbom`; empty only where an object does not say.
    pub kind: Text,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Everything else.
    pub attrs: BTreeMap<Text, Text>,
}

impl Attest {
    /// The attestation that an object stands for. Unlike in text, the names are taken as they
    /// are written and `type` may be missing.
    ///
    /// # Errors
    /// Where `disabled` is no truth value.
    pub fn from_fields(fields: &BTreeMap<Text, Text>) -> Result<Self, Problem> {
        let mut attest = Self::default();
        for (name, value) in fields {
            match name.as_ref() {
                "type" => attest.kind = value.clone(),
                "disabled" => attest.disabled = csv::truth(value)?,
                _ => {
                    attest.attrs.insert(name.clone(), value.clone());
                }
            }
        }
        Ok(attest)
    }

    /// All of it as texts by name.
    pub fn fields(&self) -> BTreeMap<Text, Text> {
        let Self { kind, disabled, attrs } = self;
        let mut fields = attrs.clone();
        fields.insert("type".into(), kind.clone());
        if *disabled {
            fields.insert("disabled".into(), "true".into());
        }
        fields
    }
}

/// The attestation that a text such as `type=sbom,generator=x` stands for.
///
/// # Errors
/// Where the text is not made of pairs or has no `type`.
pub fn parse(text: &str) -> Result<Attest, Problem> {
    let mut attest = Attest::default();
    for (name, value) in csv::pairs(text)? {
        match name.to_lowercase().trim() {
            "type" => attest.kind = value.into(),
            "disabled" => attest.disabled = csv::truth(&value)?,
            // Only the known names are read without regard to case.
            _ => {
                attest.attrs.insert(name.into(), value.into());
            }
        }
    }
    if attest.kind.is_empty() {
        return Err(Problem::new(format!("`{text}` does not say its `type`"))
            .hint("add `type=provenance` or `type=sbom`"));
    }
    Ok(attest)
}
