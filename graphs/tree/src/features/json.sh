#: json   all words and how often they occur, for programs
tally_json() {
    frequencies | jq -cRn '[inputs | split(" ") | { (.[1]): (.[0] | tonumber) }] | add // {}'
}
