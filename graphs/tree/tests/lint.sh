# Every script can be read by the shell it is for.
set -eu
for script in build.sh src/*.sh src/features/*.sh tests/*.sh; do
    "$TOOLCHAIN" -n "$script"
done
