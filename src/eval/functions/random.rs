//! UUIDs and password hashes.

use uuid::Uuid;

use super::Args;
use super::args::wrong;
use super::function::{Function, number, pure, text, worldly};
use crate::diag::Problem;
use crate::source::Host;
use crate::value::Value;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    worldly(
        "bcrypt",
        "a bcrypt hash of a password, at a cost that may be given",
        &[text("str")],
        bcrypt,
    )
    .more(number("cost")),
    worldly("uuidv4", "a random UUID", &[], uuidv4),
    pure("uuidv5", "the UUID of a name in a namespace", &[text("namespace"), text("name")], uuidv5),
];

/// The cost of a password hash where none is given, or less than can be had.
const DEFAULT_COST: u32 = 10;

/// The highest cost that is taken: a hash then takes about a minute, and each step doubles it.
const MAX_COST: u32 = 20;

/// What the cheapest hash costs, each step of the cost doubling it.
const ROUND: u64 = 5_000;

/// The longest password that bcrypt can tell from longer ones, in bytes.
const MAX_PASSWORD: usize = 72;

#[expect(clippy::unnecessary_wraps, reason = "all functions have one signature")]
fn uuidv4(_: &dyn Host, _: Args) -> Result<Value, Problem> {
    Ok(Value::string(Uuid::new_v4().to_string()))
}

/// The UUID of a name in a namespace, which is a UUID itself or one of four words.
fn uuidv5(args: Args) -> Result<Value, Problem> {
    let namespace = match args.string(0)? {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        text => parse(text).ok_or_else(|| {
            Problem::new(format!("`{text}` is not a namespace"))
                .hint("use a UUID, or `dns`, `url`, `oid` or `x500`")
                .argument(0)
        })?,
    };
    Ok(Value::string(Uuid::new_v5(&namespace, args.string(1)?.as_bytes()).to_string()))
}

/// A UUID as Go's `uuid.Parse` takes it: plain, without hyphens, after `urn:uuid:`, or between
/// any two characters, which should be braces.
fn parse(text: &str) -> Option<Uuid> {
    let hyphenated = match text.len() {
        32 => return Uuid::try_parse(text).ok(),
        36 => text,
        38 => text.get(1..37)?,
        45 if text.get(..9)?.eq_ignore_ascii_case("urn:uuid:") => text.get(9..)?,
        _ => return None,
    };
    Uuid::try_parse(hyphenated).ok()
}

/// A password hash with a random salt, at a cost that may be given.
fn bcrypt(_: &dyn Host, args: Args) -> Result<Value, Problem> {
    let password = args.string(0)?;
    let cost = if args.all().len() > 1 { args.whole(1)? } else { DEFAULT_COST.into() };
    let cost = if cost < 4 { DEFAULT_COST } else { u32::try_from(cost).unwrap_or(u32::MAX) };
    if args.all().len() > 2 {
        return Err(Problem::new("at most two arguments are taken").argument(2));
    }
    if password.len() > MAX_PASSWORD {
        return Err(wrong(0, &format!("at most {MAX_PASSWORD} bytes long")));
    }
    if cost > MAX_COST {
        return Err(wrong(1, &format!("at most {MAX_COST}")));
    }
    args.spend(ROUND << cost)?;
    bcrypt::hash_with_result(password, cost)
        .map(|hash| Value::string(hash.format_for_version(bcrypt::Version::TwoA)))
        .map_err(|error| Problem::new(format!("the password cannot be hashed: {error}")))
}
