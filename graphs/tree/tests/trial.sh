# The image counts what it is given, run as people run it. bakewell says which image.
set -eu
found=$(echo 'one two two' | docker run --rm --interactive --network=none "$BAKEWELL_IMAGE")
[ "$found" = 3 ]
