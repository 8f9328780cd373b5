//! What counts of one instruction.
//!
//! Words count with their variables filled in, so that neither quotes nor the ways to write a
//! variable do. The text of a `RUN` is for the shell and counts as it is; the variables it sees are
//! those of the `ARG`s and `ENV`s before it, which count themselves. What files are taken counts
//! apart; where they come from counts by what is there, not by its name.

use crate::digest::{Digest, Record};
use crate::dockerfile::ast::{
    Add, Arg, Check, Command, Copy, Device, Files, Healthcheck, Heredoc, Instruction,
    InstructionKind, MountFlag, Network, Pairs, Run, Security, Source, SourceHeredoc,
};
use crate::dockerfile::build::{Origin, Stage};
use crate::dockerfile::mount::{Mount, MountKind, Sharing, Value};
use crate::path;

use super::ignore::Ignored;
use super::written::{Done, Written};

/// Whether an instruction alters only what is said of an image, and nothing in it nor in what is
/// run later.
pub(super) fn is_about_image(kind: &InstructionKind) -> bool {
    match kind {
        InstructionKind::Label(_)
        | InstructionKind::Cmd(_)
        | InstructionKind::Entrypoint(_)
        | InstructionKind::Expose(_)
        | InstructionKind::Volume(_)
        | InstructionKind::Stopsignal(_)
        | InstructionKind::Healthcheck(_)
        | InstructionKind::Onbuild(_)
        | InstructionKind::Maintainer(_) => true,
        InstructionKind::From(_)
        | InstructionKind::Run(_)
        | InstructionKind::Copy(_)
        | InstructionKind::Add(_)
        | InstructionKind::Arg(_)
        | InstructionKind::Env(_)
        | InstructionKind::Workdir(_)
        | InstructionKind::User(_)
        | InstructionKind::Shell(_) => false,
    }
}

/// What counts of an instruction of a stage.
pub(super) fn count(instruction: &Instruction, stage: &Stage, ignored: &Ignored<'_>) -> Done {
    let keyword = instruction.keyword.to_ascii_uppercase();
    let written = Written::new(&keyword, stage);
    match &instruction.kind {
        InstructionKind::From(_) => written,
        InstructionKind::Run(it) => run(written, it, &instruction.heredocs),
        InstructionKind::Copy(it) => documents(copy(written, it), &it.files, instruction, stage),
        InstructionKind::Add(it) => documents(add(written, it), &it.files, instruction, stage),
        InstructionKind::Arg(args) => args.iter().fold(written, |it, arg| declared(it, arg, stage)),
        InstructionKind::Env(Pairs { pairs, .. }) => {
            pairs.iter().fold(written, |it, pair| it.pair(&pair.name, &pair.value))
        }
        InstructionKind::Label(it) => labels(written, it, ignored),
        InstructionKind::Workdir(word) => written.word("path", word),
        InstructionKind::User(word) => written.word("user", word),
        InstructionKind::Stopsignal(word) => written.word("signal", word),
        InstructionKind::Shell(words) => written.list("exec", words.iter().map(|it| &*it.value)),
        InstructionKind::Cmd(command) | InstructionKind::Entrypoint(command) => {
            written.command(command)
        }
        // BuildKit splits what variables say into several ports, unless it is in quotes.
        InstructionKind::Expose(ports) => ports.iter().fold(written, |it, port| {
            it.counted("port as written", &port.value).word("port", port)
        }),
        InstructionKind::Volume(it) => {
            it.paths.iter().fold(written, |it, path| it.word("path", path))
        }
        InstructionKind::Healthcheck(it) => healthcheck(written, it),
        InstructionKind::Onbuild(it) => {
            heredocs(written.raw("trigger", &it.text.value), &instruction.heredocs)
        }
        InstructionKind::Maintainer(text) => written.raw("name", &text.value),
    }
    .done()
}

fn declared<'a>(written: Written<'a>, arg: &Arg, stage: &Stage) -> Written<'a> {
    let Some(found) = stage.args.iter().find(|it| it.span == arg.span) else {
        return written.raw("name", &arg.name.value);
    };
    let written = written.arg(found);
    match &arg.default {
        Some(default) if found.uncertain => written.counted("default", &default.value),
        _ => written,
    }
}

fn labels<'a>(
    written: Written<'a>,
    Pairs { pairs, .. }: &Pairs,
    ignored: &Ignored<'_>,
) -> Written<'a> {
    pairs.iter().fold(written, |it, pair| {
        let (name, _) = it.filled(&pair.name);
        if ignored.label(&name) { it } else { it.pair(&pair.name, &pair.value) }
    })
}

fn healthcheck<'a>(written: Written<'a>, check: &Healthcheck) -> Written<'a> {
    let Healthcheck::Cmd(check) = check else { return written.raw("check", "NONE") };
    let Check { interval, timeout, start_period, start_interval, retries, command } = &**check;
    // Nothing of it is as good as not saying it.
    let times = [
        ("interval", interval),
        ("timeout", timeout),
        ("start-period", start_period),
        ("start-interval", start_interval),
    ];
    let written = times.into_iter().fold(written, |it, (name, time)| {
        let time = time.map(|time| time.as_nanos()).filter(|time| *time > 0);
        it.flag(name, time.map(|time| format!("{time}ns")).as_deref())
    });
    let retries = retries.filter(|retries| *retries > 0);
    written.flag("retries", retries.map(|it| it.to_string()).as_deref()).command(command)
}

fn copy<'a>(written: Written<'a>, it: &Copy) -> Written<'a> {
    let Copy { from: _, chown, chmod, link, parents, excludes, files } = it;
    let written = written
        .word_flag("chown", chown.as_ref())
        .word_flag("chmod", chmod.as_ref())
        .truth("link", link.then_some(true))
        .truth("parents", parents.then_some(true));
    let written = excludes.iter().fold(written, |it, text| it.flag("exclude", Some(&text.value)));
    taken(written, files)
}

fn add<'a>(written: Written<'a>, it: &Add) -> Written<'a> {
    let Add { chown, chmod, checksum, link, keep_git_dir, unpack, excludes, files } = it;
    // What is said of an address counts with what is there.
    let written = written
        .word_flag("chown", chown.as_ref())
        .word_flag("chmod", chmod.as_ref())
        .shown_flag("checksum", checksum.as_ref())
        .truth("link", link.then_some(true))
        .shown_truth("keep-git-dir", keep_git_dir.filter(|keeps| *keeps))
        .truth("unpack", *unpack);
    let written = excludes.iter().fold(written, |it, text| it.flag("exclude", Some(&text.value)));
    taken(written, files)
}

/// Sources and destination. The text of a heredoc is what its selection says.
fn taken<'a>(written: Written<'a>, files: &Files) -> Written<'a> {
    let Files { sources, destination, is_exec: _ } = files;
    let written = sources.iter().fold(written, |it, source| match source {
        Source::Path(word) => it.word("source", word),
        Source::Heredoc(heredoc) => it.counted("heredoc", &heredoc.name).shown(&heredoc.word.value),
    });
    written.word("destination", destination)
}

/// The texts that are copied, as they are written, where their variables depend on the base image.
fn documents<'a>(
    written: Written<'a>,
    files: &Files,
    instruction: &Instruction,
    stage: &Stage,
) -> Written<'a> {
    let is_uncertain = |it: &&SourceHeredoc| {
        let mut here = stage.selections.iter().filter(|taken| taken.span == it.word.span);
        here.any(|taken| taken.uncertain && matches!(taken.origin, Origin::Heredoc(_)))
    };
    let sources = files.sources.iter().filter_map(|source| match source {
        Source::Heredoc(heredoc) => Some(heredoc),
        Source::Path(_) => None,
    });
    let uncertain = sources.filter(is_uncertain).filter_map(|it| it.heredoc);
    let uncertain = uncertain.filter_map(|number| instruction.heredocs.get(number));
    uncertain.fold(written, |it, document| heredocs(it, std::slice::from_ref(document)))
}

fn run<'a>(written: Written<'a>, it: &Run, documents: &[Heredoc]) -> Written<'a> {
    let Run { mounts, network, security, devices, command } = it;
    let written = mounts.iter().fold(written, |it, flag| mounted(it, flag));
    // What is the default anyway may be said or not.
    let network = network.as_ref().map(|it| it.value).filter(|it| *it != Network::Default);
    let security = security.as_ref().map(|it| it.value).filter(|it| *it != Security::Sandbox);
    let written = written
        .flag("network", network.map(Network::word))
        .flag("security", security.map(Security::word));
    let written = devices.iter().fold(written, |it, device| {
        let Device { name, required, span: _ } = device;
        let name = name.as_ref().map_or("", |name| &*name.value);
        it.flag("device", Some(name)).truth("required", required.then_some(true))
    });
    match (command, documents) {
        (Command::Shell(text), [document]) if is_document(&text.value) => {
            script(written.shown(&text.value), document)
        }
        _ => heredocs(written.command(command), documents),
    }
}

/// Whether a command is nothing but the beginning of a heredoc. Where that is hard to tell it is
/// not: then more of it counts.
fn is_document(command: &str) -> bool {
    let unnumbered = command.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = unnumbered.strip_prefix("<<");
    name.is_some_and(|name| !name.contains(|c: char| c == '<' || c.is_whitespace()))
}

/// A heredoc that is a command by itself: BuildKit hands its text to the shell, or makes a file of
/// it that has its name if it begins like a script (`dispatchRun` of dockerfile2llb). Older versions
/// look for that before they drop tabs, newer ones after it: where that is not the same, both count.
fn script<'a>(written: Written<'a>, document: &Heredoc) -> Written<'a> {
    let Heredoc { name, chomps, content, .. } = document;
    let lines = content.value.split_inclusive('\n');
    let text: String = if *chomps {
        lines.map(|line| line.trim_start_matches('\t')).collect()
    } else {
        lines.collect()
    };
    let written = written.counted("script", &text);
    if !text.starts_with("#!") {
        return written;
    }
    let written = written.counted("name", name);
    if content.value.starts_with("#!") { written } else { written.counted("begins", "tab") }
}

fn heredocs<'a>(written: Written<'a>, documents: &[Heredoc]) -> Written<'a> {
    documents.iter().fold(written, |it, document| {
        let Heredoc { name, descriptor: _, expands: _, chomps, content, end: _ } = document;
        it.counted("heredoc", name)
            .counted("tabs", if *chomps { "dropped" } else { "kept" })
            .counted("content", &content.value)
    })
}

fn mounted<'a>(written: Written<'a>, flag: &MountFlag) -> Written<'a> {
    let fields = flag.fields.iter().map(|field| {
        let value = field.value.as_ref().map(|value| format!("={}", &*value.value));
        format!("{}{}", &*field.key.value, value.unwrap_or_default())
    });
    let shown = format!("--mount={}", fields.clone().collect::<Vec<_>>().join(","));
    let written = written.shown(&shown);
    match written.mount(flag) {
        Some((mount, true)) => {
            let digest = mount_digest(&mount.in_full());
            written.digest("mount", &digest)
        }
        _ => fields.fold(written, |it, field| it.counted("mount as written", &field)),
    }
}

/// What counts of a mount: not the name of what it is from, nor what its type has no use for.
fn mount_digest(mount: &Mount) -> Digest {
    let Mount {
        kind,
        from: _,
        source,
        target,
        is_readonly,
        id,
        sharing: _,
        is_required,
        env,
        size,
        mode,
        uid,
        gid,
        span: _,
    } = mount;
    let text = |value: &Option<Value>| value.as_ref().map(|value| value.value.clone());
    let is_named = matches!(kind, MountKind::Secret | MountKind::Ssh);
    let mut record = Record::new("mount")
        .text("type", kind.word())
        .maybe("source", text(source).as_deref())
        .maybe("target", text(target).as_deref())
        .maybe("id", text(id).filter(|_| is_named).as_deref())
        .maybe("env", text(env).filter(|_| *kind == MountKind::Secret).as_deref())
        .maybe("size", text(size).as_deref())
        .number("readonly", u64::from(*is_readonly))
        .number("required", u64::from(*is_required));
    if *kind == MountKind::Cache {
        record = cached(record, mount);
    }
    let numbers = [("mode", *mode), ("uid", *uid), ("gid", *gid)];
    let given = numbers.into_iter().filter_map(|(name, number)| Some((name, number?)));
    given.fold(record, |record, (name, number)| record.number(name, number.into())).done()
}

/// Which cache is mounted does not count, unless it is the one for its target, shared by all
/// (BuildKit's `checkShouldClearCacheOpts`). Where a target is in a folder that the image names, it
/// may be that one.
fn cached(record: Record, mount: &Mount) -> Record {
    let text = |value: &Option<Value>| value.as_ref().map(|value| value.value.to_string());
    let target = text(&mount.target).unwrap_or_default();
    let usual = path::clean(&target);
    let id = text(&mount.id).unwrap_or_else(|| usual.clone());
    let is_shared = matches!(mount.sharing, None | Some(Sharing::Shared));
    if !path::is_absolute(&target) {
        return record.text("cache", &id).number("shared", u64::from(is_shared));
    }
    let is_default = is_shared && (id == target || format!("/{id}") == target);
    let unusual = Some(&*id).filter(|id| is_default && *id != usual);
    record.number("default cache", u64::from(is_default)).maybe("cache", unusual)
}
