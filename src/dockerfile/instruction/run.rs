//! `RUN`.

use crate::diag::similar::Layer;
use crate::diag::{At, Diagnostic, Meant};
use crate::span::Spanned;
use crate::target::csv;

use super::super::ast::{Device, Network, Run, Security, Text};
use super::super::csv::fields;
use super::super::fault::Faults;
use super::super::flags::Takes;
use super::super::mount;
use super::{Parts, command};

const FLAGS: [(&str, Takes); 4] = [
    ("mount", Takes::Values),
    ("network", Takes::Value),
    ("security", Takes::Value),
    ("device", Takes::Values),
];

/// `[FLAGS] COMMAND`
pub(super) fn read(parts: &Parts<'_>) -> Result<Run, Faults> {
    let command = command(parts.rest)?;
    let flags = parts.check_flags(&FLAGS)?;
    let mut faults = Faults::default();
    let mut noted = |error: Diagnostic| faults.push(error);
    let mounts = flags.values("mount").map(mount::flag);
    let mounts = mounts.filter_map(|mount| mount.map_err(&mut noted).ok()).collect();
    let devices = flags.values("device").map(device);
    let devices = devices.filter_map(|device| device.map_err(&mut noted).ok()).collect();
    let network = flags.value("network").as_ref().map(network).transpose();
    let network = network.map_err(&mut noted).ok().flatten();
    let security = flags.value("security").as_ref().map(security).transpose();
    let security = security.map_err(&mut noted).ok().flatten();
    faults.or(Run { mounts, network, security, devices, command })
}

impl Network {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::None => "none",
            Self::Host => "host",
        }
    }
}

impl Security {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Insecure => "insecure",
        }
    }
}

fn network(value: &Text) -> Result<Spanned<Network>, Diagnostic> {
    let all = [Network::Default, Network::None, Network::Host];
    match all.into_iter().find(|network| network.word() == &*value.value) {
        Some(network) => Ok(Spanned::new(network, value.span)),
        None => Err(unknown("network", value, &all.map(Network::word))),
    }
}

fn security(value: &Text) -> Result<Spanned<Security>, Diagnostic> {
    let all = [Security::Sandbox, Security::Insecure];
    match all.into_iter().find(|security| security.word() == &*value.value) {
        Some(security) => Ok(Spanned::new(security, value.span)),
        None => Err(unknown("security", value, &all.map(Security::word))),
    }
}

fn unknown(flag: &str, value: &Text, known: &[&str]) -> Diagnostic {
    let names: Layer = known.iter().map(|&name| name.into()).collect();
    let choice = crate::diag::words::choice(known);
    Diagnostic::error(format!("`--{flag}` is {choice}, not `{}`", value.value), value.span)
        .meant(Meant::new(&*value.value, vec![names]))
}

/// `NAME[,required]` or `name=NAME[,required=true]`
fn device(value: &Text) -> Result<Device, Diagnostic> {
    let mut device = Device { name: None, required: false, span: value.span };
    for field in fields(value)? {
        let pair = field.piece().split_once('=').map(|(key, value)| (key.as_str(), value));
        match pair.map(|(key, value)| (key.to_ascii_lowercase(), value)) {
            None if field.eq_ignore_ascii_case("required") => device.required = true,
            Some((key, value)) if key == "required" => {
                device.required = csv::truth(value.as_str()).at(value.span())?;
            }
            Some((key, value)) if key == "name" => name(&mut device, value.to_text())?,
            _ => name(&mut device, field)?,
        }
    }
    Ok(device)
}

fn name(device: &mut Device, name: Text) -> Result<(), Diagnostic> {
    if let Some(first) = device.name.as_ref().filter(|name| !name.is_empty()) {
        let error = Diagnostic::error("a device has one name", name.span);
        return Err(error.also(first.span, "the first one"));
    }
    device.name = Some(name);
    Ok(())
}
