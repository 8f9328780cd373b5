//! Mounts.

use super::{errors, tree};
use crate::dockerfile::ast::InstructionKind;
use crate::dockerfile::mount;

/// The mounts of `RUN FLAGS x`, their variables left alone; or what is wrong with them.
fn mounts(flags: &str) -> String {
    let text = format!("FROM a\nRUN {flags} x\n");
    let file = tree(&text);
    let Some(InstructionKind::Run(run)) = file.instructions.last().map(|run| &run.kind) else {
        panic!("the last one is a run")
    };
    let read = |flag| mount::read(flag, &mut |word| Ok(word.to_string()));
    let shown = run.mounts.iter().map(|flag| match read(flag) {
        Ok(mount) => shown(&mount),
        Err(error) => super::errors_of(&text, &[error]).concat(),
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn shown(mount: &mount::Mount) -> String {
    let mut out = mount.kind.word().to_owned();
    let values = [
        ("from", &mount.from),
        ("source", &mount.source),
        ("target", &mount.target),
        ("id", &mount.id),
        ("env", &mount.env),
        ("size", &mount.size),
    ];
    for (name, value) in values {
        out += &value.as_ref().map(|value| format!(" {name}={}", value.value)).unwrap_or_default();
    }
    for (name, value) in [("mode", mount.mode), ("uid", mount.uid), ("gid", mount.gid)] {
        out += &value.map(|value| format!(" {name}={value}")).unwrap_or_default();
    }
    out += &mount.sharing.map(|sharing| format!(" {}", sharing.word())).unwrap_or_default();
    out += if mount.is_readonly { " ro" } else { " rw" };
    out + if mount.is_required { " required" } else { "" }
}

#[test]
fn every_kind_is_read() {
    insta::assert_snapshot!(mounts("--mount=type=cache,target=/c,sharing=locked,uid=1,mode=0755 --mount=from=b,src=/s,dst=/d,rw --mount=type=Secret,id=i,env=E,required --mount=type=ssh --mount=type=tmpfs,destination=/t,size=1g --mount='\"target=/a,b\",ro=0'"), @r"
    cache target=/c mode=493 uid=1 locked rw
    bind from=b source=/s target=/d rw
    secret id=i env=E ro required
    ssh ro
    tmpfs target=/t size=1g rw
    bind target=/a,b rw
    ");
}

#[test]
fn fields_are_checked_when_the_stage_is_built() {
    for (flags, message) in [
        ("--mount=typo=bind", "typo"),
        ("--mount=type=cach", "cach"),
        ("--mount=type=bind,uid=1", "uid"),
        ("--mount=size=1,type=tmpfs", "size"),
        ("--mount=type=secret", "id"),
        ("--mount=type=ssh,source=/a", "source"),
        ("--mount=ro=perhaps", "perhaps"),
        ("--mount=type=cache,sharing=x", "share"),
    ] {
        assert!(mounts(flags).contains(message), "{}", mounts(flags));
    }
    insta::assert_snapshot!(mounts("--mount=type=cache,shraing=locked"), @r#""shraing": a mount has no `shraing`; did you mean `sharing`?"#);
}

#[test]
fn from_takes_no_variables() {
    insta::assert_snapshot!(errors("FROM a\nRUN --mount=from=$B,target=/x y"), @r#""$B": `from` takes no variables; give the image a name first: `FROM image AS name`"#);
}
