//! The standard library, as far as its answers depend on nothing but the arguments.

use super::features::Features;

/// Name, then a letter for each argument: `s` string, `n` number, `i` small whole number, `b`
/// bool, `l` list of strings, `m` list of numbers, `o` object, `a` anything, `S` set of strings,
/// `t` time, `d` duration, `f` time format, `r` regular expression, `c` address range, `j` JSON,
/// `v` CSV, `V` version, `F` format string, `e` base64, `p` path, `T` list of lists, `*` at the
/// end: the last one may be repeated.
///
/// Left out: `timestamp`, `uuidv4` and `bcrypt`, which answer differently each time, and
/// `convert`, `try` and `can`, which are no ordinary calls.
const CALLS: &str = "
    absolute:n add:nn and:bb base64decode:e base64encode:s basename:p byteslen:s bytesslice:sii
    ceil:n chomp:s chunklist:li cidrhost:ci cidrnetmask:c cidrsubnet:cii cidrsubnets:ci*
    coalesce:a* coalescelist:l* compact:l concat:l* contains:ls csvdecode:v dirname:p distinct:l
    divide:nn element:li equal:aa flatten:T floor:n format:Fa* formatdate:ft formatlist:Fl*
    greaterthan:nn greaterthanorequalto:nn hasindex:ai indent:is index:li indexof:ls int:n join:sl
    join:sll jsondecode:j jsonencode:a keys:o length:a lessthan:nn lessthanorequalto:nn log:nn
    lookup:oss lower:s max:n* md5:s merge:o* min:n* modulo:nn multiply:nn negate:n not:b
    notequal:aa or:bb parseint:si pow:ni range:i range:ii range:iii regex_replace:srs regex:rs
    regexall:rs replace:sss reverse:s reverselist:l rsadecrypt:es sanitize:s sethaselement:Ss
    setintersection:SS setproduct:l* setproduct:SS setsubtract:SS setsymmetricdifference:SS
    setunion:S* sha1:s sha256:s sha512:s signum:n slice:lii sort:l split:ss strlen:s substr:sii
    subtract:nn timeadd:td title:s trim:ss trimprefix:ss trimspace:s trimsuffix:ss upper:s
    urlencode:s uuidv5:ss values:o zipmap:ll zipmap:lm
";

const NEW_CALLS: &str = "formattimestamp:ft semvercmp:VV unixtimestampparse:n";

/// Every function that may be called, with the kinds of its arguments.
pub(super) fn calls(features: Features) -> Vec<(&'static str, &'static str)> {
    let new = if features.new_functions { NEW_CALLS } else { "" };
    let words = CALLS.split_whitespace().chain(new.split_whitespace());
    words.filter_map(|word| word.split_once(':')).collect()
}

/// Examples of a kind of argument that is a text with a meaning.
pub(super) fn samples(kind: char) -> &'static [&'static str] {
    match kind {
        't' => {
            &["2024-02-29T12:30:05Z", "1999-12-31T23:59:59+02:00", "2024-02-30T00:00:00Z", "now"]
        }
        'd' => &["1h", "-90m", "1.5s", "24h30m", "3d", ""],
        'f' => &[
            "YYYY-MM-DD",
            "DD MMM YY hh:mm:ss Z",
            "EEEE, D MMMM YYYY 'at' h:m:s aa",
            "'",
            "HH ZZZ",
        ],
        'r' => &["[a-z]+", "(?P<first>\\\\w)(?P<second>\\\\d)?", "(a)(b)?", "^$", "[", "é|b*"],
        'c' => &["10.0.0.0/8", "192.168.4.7/24", "fd00::/48", "10.0.0.0/33", "0.0.0.0/0"],
        'j' => &[
            "[1, 2.50, null]",
            "{\\\"b\\\": [true], \\\"a\\\": {}}",
            "1e400",
            "\\\"x\\\"",
            "{",
            "",
        ],
        'v' => &[
            "a,b\\n1,2\\n3,4",
            "a\\n",
            "a,a\\n1,2",
            "a,b\\n1",
            "\\\"x y\\\",z\\n\\\"1\\\"\\\"\\\",2",
        ],
        'V' => &["1.2.3", "v1.10", "1.2.3-rc.1+build", "2", "1.x", "", ">= 1.2", "~1.2"],
        'F' => {
            &["%s", "%v-%d", "%5.2f|%q", "%-6s|", "%05d %x", "%%", "%#v", "%[2]s%[1]s", "%t", "%"]
        }
        'e' => &["aGVsbG8=", "aGk", "w6k=", "", "////"],
        'p' => &["a/b/c.txt", "/", "", "a//b/", "../x", "."],
        _ => &["a"],
    }
}
