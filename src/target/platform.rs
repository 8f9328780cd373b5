//! Platforms such as `linux/arm64` and what may be written for one.

use crate::diag::Problem;

/// The operating systems that may stand alone, the architecture being this machine's.
const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];

/// The architectures that may stand alone, the operating system being this machine's.
const ARCHITECTURES: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "ppc64",
    "ppc64le",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

/// Checks an element of `platforms`, which may be several platforms joined by commas, or `local`.
///
/// # Errors
/// As [`check`].
pub fn check_list(text: &str) -> Result<(), Problem> {
    text.split(',')
        .try_for_each(|part| if part.eq_ignore_ascii_case("local") { Ok(()) } else { check(part) })
}

/// Checks a platform by containerd's rules: `os`, `arch`, `os/arch` or `os/arch/variant`, the
/// `os` perhaps with a version and features in parentheses. What stands beside something else
/// may be unknown (`linux/nosuch` is a platform); what stands alone may not.
///
/// # Errors
/// For a text that is no platform.
pub fn check(text: &str) -> Result<(), Problem> {
    let wrong = |why: &str| {
        Problem::new(format!("`{text}` is not a platform: {why}"))
            .hint("write it as `os/arch` or `os/arch/variant`, such as `linux/arm64`")
    };
    let parts: Vec<&str> = text.split('/').collect();
    let Some((&system, rest)) = parts.split_first() else { return Ok(()) };
    let system = system_name(system).ok_or_else(|| wrong("its system is malformed"))?;
    if rest.len() > 2 {
        return Err(wrong("it has too many parts"));
    }
    if !rest.iter().all(|part| is_word(part, "_.-")) {
        return Err(wrong("it has characters that no platform has"));
    }
    if rest.is_empty() && !stands_alone(text, system) {
        return Err(wrong("there is no such operating system or architecture"));
    }
    Ok(())
}

fn stands_alone(text: &str, system: &str) -> bool {
    let architecture = text.to_ascii_lowercase();
    let known = match architecture.as_str() {
        "i386" | "x86_64" | "x86-64" | "aarch64" | "armhf" | "armel" => true,
        other => ARCHITECTURES.contains(&other),
    };
    is_system(system) || known
}

/// Whether it is the name of an operating system, which may stand alone.
pub fn is_system(text: &str) -> bool {
    let system = text.to_ascii_lowercase();
    system == "macos" || SYSTEMS.contains(&system.as_str())
}

/// The name in `name`, `name(version)` and `name(version+feature+feature)`.
fn system_name(text: &str) -> Option<&str> {
    let (name, options) = match text.strip_suffix(')') {
        Some(open) => open.split_once('(')?,
        None => (text, ""),
    };
    let mut options = options.split('+');
    let version = options.next().unwrap_or_default();
    let named = is_word(name, "_-") && (version.is_empty() || is_option(version));
    (named && options.all(is_option)).then_some(name)
}

fn is_option(text: &str) -> bool {
    is_word(text, "_.%-") && escapes_are_whole(text)
}

/// Whether each `%` is followed by two hexadecimal digits.
fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

fn is_word(text: &str, more: &str) -> bool {
    let more = more.as_bytes();
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_alphanumeric() || more.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::check_list;

    #[test]
    fn platforms_have_one_to_three_parts() {
        let known = [
            "linux/amd64",
            "linux/arm64/v8",
            "arm64",
            "linux",
            "macOS",
            "x86_64",
            "LINUX/AMD64",
            "linux/nosucharch",
            "nosuch/amd64",
            "windows(10.0.17763)/amd64",
            "windows(10.0.17763+win32k)/amd64",
            "windows()/amd64",
            "linux(+a%41)/amd64",
            "local",
            "LOCAL",
            "linux/amd64,linux/arm64",
        ];
        for platform in known {
            assert!(check_list(platform).is_ok(), "{platform:?}");
        }
        let refused = [
            "",
            "nosuch",
            "linux/amd64/v2/x",
            "linux/",
            "/amd64",
            "linux/*",
            "linux/amd64,",
            "linux amd64",
            "windows(10/amd64",
            "windows(10++a)/amd64",
            "windows(%zz)/amd64",
        ];
        for platform in refused {
            assert!(check_list(platform).is_err(), "{platform:?}");
        }
    }
}
