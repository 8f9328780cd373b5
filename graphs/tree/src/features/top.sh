#: top    the ten most frequent words
tally_top() {
    frequencies | head -n 10
}
