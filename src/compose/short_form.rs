//! The short forms of ports and volumes. A plan has no use for them, but a wrong one is an error.

use std::net::IpAddr;

use crate::diag::Problem;

/// The place in the container that `[SOURCE:]TARGET[:OPTIONS]` mounts to.
///
/// # Errors
/// For an empty part, and for more than three.
pub(super) fn volume_target(spec: &str) -> Result<String, Problem> {
    if spec.is_empty() {
        return Err(Problem::new("a volume cannot be empty"));
    }
    if spec.len() < 3 {
        return Ok(spec.to_owned());
    }
    let parts = volume_parts(spec);
    if parts.iter().any(String::is_empty) {
        return Err(Problem::new(format!("the volume `{spec}` has an empty part")));
    }
    match parts.as_slice() {
        [target] | [_, target] | [_, target, _] => Ok(target.clone()),
        _ => Err(Problem::new(format!("the volume `{spec}` has too many colons"))),
    }
}

/// The parts between colons, but for colons in `${…}` and after a drive letter.
fn volume_parts(spec: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut open = 0_usize;
    let mut chars = spec.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '$' if chars.peek() == Some(&'{') => open += 1,
            '}' if open > 0 => open -= 1,
            ':' if open == 0 && !is_drive(&part) => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
}

fn is_drive(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Checks `[[IP:]HOST-PORT[-RANGE]:]PORT[-RANGE][/PROTOCOL]`.
///
/// # Errors
/// For what is no port.
pub(super) fn check_port(spec: &str) -> Result<(), Problem> {
    let wrong = |why: &str| Problem::new(format!("the port `{spec}` {why}"));
    let (before, container) = spec.rsplit_once(':').map_or((None, spec), |(b, c)| (Some(b), c));
    let (ip, host) = match before.map(|before| before.rsplit_once(':').unwrap_or(("", before))) {
        Some((ip, host)) => (ip, host),
        None => ("", ""),
    };
    let (port, protocol) = container.split_once('/').unwrap_or((container, ""));
    if !matches!(protocol.to_lowercase().as_str(), "" | "tcp" | "udp" | "sctp") {
        return Err(wrong("has an unknown protocol"));
    }
    let bare = ip.strip_prefix('[').and_then(|ip| ip.strip_suffix(']')).unwrap_or(ip);
    if !ip.is_empty() && bare.parse::<IpAddr>().is_err() {
        return Err(wrong("has an invalid address"));
    }
    let (first, last) = range(port).ok_or_else(|| wrong("is not a port or a range of ports"))?;
    if first == 0 {
        return Err(wrong("does not say which one it is"));
    }
    if host.is_empty() {
        return Ok(());
    }
    let (host_first, host_last) = range(host).ok_or_else(|| wrong("has an invalid host port"))?;
    if first != last && last - first != host_last - host_first {
        return Err(wrong("has ranges of different lengths"));
    }
    Ok(())
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}
