# The parts of the program, each on its own, as far as they are built in.
set -eu
. src/words.sh
for feature in $FEATURES; do . "src/features/$feature.sh"; done

text='the cat, the dog'

# expect FUNCTION OUTPUT: what it makes of the text
expect() {
    found=$(echo "$text" | "$1")
    [ "$found" = "$2" ] || { echo "$1: expected <$2>, found <$found>" >&2 && exit 1; }
}

expect words "the
cat
the
dog"
expect frequencies "2 the
1 cat
1 dog"
for feature in $FEATURES; do
    case $feature in
    top) expect tally_top "$(echo "$text" | frequencies)" ;;
    json) expect tally_json '{"the":2,"cat":1,"dog":1}' ;;
    esac
done
echo "unit tests: good"
