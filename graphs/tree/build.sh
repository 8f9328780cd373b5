# Puts the program together: build.sh FILE
#
# TOOLCHAIN is the shell it is for, FEATURES are those it has, PROFILE says whether it keeps its
# comments and shows what it does, and VERSION is what it says of itself.
set -eu

parts=src/words.sh
for feature in $FEATURES; do parts="$parts src/features/$feature.sh"; done
parts="$parts src/main.sh"

for_release() { sed -e '/^ *#/d' -e '/^$/d'; }
for_debugging() { echo 'set -x' && cat; }

mkdir -p "$(dirname "$1")"
{
    echo "#!$(which "$TOOLCHAIN")" # not `command -v`, which has no path for busybox's own programs
    echo "version='$VERSION'"
    echo "manual='$(sed -n 's/^#: /  /p' $parts)'"
    case $PROFILE in
    release) cat $parts | for_release ;;
    debug) cat $parts | for_debugging ;;
    *) echo "there is no profile $PROFILE" >&2 && exit 1 ;;
    esac
} >"$1"
chmod 755 "$1"
