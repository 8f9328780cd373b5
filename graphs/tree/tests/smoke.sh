# The installed program answers.
set -eu
tally=/usr/local/bin/tally

[ "$(echo 'one two two' | "$tally")" = 3 ]
"$tally" help | grep -q count
for feature in $FEATURES; do
    "$tally" help | grep -q "^  $feature "
    echo 'one two two' | "$tally" "$feature" | grep -q two
done
if "$tally" nonsense 2>/dev/null; then exit 1; fi
echo "smoke tests: good"
