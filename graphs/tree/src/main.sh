#: count  all words together; so without a command
tally_count() {
    words | wc -l
}

#: help   this text
tally_help() {
    printf 'tally %s: counts the words on standard input\n\n%s\n' "$version" "$manual"
}

set -eu
command=${1:-count}
if ! command -v "tally_$command" >/dev/null; then
    echo "tally: there is no command \`$command\`; try \`tally help\`" >&2
    exit 2
fi
"tally_$command"
