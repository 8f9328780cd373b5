//! Variables in all texts of a file, and the types that compose wants for some of them.

use super::keys::Keys;
use super::template::{self, Lookup};
use super::yaml::{Node, Yaml, parse_int};
use crate::diag::{At, Diagnostic, Problem};
use crate::float;

/// Fills in the variables of every text below a node (never of keys), and converts the texts
/// that stand where compose wants a number or a boolean.
///
/// # Errors
/// All texts that are not valid, or that cannot be converted.
pub(super) fn interpolate(root: &mut Node, lookup: Lookup<'_>) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    walk(root, Keys::TOP, lookup, &mut errors);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn walk(node: &mut Node, keys: Keys<'_>, lookup: Lookup<'_>, errors: &mut Vec<Diagnostic>) {
    match &mut node.value {
        Yaml::Map(map) => {
            for (key, inner) in map {
                walk(inner, keys.then(key), lookup, errors);
            }
        }
        Yaml::List(list) => {
            for item in list {
                walk(item, keys.item(), lookup, errors);
            }
        }
        Yaml::Text(text) => {
            let filled = template::substitute(text, lookup).and_then(|text| cast(text, &keys));
            match filled.at(node.span) {
                Ok(value) => node.value = value,
                Err(error) => errors.push(error),
            }
        }
        _ => {}
    }
}

const INTEGERS: &[&str] = &[
    "services.*.cpu_count",
    "services.*.cpu_period",
    "services.*.cpu_quota",
    "services.*.cpu_rt_period",
    "services.*.cpu_rt_runtime",
    "services.*.cpu_shares",
    "services.*.deploy.replicas",
    "services.*.deploy.update_config.parallelism",
    "services.*.deploy.rollback_config.parallelism",
    "services.*.deploy.restart_policy.max_attempts",
    "services.*.deploy.placement.max_replicas_per_node",
    "services.*.healthcheck.retries",
    "services.*.oom_score_adj",
    "services.*.pids_limit",
    "services.*.ports.[].target",
    "services.*.scale",
    "services.*.ulimits.*",
    "services.*.ulimits.*.hard",
    "services.*.ulimits.*.soft",
];

const FLOATS: &[&str] = &[
    "services.*.cpu_percent",
    "services.*.cpus",
    "services.*.deploy.update_config.max_failure_ratio",
    "services.*.deploy.rollback_config.max_failure_ratio",
];

const BOOLEANS: &[&str] = &[
    "services.*.init",
    "services.*.depends_on.*.required",
    "services.*.depends_on.*.restart",
    "services.*.healthcheck.disable",
    "services.*.oom_kill_disable",
    "services.*.privileged",
    "services.*.read_only",
    "services.*.stdin_open",
    "services.*.tty",
    "services.*.volumes.[].read_only",
    "services.*.volumes.[].volume.nocopy",
    "networks.*.external",
    "networks.*.internal",
    "networks.*.attachable",
    "networks.*.enable_ipv4",
    "networks.*.enable_ipv6",
    "volumes.*.external",
    "secrets.*.external",
    "configs.*.external",
];

fn cast(text: String, keys: &Keys<'_>) -> Result<Yaml, Problem> {
    if keys.are_any(BOOLEANS) {
        return boolean(&text).map(Yaml::Bool);
    }
    if keys.are_any(INTEGERS) {
        return decimal(&text).map(Yaml::Int);
    }
    if keys.are_any(FLOATS) {
        return float(&text, keys).map(Yaml::Float);
    }
    Ok(Yaml::Text(text))
}

/// A number, which for `cpus` must fit into 32 bits.
fn float(text: &str, keys: &Keys<'_>) -> Result<f64, Problem> {
    let is_too_large = |number: f64| {
        keys.are("services.*.cpus") && number.is_finite() && number.abs() > f32::MAX.into()
    };
    let number = float::parse(text).filter(|&number| !is_too_large(number));
    number.ok_or_else(|| Problem::new(format!("`{text}` is not a number")))
}

/// A boolean as compose takes it where it is written as text: also `yes`, `on`, `y` and their
/// opposites, in any case.
pub(super) fn boolean(text: &str) -> Result<bool, Problem> {
    match text.to_lowercase().as_str() {
        "true" | "y" | "yes" | "on" => Ok(true),
        "false" | "n" | "no" | "off" => Ok(false),
        _ => {
            Err(Problem::new(format!("`{text}` is not a boolean")).hint("write `true` or `false`"))
        }
    }
}

/// A decimal integer with an optional sign.
pub(super) fn decimal(text: &str) -> Result<i64, Problem> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let value = if plain { text.parse().ok() } else { None };
    value.ok_or_else(|| {
        let known = parse_int(text).is_some();
        let problem = Problem::new(format!("`{text}` is not an integer"));
        if known { problem.hint("write it in decimal digits") } else { problem }
    })
}
