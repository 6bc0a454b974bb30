# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154,SC2016
#
# Sourced by test-programs: what a play's files say, whether that is right, and the page.
# `output` is where they are.

# tell DESK: how its programs ended, and the facts.
tell() {
    sort "$1/endings" | uniq -c | sed -E 's/^ *1 //; s/^ *([0-9]+) (.*)/\1 x \2/' | paste -sd ';' | sed 's/;/, /g'
    cut -f 2 "$1/facts"
}

# requests DESK: the sums of the statistics: requests, acted upon before and while blocked, kept.
requests() {
    cat -- "$1/statistics" /dev/null 2>/dev/null | awk '
        function number(what) { return match($0, "[0-9]+ " what) ? substr($0, RSTART, RLENGTH) + 0 : 0 }
        { r += number("requests"); b += number("acted upon before"); w += number("while blocked"); k += number("completed calls") }
        END { print r + 0, b + 0, w + 0, k + 0 }'
}

# judge_play NAME: what is wrong with its side "with", one a line.
judge_play() {
    local key text expected ending
    while IFS=$'\t' read -r key text; do
        expected=expected_$key
        [[ ${!expected-} = "$text" ]] || echo "$text (expected: ${!expected-nothing})"
    done <"$output/$1.with/facts"
    for key in $(compgen -v expected_); do
        grep -q "^${key#expected_}	" "$output/$1.with/facts" || echo "not reached: ${key#expected_}"
    done
    while read -r ending; do
        [[ $ending =~ ^(${ends_as:-exit status 0})$ ]] || echo "ended with $ending"
    done <"$output/$1.with/endings"
    # shellcheck disable=SC2046 # four numbers
    set -- $(requests "$output/$1.with")
    [[ $cancels = no ]] || (($1 > 0)) || echo 'it made no request'
}

version_of() {
    if [[ -n ${2-} ]]; then
        chroot "$roots/$2" dpkg-query -W -f '${Version}' "$1" 2>/dev/null
    else
        dpkg-query -W -f '${Version}' "$1" 2>/dev/null
    fi
}

# cell TEXT: its lines for a table.
cell() {
    [[ -n $1 ]] || return
    awk 'NR > 1 { printf "<br>" } { gsub(/\|/, "\\|"); printf "%s", $0 }' <<<"$1"
}

# The page.
write_page() {
    cat <<TEXT
# Real programs

Written by \`scripts/test-programs --write\`: programs as Debian packages them, unmodified, without the shim and with
it. glibc $(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2) where nothing else is said, Linux $(uname -r | cut -d - -f 1), $(uname -m), $(nproc) processors.

## Programs that cancel threads

How the programs ended, and what came of their work; with the shim that has to be all of it, without it is as it happened to
be in this run. The last column is the shim's own account of the right-hand side
(\`SAFECANCEL_STATS\`): requests made; acted upon before a call + while blocked in one; completed calls whose result was
kept, so many that a cancel could have lost. Requests that are neither were acted upon under the asynchronous type (btrfs), or
came when the thread was ending by itself.

| package | version | what it did | without | with the shim | requests, acted upon, kept |
|---|---|---|---|---|---|
TEXT
    cat -- "$output/plays.md"
    cat <<'TEXT'

## Neighbours

A small program (`tests/packaged/canceller.c`) that cancels 200 threads which wait in `read` and `recv` and looks at what they
clean up, beside what else is preloaded or traces it.

| package | version | how | without | with the shim | requests, acted upon, kept |
|---|---|---|---|---|---|
TEXT
    cat -- "$output/neighbours.md"
    cat <<TEXT

## Ordinary programs

$(grep -c . "$output/ordinary.md") commands by \`safecancel compare --suite tests/packaged/ordinary.suite\`: exit status, output, open descriptors and
threads at exit. "Varies by itself": two runs without the shim differ there too.

| program | command | with the shim |
|---|---|---|
TEXT
    cat -- "$output/ordinary.md"
}
