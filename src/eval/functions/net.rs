//! Functions on blocks of IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::Args;
use super::args::wrong;
use super::function::{Function, number, pure, text};
use crate::diag::Problem;
use crate::value::Value;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure(
        "cidrhost",
        "the address of a numbered host in a block of addresses",
        &[text("prefix"), number("hostnum")],
        cidrhost,
    ),
    pure("cidrnetmask", "the mask of a block of addresses", &[text("prefix")], cidrnetmask),
    pure(
        "cidrsubnet",
        "a numbered block within a block of addresses",
        &[text("prefix"), number("newbits"), number("netnum")],
        cidrsubnet,
    ),
    pure(
        "cidrsubnets",
        "consecutive blocks within a block of addresses",
        &[text("prefix")],
        cidrsubnets,
    )
    .more(number("newbits")),
];

/// The most bits that one call may add to a prefix.
const MAX_NEW_BITS: i64 = 32;

/// A block of addresses, such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug)]
struct Block {
    address: Address,
    /// How many bits at the start all its addresses share.
    prefix: u32,
}

/// An address as a number of 32 or 128 bits.
#[derive(Clone, Copy, Debug)]
struct Address {
    number: u128,
    bits: u32,
}

/// The address with some number in a block; negative numbers count from its end.
fn cidrhost(args: Args) -> Result<Value, Problem> {
    let number = args.whole(1)?;
    let block = block(args)?;
    let last = ones(block.address.bits - block.prefix);
    let magnitude = if number < 0 { -(i128::from(number) + 1) } else { number.into() };
    let magnitude = magnitude.unsigned_abs();
    if magnitude > last {
        return Err(
            Problem::new(format!("a prefix of {} has no host {number}", block.prefix)).argument(1)
        );
    }
    let host = if number < 0 { last - magnitude } else { magnitude };
    // go-cidr takes an IPv4 address in IPv6 clothes for one of 32 bits, and shifts the host
    // number out of place.
    let shift = if block.address.is_mapped() { 96 } else { 0 };
    let address = block.address.with(&(BigInt::from(host) << shift));
    address.map(|address| Value::string(address.text())).ok_or_else(|| wrong(1, "within the block"))
}

/// The mask of a block.
fn cidrnetmask(args: Args) -> Result<Value, Problem> {
    let block = block(args)?;
    let number = mask(block.prefix, block.address.bits);
    Ok(Value::string(Address { number, ..block.address }.text()))
}

/// The block with some number among those whose prefix is so many bits longer.
fn cidrsubnet(args: Args) -> Result<Value, Problem> {
    let (new_bits, number) = (args.whole(1)?, args.whole(2)?);
    let block = block(args)?;
    let prefix = i64::from(block.prefix).saturating_add(new_bits);
    if new_bits > MAX_NEW_BITS || prefix > block.address.bits.into() {
        return Err(Problem::new(format!(
            "a prefix of {} cannot grow by {new_bits}",
            block.prefix
        ))
        .argument(1));
    }
    // A prefix may shrink too, though then all checks of the number are off.
    if new_bits >= 0 && !(0..1 << new_bits).contains(&number) {
        return Err(Problem::new(format!("{new_bits} more bits do not number a subnet {number}"))
            .argument(2));
    }
    subnet(block, prefix, number).ok_or_else(|| wrong(2, "within the block"))
}

fn subnet(block: Block, prefix: i64, number: i64) -> Option<Value> {
    let Ok(prefix) = u32::try_from(prefix) else {
        // A mask of less than no bits prints like this.
        return (number == 0).then(|| Value::string("<nil>"));
    };
    let shifted = BigInt::from(number) << (block.address.bits - prefix);
    let address = block.address.with(&shifted)?;
    Some(Value::string(Block { address, prefix }.text()))
}

/// Consecutive blocks, each with a prefix that is so many bits longer.
fn cidrsubnets(args: Args) -> Result<Value, Problem> {
    let outer = block(args)?;
    let bits = outer.address.bits;
    let mut last = outer.address.number.wrapping_sub(1) & ones(bits);
    let mut subnets = Vec::new();
    for index in 1..args.all().len() {
        let new_bits = args.whole(index)?;
        let prefix = u32::try_from(new_bits).ok().filter(|bits| (1..=32).contains(bits));
        let prefix = prefix.ok_or_else(|| wrong(index, "between 1 and 32"))? + outer.prefix;
        if prefix > bits {
            return Err(
                Problem::new(format!("a prefix of {prefix} bits is too long")).argument(index)
            );
        }
        let start = (last | !mask(prefix, bits)).wrapping_add(1) & ones(bits);
        let is_inside = start != 0 && start & mask(outer.prefix, bits) == outer.address.number;
        if !is_inside || outer.address.is_mapped() {
            return Err(Problem::new("there is not enough room left in the block").argument(index));
        }
        let subnet = Block { address: Address { number: start, bits }, prefix };
        last = start | ones(bits - prefix);
        subnets.push(subnet.text());
    }
    Ok(Value::strings(subnets))
}

/// The first argument as a block.
fn block(args: Args) -> Result<Block, Problem> {
    let text = args.string(0)?;
    let wrong =
        || Problem::new(format!("`{text}` is not a block such as `10.0.0.0/8`")).argument(0);
    Block::parse(text).ok_or_else(wrong)
}

impl Block {
    /// A block from text. The bits behind the prefix do not count.
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let address = match address.parse().ok()? {
            IpAddr::V4(address) => Address { number: address.to_bits().into(), bits: 32 },
            IpAddr::V6(address) => Address { number: address.to_bits(), bits: 128 },
        };
        let is_number = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|prefix| is_number && *prefix <= address.bits)?;
        let number = address.number & mask(prefix, address.bits);
        Some(Self { address: Address { number, ..address }, prefix })
    }

    fn text(self) -> String {
        let hidden = if self.address.is_mapped() { 96 } else { 0 };
        format!("{}/{}", self.address.text(), self.prefix.saturating_sub(hidden))
    }
}

impl Address {
    /// The address with the bits of a number set, if they fit.
    fn with(self, number: &BigInt) -> Option<Self> {
        let number = (BigInt::from(self.number) | number).magnitude().to_u128()?;
        (number <= ones(self.bits)).then_some(Self { number, ..self })
    }

    /// Whether this is an IPv4 address written as one of IPv6.
    fn is_mapped(self) -> bool {
        self.bits == 128 && self.number >> 32 == 0xffff
    }

    fn text(self) -> String {
        match u32::try_from(self.number & ones(32)) {
            Ok(number) if self.bits == 32 || self.is_mapped() => {
                Ipv4Addr::from_bits(number).to_string()
            }
            _ => Ipv6Addr::from_bits(self.number).to_string(),
        }
    }
}

/// A number of so many bits, all set.
fn ones(bits: u32) -> u128 {
    u128::MAX.checked_shr(128_u32.saturating_sub(bits)).unwrap_or(0)
}

/// A mask whose first bits are set.
fn mask(prefix: u32, bits: u32) -> u128 {
    ones(bits) & !ones(bits.saturating_sub(prefix))
}
