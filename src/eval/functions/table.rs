//! The rows of the standard library, sorted by name.

use super::{
    Args, Body, Function, Param, Syntax, Want, csv, encoding, format, hash, list, logic, map, net,
    number, path, random, regex, rsa, set, string, time, version,
};
use crate::diag::Problem;
use crate::source::Host;
use crate::value::Value;

/// All functions, sorted by name, for a binary search.
pub(super) static FUNCTIONS: [Function; 106] = [
    pure("absolute", "the number without its sign", &[number("num")], number::absolute),
    pure("add", "the sum of two numbers", &[number("a"), number("b")], number::add),
    pure("and", "whether both are true", &[bool("a"), bool("b")], logic::and),
    pure(
        "base64decode",
        "the text that a base64 text stands for",
        &[text("str")],
        encoding::base64decode,
    ),
    pure("base64encode", "the text in base64", &[text("str")], encoding::base64encode),
    pure("basename", "the last element of a path", &[text("path")], path::basename),
    worldly(
        "bcrypt",
        "a bcrypt hash of a password, at a cost that may be given",
        &[text("str")],
        random::bcrypt,
    )
    .more(number("cost")),
    pure(
        "byteslen",
        "the length of a buffer of bytes, which no bake file can make",
        &[any("buf")],
        logic::bytes,
    ),
    pure(
        "bytesslice",
        "a part of a buffer of bytes, which no bake file can make",
        &[any("buf"), number("offset"), number("length")],
        logic::bytes,
    ),
    syntax(
        "can",
        "whether an expression evaluates without an error",
        &[any("expression")],
        Syntax::Can,
    ),
    pure(
        "ceil",
        "the smallest whole number that is not below a number",
        &[number("num")],
        number::ceil,
    ),
    pure("chomp", "the text without line breaks at its end", &[text("str")], string::chomp),
    pure(
        "chunklist",
        "a list in pieces of at most so many elements",
        &[list("list"), number("size")],
        list::chunklist,
    ),
    pure(
        "cidrhost",
        "the address of a numbered host in a block of addresses",
        &[text("prefix"), number("hostnum")],
        net::cidrhost,
    ),
    pure("cidrnetmask", "the mask of a block of addresses", &[text("prefix")], net::cidrnetmask),
    pure(
        "cidrsubnet",
        "a numbered block within a block of addresses",
        &[text("prefix"), number("newbits"), number("netnum")],
        net::cidrsubnet,
    ),
    pure(
        "cidrsubnets",
        "consecutive blocks within a block of addresses",
        &[text("prefix")],
        net::cidrsubnets,
    )
    .more(number("newbits")),
    pure("coalesce", "the first of several values that is not null", &[], logic::coalesce)
        .more(any("vals").or_null()),
    pure("coalescelist", "the first of several lists that is not empty", &[], list::coalescelist)
        .more(any("vals").or_null()),
    pure("compact", "a list of strings without the empty ones", &[texts("list")], list::compact),
    pure("concat", "several lists in one", &[], list::concat).more(any("seqs")),
    pure(
        "contains",
        "whether a list or set has an element",
        &[any("list"), any("value")],
        list::contains,
    ),
    syntax("convert", "a value as another type", &[any("value"), any("type")], Syntax::Convert),
    pure(
        "csvdecode",
        "the rows of comma-separated values, whose first line names the columns",
        &[text("str")],
        csv::csvdecode,
    ),
    pure("dirname", "all of a path but its last element", &[text("path")], path::dirname),
    pure("distinct", "a list without its repetitions", &[list("list")], list::distinct),
    pure("divide", "the quotient of two numbers", &[number("a"), number("b")], number::divide),
    pure(
        "element",
        "an element of a list, whose indices start over at its end",
        &[any("list"), number("index")],
        list::element,
    ),
    pure(
        "equal",
        "whether two values are equal",
        &[any("a").or_null(), any("b").or_null()],
        logic::equal,
    ),
    pure(
        "flatten",
        "a list with the elements of the lists in it in their place",
        &[any("list")],
        list::flatten,
    ),
    pure(
        "floor",
        "the largest whole number that is not above a number",
        &[number("num")],
        number::floor,
    ),
    pure(
        "format",
        "a text with values put in place of its verbs, as in `printf`",
        &[text("format")],
        format::format,
    )
    .more(any("args").or_null()),
    pure(
        "formatdate",
        "a timestamp in another layout (`formattimestamp` takes numbers too)",
        &[text("format"), text("time")],
        time::formatdate,
    ),
    pure(
        "formatlist",
        "a text for each element of some lists, put in place of its verbs",
        &[text("format")],
        format::formatlist,
    )
    .more(any("args").or_null()),
    pure(
        "formattimestamp",
        "a timestamp, or seconds since 1970, in another layout",
        &[text("format"), any("time")],
        time::formattimestamp,
    ),
    pure(
        "greaterthan",
        "whether the first number is greater than the second",
        &[number("a"), number("b")],
        number::greaterthan,
    ),
    pure(
        "greaterthanorequalto",
        "whether the first number is not less than the second",
        &[number("a"), number("b")],
        number::greaterthanorequalto,
    ),
    pure(
        "hasindex",
        "whether a list or map has an element at an index or key",
        &[any("collection"), any("key")],
        list::hasindex,
    ),
    worldly("homedir", "the home directory of the user", &[], path::homedir),
    pure(
        "indent",
        "a text with its lines but the first indented by so many spaces",
        &[number("spaces"), text("str")],
        string::indent,
    ),
    pure(
        "index",
        "the element of a list or map at an index or key",
        &[any("collection"), any("key")],
        list::index,
    ),
    pure(
        "indexof",
        "the index of the first element of a list that equals a value",
        &[any("list"), any("value")],
        list::indexof,
    ),
    pure("int", "a number without its fraction", &[number("num")], number::int),
    pure(
        "join",
        "the strings of some lists with a separator between them",
        &[text("separator")],
        string::join,
    )
    .more(param("lists", Want::Strings)),
    pure(
        "jsondecode",
        "the value that a JSON text stands for",
        &[text("str")],
        encoding::jsondecode,
    ),
    pure("jsonencode", "a value as JSON", &[any("val").or_null()], encoding::jsonencode),
    pure("keys", "the keys of a map, sorted", &[any("inputMap")], map::keys),
    pure("length", "how many elements a list, set or map has", &[any("collection")], list::length),
    pure(
        "lessthan",
        "whether the first number is less than the second",
        &[number("a"), number("b")],
        number::lessthan,
    ),
    pure(
        "lessthanorequalto",
        "whether the first number is not greater than the second",
        &[number("a"), number("b")],
        number::lessthanorequalto,
    ),
    pure(
        "log",
        "the logarithm of a number in a base",
        &[number("num"), number("base")],
        number::log,
    ),
    pure(
        "lookup",
        "the value of a key in a map, or a default",
        &[any("inputMap"), text("key"), any("default")],
        map::lookup,
    ),
    pure("lower", "the text in lower case", &[text("str")], string::lower),
    pure("max", "the greatest of several numbers", &[], number::max).more(number("numbers")),
    pure("md5", "the MD5 hash of a text, in hexadecimal", &[text("str")], hash::md5),
    pure("merge", "several maps in one, of which the later ones win", &[], map::merge)
        .more(any("maps").or_null()),
    pure("min", "the smallest of several numbers", &[], number::min).more(number("numbers")),
    pure("modulo", "what remains of a division", &[number("a"), number("b")], number::modulo),
    pure("multiply", "the product of two numbers", &[number("a"), number("b")], number::multiply),
    pure("negate", "the number with the other sign", &[number("num")], number::negate),
    pure("not", "whether something is not true", &[bool("val")], logic::not),
    pure(
        "notequal",
        "whether two values differ",
        &[any("a").or_null(), any("b").or_null()],
        logic::notequal,
    ),
    pure("or", "whether one of two is true", &[bool("a"), bool("b")], logic::or),
    pure(
        "parseint",
        "the whole number that a text spells in a base",
        &[any("number"), number("base")],
        number::parseint,
    ),
    pure("pow", "a number to a power", &[number("num"), number("power")], number::pow),
    pure("range", "numbers from a start up or down to an end, in steps", &[], number::range)
        .more(number("params")),
    pure(
        "regex",
        "what a pattern captures where it first matches",
        &[text("pattern"), text("string")],
        regex::regex,
    ),
    pure(
        "regex_replace",
        "a text with each match of a pattern replaced",
        &[text("str"), text("pattern"), text("replace")],
        regex::regex_replace,
    ),
    pure(
        "regexall",
        "what a pattern captures wherever it matches",
        &[text("pattern"), text("string")],
        regex::regexall,
    ),
    pure(
        "replace",
        "a text with each occurrence of another text replaced",
        &[text("str"), text("substr"), text("replace")],
        string::replace,
    ),
    pure("reverse", "the text backwards", &[text("str")], string::reverse),
    pure("reverselist", "a list backwards", &[any("list")], list::reverselist),
    pure(
        "rsadecrypt",
        "the text that was encrypted with the public key to a private one",
        &[text("ciphertext"), text("privatekey")],
        rsa::rsadecrypt,
    ),
    pure(
        "sanitize",
        "a text as the name of a target: what may not be in one becomes `_`",
        &[text("name")],
        string::sanitize,
    ),
    pure(
        "semvercmp",
        "whether a version meets a constraint such as `>= 1.2, < 2`",
        &[text("version"), text("constraint")],
        version::semvercmp,
    ),
    pure(
        "sethaselement",
        "whether a set has an element",
        &[set("set"), any("elem")],
        set::sethaselement,
    ),
    pure(
        "setintersection",
        "the elements that all of several sets have",
        &[set("first_set")],
        set::setintersection,
    )
    .more(set("other_sets")),
    pure(
        "setproduct",
        "every combination of an element of each of several sets",
        &[],
        set::setproduct,
    )
    .more(any("sets")),
    pure(
        "setsubtract",
        "the elements of one set that another one does not have",
        &[set("a"), set("b")],
        set::setsubtract,
    ),
    pure(
        "setsymmetricdifference",
        "the elements that one of two sets has, but not both",
        &[set("first_set")],
        set::setsymmetricdifference,
    )
    .more(set("other_sets")),
    pure("setunion", "the elements of several sets", &[set("first_set")], set::setunion)
        .more(set("other_sets")),
    pure("sha1", "the SHA-1 hash of a text, in hexadecimal", &[text("str")], hash::sha1),
    pure("sha256", "the SHA-256 hash of a text, in hexadecimal", &[text("str")], hash::sha256),
    pure("sha512", "the SHA-512 hash of a text, in hexadecimal", &[text("str")], hash::sha512),
    pure("signum", "-1, 0 or 1, by the sign of a number", &[number("num")], number::signum),
    pure(
        "slice",
        "the elements of a list from one index up to another",
        &[any("list"), number("start_index"), number("end_index")],
        list::slice,
    ),
    pure("sort", "a list of strings, sorted", &[texts("list")], string::sort),
    pure(
        "split",
        "the parts of a text between separators",
        &[text("separator"), text("str")],
        string::split,
    ),
    pure("strlen", "how many characters a text has", &[text("str")], string::strlen),
    pure(
        "substr",
        "so many characters of a text from an offset on",
        &[text("str"), number("offset"), number("length")],
        string::substr,
    ),
    pure(
        "subtract",
        "the difference of two numbers",
        &[number("a"), number("b")],
        number::subtract,
    ),
    pure(
        "timeadd",
        "a timestamp some time later, or earlier",
        &[text("timestamp"), text("duration")],
        time::timeadd,
    ),
    worldly("timestamp", "the time now", &[], time::timestamp),
    pure(
        "title",
        "the text with the first letter of each word in upper case",
        &[text("str")],
        string::title,
    ),
    pure(
        "trim",
        "the text without some characters at its ends",
        &[text("str"), text("cutset")],
        string::trim,
    ),
    pure(
        "trimprefix",
        "the text without a prefix, if it has that",
        &[text("str"), text("prefix")],
        string::trimprefix,
    ),
    pure(
        "trimspace",
        "the text without white space at its ends",
        &[text("str")],
        string::trimspace,
    ),
    pure(
        "trimsuffix",
        "the text without a suffix, if it has that",
        &[text("str"), text("suffix")],
        string::trimsuffix,
    ),
    syntax(
        "try",
        "the first of several expressions that evaluates without an error",
        &[],
        Syntax::Try,
    )
    .more(any("expressions")),
    pure(
        "unixtimestampparse",
        "the parts of a time in seconds since 1970",
        &[number("unix_timestamp")],
        time::unixtimestampparse,
    ),
    pure("upper", "the text in upper case", &[text("str")], string::upper),
    pure(
        "urlencode",
        "the text as part of the query of a URL",
        &[text("str")],
        encoding::urlencode,
    ),
    worldly("uuidv4", "a random UUID", &[], random::uuidv4),
    pure(
        "uuidv5",
        "the UUID of a name in a namespace",
        &[text("namespace"), text("name")],
        random::uuidv5,
    ),
    pure(
        "values",
        "the values of a map, in the order of their keys",
        &[any("mapping")],
        map::values,
    ),
    pure(
        "zipmap",
        "a map of keys and values from a list of each",
        &[texts("keys"), any("values")],
        map::zipmap,
    ),
];

const fn pure(
    name: &'static str,
    help: &'static str,
    params: &'static [Param],
    body: fn(Args) -> Result<Value, Problem>,
) -> Function {
    Function { name, help, params, variadic: None, body: Body::Pure(body) }
}

const fn worldly(
    name: &'static str,
    help: &'static str,
    params: &'static [Param],
    body: fn(&dyn Host, Args) -> Result<Value, Problem>,
) -> Function {
    Function { name, help, params, variadic: None, body: Body::Worldly(body) }
}

const fn syntax(
    name: &'static str,
    help: &'static str,
    params: &'static [Param],
    syntax: Syntax,
) -> Function {
    Function { name, help, params, variadic: None, body: Body::Syntax(syntax) }
}

impl Function {
    /// The same with any number of further arguments.
    const fn more(mut self, param: Param) -> Self {
        self.variadic = Some(param);
        self
    }
}

impl Param {
    /// The same, and null may be passed.
    const fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }
}

const fn param(name: &'static str, want: Want) -> Param {
    Param { name, want, nullable: false }
}

const fn any(name: &'static str) -> Param {
    param(name, Want::Any)
}

const fn bool(name: &'static str) -> Param {
    param(name, Want::Bool)
}

const fn number(name: &'static str) -> Param {
    param(name, Want::Number)
}

const fn text(name: &'static str) -> Param {
    param(name, Want::String)
}

const fn list(name: &'static str) -> Param {
    param(name, Want::List(&Want::Any))
}

const fn texts(name: &'static str) -> Param {
    param(name, Want::List(&Want::String))
}

const fn set(name: &'static str) -> Param {
    param(name, Want::Set(&Want::Any))
}
