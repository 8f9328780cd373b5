# The words on standard input, one a line.
words() {
    tr -cs '[:alnum:]' '\n' | sed '/^$/d'
}

# How often each of them occurs, the most frequent first.
frequencies() {
    words | sort | uniq -c | sort -k1,1nr -k2,2 | awk '{ print $1, $2 }'
}
