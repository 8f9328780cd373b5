//! The platform of this machine in BuildKit's words.

/// The platform that the program runs on, such as `linux/amd64` or `linux/arm64/v8`: what bake
/// gives to `BAKE_LOCAL_PLATFORM`.
pub fn local() -> String {
    let (os, arch) = (system(std::env::consts::OS), architecture(std::env::consts::ARCH));
    match variant(arch) {
        Some(variant) => format!("{os}/{arch}/{variant}"),
        None => format!("{os}/{arch}"),
    }
}

/// Go's name of an operating system.
fn system(os: &str) -> &str {
    if os == "macos" { "darwin" } else { os }
}

/// Go's name of an architecture.
fn architecture(arch: &str) -> &str {
    match arch {
        "x86_64" => "amd64",
        "x86" => "386",
        "aarch64" => "arm64",
        "powerpc64" if cfg!(target_endian = "little") => "ppc64le",
        "powerpc64" => "ppc64",
        "mips64" if cfg!(target_endian = "little") => "mips64le",
        "mips" if cfg!(target_endian = "little") => "mipsle",
        "loongarch64" => "loong64",
        other => other,
    }
}

/// The variant, which only ARM has.
fn variant(arch: &str) -> Option<String> {
    match arch {
        "arm64" => Some("v8".to_owned()),
        "arm" => Some(arm_variant(&cpu_info()).to_owned()),
        _ => None,
    }
}

/// What Linux says of the processor; empty where nobody says anything.
#[expect(clippy::disallowed_methods, reason = "this is part of the real host")]
fn cpu_info() -> String {
    std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default()
}

/// The variant of a 32-bit ARM from `/proc/cpuinfo`. The kernel reports architecture 7 on
/// Raspberry Pis of version 6, so there the model decides; containerd does the same.
fn arm_variant(info: &str) -> &'static str {
    let field = |name: &str| {
        info.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
        })
    };
    let old_model = field("model name").is_some_and(|model| model.starts_with("armv6-compatible"));
    match field("CPU architecture").as_deref() {
        Some("7") if old_model => "v6",
        Some("8" | "aarch64") => "v8",
        Some("6" | "6tej") => "v6",
        Some("5" | "5t" | "5te" | "5tej") => "v5",
        Some("4" | "4t") => "v4",
        Some("3") => "v3",
        _ => "v7",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_go() {
        assert_eq!(architecture("x86_64"), "amd64");
        assert_eq!(architecture("riscv64"), "riscv64");
        assert_eq!(system("macos"), "darwin");
        assert_eq!(variant("arm64").as_deref(), Some("v8"));
        assert_eq!(variant("amd64"), None);
    }

    #[test]
    fn an_old_raspberry_pi_is_v6() {
        assert_eq!(arm_variant("CPU architecture: 7\nmodel name : ARMv6-compatible"), "v6");
        assert_eq!(arm_variant("CPU architecture: 7\nmodel name : ARMv7 Processor"), "v7");
        assert_eq!(arm_variant("CPU architecture: 8"), "v8");
    }
}
