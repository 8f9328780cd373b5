#!/usr/bin/env bash
# A container engine for the tests: dockerd with BuildKit and the containerd image store, docker
# buildx, and a registry on loopback, all of Debian packages that are unpacked into a folder of
# their own. Nothing is installed on the machine.
#
#   up.sh client       docker buildx alone, for tests that build nothing; any user may
#   up.sh up [PID]     the engine, which ends when all processes named so have ended; needs root
#   up.sh down         end it now
#
# `client` and `up` print NAME=VALUE lines for the environment of whoever wants to use it. What is
# already there is used: a second `up` takes part in the engine of the first.
#
# BAKEWELL_ENGINE_DIR says where all that lies (default: bakewell-engine in the user's cache).
set -euo pipefail

root="${BAKEWELL_ENGINE_DIR:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/bakewell-engine}"
prefix="$root/prefix"
run="$root/run"
plugin="$prefix/usr/libexec/docker/cli-plugins/docker-buildx"

# Releases that have the docker packages, best first. The newest need not run on this machine.
docker_suites=(sid forky trixie)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
    echo "up.sh: $1" >&2
    echo "up.sh: to use an engine of your own, let DOCKER_HOST lead to it and set" \
        "BAKEWELL_TEST_REGISTRY to the host:port of a plain HTTP registry that it may push to" >&2
    exit 1
}

say() { echo "up.sh: $*" >&2; }

# ---- packages

# The Debian mirror that this machine is set up with.
mirror() {
    local found
    found="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null |
        awk '$1 == "deb" || $1 == "URIs:" { for (i = 2; i <= NF; i++) if ($i ~ /:\/\/.*\/debian\/?$/) { print $i; exit } }')"
    echo "${found:-http://deb.debian.org/debian}"
}

# unpack SUITE PACKAGE…: from any release, without this machine's own package state.
unpack() {
    local suite="$1" state="$root/apt/$1" options
    shift
    rm -rf "$state/debs"
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/debs" "$prefix"
    echo "deb [signed-by=$keyring] $(mirror) $suite main" >"$state/sources.list"
    options=(-qq -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$state/lists" -o "Dir::Cache=$state/cache" -o APT::Sandbox::User=
        -o Acquire::Retries=3 -o Acquire::Languages=none)
    apt-get "${options[@]}" update >&2 || return 1
    (cd "$state/debs" && apt-get "${options[@]}" download "$@" >&2) || return 1
    local deb
    for deb in "$state"/debs/*.deb; do dpkg-deb -x "$deb" "$prefix" || return 1; done
    rm -rf "$state"
}

own_suite() { (. /etc/os-release && echo "${VERSION_CODENAME:-stable}"); }

need_apt() {
    command -v apt-get >/dev/null && [ -r "$keyring" ] ||
        fail "this machine has no Debian package tools (apt-get and debian-archive-keyring)"
}

# unpack_running CHECK PACKAGE…: from the first release whose packages run here.
unpack_running() {
    local check="$1" suite
    shift
    need_apt
    for suite in "${docker_suites[@]}"; do
        say "fetching $* of Debian $suite"
        if unpack "$suite" "$@" && "$check"; then return 0; fi
        say "they do not run here"
    done
    fail "no release has $* that run on this machine"
}

buildx_runs() { "$plugin" version >/dev/null 2>&1; }

engine_runs() {
    "$prefix/usr/sbin/dockerd" --version >/dev/null 2>&1 &&
        "$prefix/usr/bin/containerd" --version >/dev/null 2>&1 &&
        "$prefix/usr/bin/docker" --version >/dev/null 2>&1
}

companions_run() {
    "$prefix/usr/sbin/runc" --version >/dev/null 2>&1 &&
        "$prefix/usr/bin/docker-registry" --version >/dev/null 2>&1 &&
        "$prefix/bin/busybox" true 2>/dev/null
}

have_client() {
    buildx_runs || unpack_running buildx_runs docker-buildx
    mkdir -p "$root/config/cli-plugins"
    ln -sfn "$plugin" "$root/config/cli-plugins/docker-buildx"
}

have_engine() {
    have_client
    engine_runs || unpack_running engine_runs docker.io docker-cli containerd
    companions_run && return
    say "fetching runc, docker-registry and busybox-static of Debian $(own_suite)"
    need_apt
    unpack "$(own_suite)" runc docker-registry busybox-static && companions_run ||
        fail "runc, docker-registry or busybox-static of Debian $(own_suite) do not run here"
}

# ---- processes

# alive NAME: whether the process in its pid file is ours; a number may have been given away since.
alive() {
    local pid
    pid="$(cat "$run/$1.pid" 2>/dev/null)" && [ -n "$pid" ] &&
        tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$root/"
}

# background NAME COMMAND…: away from our terminal, our streams and our lock.
background() {
    local name="$1"
    shift
    setsid "$@" </dev/null >"$run/$name.log" 2>&1 9>&- &
    echo $! >"$run/$name.pid"
}

start_registry() {
    local storage="$root/registry"
    mkdir -p "$storage"
    # Port 0 lets the system choose; the log says which it was.
    printf '%s\n' "version: 0.1" "log: { level: info, formatter: json }" \
        "storage: { filesystem: { rootdirectory: $storage }, delete: { enabled: true } }" \
        "http: { addr: '127.0.0.1:0' }" >"$run/registry.yml"
    background registry env OTEL_TRACES_EXPORTER=none \
        "$prefix/usr/bin/docker-registry" serve "$run/registry.yml"
    local address
    for _ in $(seq 100); do
        address="$(grep -oE '127\.0\.0\.1:[1-9][0-9]*' "$run/registry.log" | head -n 1 || true)"
        if [ -n "$address" ]; then
            echo "$address" >"$run/registry.address"
            return 0
        fi
        sleep 0.1
    done
    tail -n 5 "$run/registry.log" >&2
    fail "the registry did not start"
}

start_dockerd() {
    background dockerd dockerd --config-file "$run/dockerd.json" \
        --data-root "$root/data" --exec-root "$run/exec" --pidfile "$run/dockerd.own.pid" \
        --host "unix://$run/docker.sock" --feature containerd-snapshotter=true \
        --iptables=false --ip6tables=false
    for _ in $(seq 300); do
        if docker buildx inspect >/dev/null 2>&1; then return 0; fi
        alive dockerd || break
        sleep 0.2
    done
    grep -E 'level=(error|fatal)|^failed' "$run/dockerd.log" | tail -n 5 >&2
    fail "dockerd did not start; it may need a privileged container ($run/dockerd.log tells more)"
}

start() {
    # A socket's path is limited to 107 bytes, and containerd's are the longest.
    [ ${#run} -le 60 ] || fail "the path $run is too long for sockets: set BAKEWELL_ENGINE_DIR"
    mkdir -p "$run/users"
    chmod 700 "$run"
    # Where the disk is rather full, docker forgets what it has built, and steps are run again.
    echo '{ "builder": { "gc": { "enabled": false } } }' >"$run/dockerd.json"
    alive registry || start_registry
    alive dockerd || start_dockerd
}

# end NAME: ask, wait, insist.
end() {
    local pid
    if alive "$1"; then
        pid="$(cat "$run/$1.pid")"
        kill "$pid" 2>/dev/null || true
        for _ in $(seq 150); do
            [ -e "/proc/$pid" ] || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$run/$1.pid"
}

stop() {
    end dockerd
    end registry
    # The next engine starts with nothing: no test can lean on what another run has left.
    rm -rf --one-file-system "$run/users" "$root/registry" "$root/data"
}

# ---- users: the engine ends with the last of them

in_use() {
    local user
    for user in "$run"/users/*; do
        [ ! -e "$user" ] || ! kill -0 "${user##*/}" 2>/dev/null || return 0
    done
    return 1
}

# Waits in the background for the end of a process, and stops the engine after the last one's.
watch() {
    tail --pid="$1" -s 0.2 -f /dev/null
    lock
    rm -f "$run/users/$1"
    in_use || stop
}

print_client() {
    echo "DOCKER_CONFIG=$root/config"
    echo "BAKEWELL_TEST_BUILDX=$plugin"
}

print_engine() {
    print_client
    echo "DOCKER_HOST=unix://$run/docker.sock"
    echo "BAKEWELL_TEST_REGISTRY=$(cat "$run/registry.address")"
    echo "BAKEWELL_TEST_BUSYBOX=$prefix/bin/busybox"
    echo "PATH=$PATH"
}

lock() {
    mkdir -p "$root"
    exec 9>"$root/lock"
    flock 9
}

export PATH="$prefix/usr/bin:$prefix/usr/sbin:$PATH"
case "${1:-}" in
client)
    lock
    have_client
    print_client
    ;;
up)
    [ "$(id -u)" = 0 ] || fail "only root can start dockerd"
    lock
    have_engine
    export DOCKER_HOST="unix://$run/docker.sock" DOCKER_CONFIG="$root/config"
    start
    if [ -n "${2:-}" ]; then
        touch "$run/users/$2"
        setsid bash "$0" watch "$2" </dev/null >"$run/watch.log" 2>&1 9>&- &
    fi
    print_engine
    ;;
watch) watch "$2" ;;
down)
    lock
    stop
    ;;
*)
    sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 2
    ;;
esac
