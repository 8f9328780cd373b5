//! Warnings for what bake drops in silence.

use crate::diag::{Code, Diagnostic, Diagnostics, similar};
use crate::syntax::ast::{Attribute, Block, Body, Expr, NativeBody, ObjectItem, Schema};
use crate::target::resources;

use super::schema;

/// Warns of attributes and blocks that a block of this kind does not know.
pub(super) fn attributes(rest: &Body, kind: &str, known: &Schema<'_>, diags: &mut Diagnostics) {
    for attribute in rest.just_attributes(&mut Vec::new()) {
        let name = &attribute.name;
        diags.push(
            Diagnostic::warning(
                format!("`{}` is not a {kind} attribute and has no effect", name.value),
                name.span,
            )
            .coded(Code::UnknownAttribute)
            .maybe_hint(meant(&name.value, known.attributes)),
        );
    }
    for block in native_blocks(rest) {
        diags.push(nested(block, kind, known));
    }
}

/// Warns of what bake overlooks in objects that it reads attribute by attribute.
pub(super) fn entries(attributes: &[Attribute], diags: &mut Diagnostics) {
    for attribute in attributes {
        let (kind, known): (&str, &[&str]) = match &*attribute.name.value {
            "resources" => ("`resources` has", &resources::NAMES),
            "secret" => ("a secret has", &["id", "src", "env"]),
            "ssh" => ("`ssh` has", &["id", "paths"]),
            _ => continue,
        };
        let objects = attribute.expr.as_list().unwrap_or(std::slice::from_ref(&attribute.expr));
        for item in objects.iter().filter_map(Expr::as_object).flatten() {
            diags.extend(entry(item, kind, known));
        }
    }
}

fn entry(item: &ObjectItem, kind: &str, known: &[&str]) -> Option<Diagnostic> {
    let name = item.name().filter(|name| !known.contains(&&**name))?;
    // Where a secret comes from is told by `src` and `env`; saying it once more does no harm.
    if &*name == "type" && known.contains(&"src") {
        return None;
    }
    let warning =
        Diagnostic::warning(format!("{kind} no `{name}`; it has no effect"), item.key.span)
            .coded(Code::UnknownAttribute);
    Some(warning.hint(similar::one_of(&name, known)))
}

/// The attribute that was meant. `provenance` and `sbom` are flags of buildx that look like one.
fn meant(name: &str, known: &[&str]) -> Option<String> {
    if known.contains(&"attest") && ["provenance", "sbom"].contains(&name) {
        return Some(format!("attestations go into a list: `attest = [\"type={name},…\"]`"));
    }
    similar::did_you_mean(name, known.iter().copied())
}

/// A block inside a block, which is often an attribute whose `=` was forgotten.
fn nested(block: &Block, kind: &str, known: &Schema<'_>) -> Diagnostic {
    let name = &*block.kind.value;
    let warning = Diagnostic::warning(
        format!("a {kind} has no `{name}` block; it has no effect"),
        block.head,
    )
    .coded(Code::UnknownBlock);
    if known.attributes.contains(&name) {
        return warning.hint(format!("`{name}` is an attribute: write `{name} = {{ … }}`"));
    }
    if file_blocks().any(|kind| kind == name) {
        return warning.hint(format!("a `{name}` block stands by itself, outside of the {kind}"));
    }
    let blocks = known.blocks.iter().map(|block| block.kind);
    let inside = known.attributes.iter().copied().chain(blocks);
    warning.maybe_hint(similar::did_you_mean(name, inside))
}

/// Warns of blocks at the top level of a file that bake does not know.
pub(super) fn blocks(rest: &Body, diags: &mut Diagnostics) {
    for block in native_blocks(rest) {
        let name = &block.kind;
        diags.push(
            Diagnostic::warning(
                format!("`{}` is not a block that bake knows; it has no effect", name.value),
                name.span,
            )
            .coded(Code::UnknownBlock)
            .maybe_hint(similar::did_you_mean(&name.value, file_blocks())),
        );
    }
}

/// The blocks at the top level of a file: bake's, then ours.
fn file_blocks() -> impl Iterator<Item = &'static str> {
    schema::FILE.blocks.iter().chain(schema::ADDED_BLOCKS.blocks).map(|block| block.kind)
}

/// The blocks of a body. JSON has none until a schema asks: what is left over there is attributes.
fn native_blocks(rest: &Body) -> &[Block] {
    match rest {
        Body::Native(NativeBody { blocks, .. }) => blocks,
        Body::Json(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{meant, nested};
    use crate::declare::schema;
    use crate::diag::Diagnostic;
    use crate::span::FileId;
    use crate::syntax::ast::{Body, Schema};
    use crate::syntax::parse_hcl;

    const TARGET: Schema<'static> = Schema { attributes: schema::TARGET, blocks: &[] };

    fn warning(inside: &str, kind: &str, known: &Schema<'_>) -> Diagnostic {
        let file = parse_hcl(FileId(0), inside, &mut Vec::new());
        let Body::Native(body) = &file.body else { panic!("HCL is native") };
        nested(&body.blocks[0], kind, known)
    }

    #[test]
    fn a_flag_of_buildx_leads_to_its_attribute() {
        let hint = meant("sbom", schema::TARGET).unwrap_or_default();
        assert_snapshot!(hint, @r#"attestations go into a list: `attest = ["type=sbom,…"]`"#);
        assert_eq!(meant("sbom", schema::GROUP), None);
    }

    #[test]
    fn a_block_in_a_target_is_an_attribute_or_belongs_outside() {
        let hints = |inside| warning(inside, "target", &TARGET).hints.join("; ");
        assert_snapshot!(hints("args {}"), @"`args` is an attribute: write `args = { … }`");
        assert_snapshot!(hints("variable \"V\" {}"), @"a `variable` block stands by itself, outside of the target");
        assert_snapshot!(hints("lables {}"), @"did you mean `labels`?");
        let hints = |inside| warning(inside, "variable", &schema::VARIABLE).hints.join("; ");
        assert_snapshot!(hints("validaton {}"), @"did you mean `validation`?");
    }
}
