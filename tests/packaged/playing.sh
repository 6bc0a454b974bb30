# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
#
# Sourced by test-programs, in a process namespace of its own for each play: what the plays in
# plays/ are written with.  `side` is "without" or "with", `desk` an empty directory,
# `launcher` the command that preloads the shim.  What came of it goes to
# $desk/facts, "NAME<TAB>TEXT" each; how programs ended, to $desk/endings.

: >"$desk/facts"
: >"$desk/endings"
running=() # processes of `begin`, the last first

fact() {
    printf '%s\t%s\n' "$1" "$2" >>"$desk/facts"
}

# protected COMMAND...: becomes it, with the shim if it is that side.
protected() {
    [[ $side = without ]] || set -- "${launcher[@]}" "$@"
    SAFECANCEL_STATS=$desk/statistics exec "$@"
}

# ended_as STATUS: in words.
ended_as() {
    if (($1 > 128)); then echo "signal $(($1 - 128))"; else echo "exit status $1"; fi
}

# run_here NAME COMMAND...: to its end, its output in NAME.log.
run_here() {
    local name=$1 status=0
    shift
    (protected "$@") >"$desk/$name.log" 2>&1 </dev/null || status=$?
    ended_as "$status" >>"$desk/endings"
}

# begin NAME COMMAND...: in the background; `end` ends it.
begin() {
    local name=$1
    shift
    (protected "$@") >"$desk/$name.log" 2>&1 </dev/null &
    running=($! "${running[@]}")
}

# begin_plain NAME COMMAND...: the same for what is never with the shim, and ends with the play.
begin_plain() {
    local name=$1
    shift
    "$@" >"$desk/$name.log" 2>&1 </dev/null &
}

# end SIGNAL SECONDS: the program begun last; counts its descriptors first, and kills it if it is late.
end() {
    local process=${running[0]} status=0 watcher
    running=("${running[@]:1}")
    kill "-$1" "$process"
    { sleep "$2"; kill -KILL "$process"; } 2>/dev/null &
    watcher=$!
    wait "$process" || status=$?
    if ((status == 137)); then
        echo "late: killed after $2 s" >>"$desk/endings"
    else
        ended_as "$status" >>"$desk/endings"
    fi
    kill "$watcher" 2>/dev/null
}

# free_port: a number of which no one listens on loopback, by TCP or UDP.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        grep -qi "$(printf ':%04X ' "$port")" /proc/net/tcp /proc/net/udp || break
    done
    echo "$port"
}

# wait_until SECONDS COMMAND...: tries it until it succeeds.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || { fact late "$* did not succeed in time"; return 1; }
        sleep 0.1
    done
}

# Without a connection, of which some would tell, or end.
listens() {
    grep -q "$(printf ':%04X 00000000:0000 0A ' "$1")" /proc/net/tcp
}
wait_port() {
    wait_until 20 listens "$1"
}

# lines FILE COUNT: it has so many.
lines() {
    (($(wc -l <"$1") >= $2))
}
