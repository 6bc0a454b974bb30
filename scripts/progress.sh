# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by setup, demo and test: runs what takes long and says that it lives.
# A terminal gets one line that changes; anything else a line every few seconds.
# The caller has set `root` to the source tree; logs go to build/logs.
: "${root:?}"

# say TEXT: what happens next.
say() {
    printf '== %s\n' "$1"
}

# progress SECONDS TEXT: the line that changes; at most 79 columns.
progress() {
    local text
    text=$(printf '   %3d s  %s' "$1" "$2")
    if [[ -t 1 ]]; then
        printf '\r\033[K%s' "${text:0:79}"
    else
        printf '%s\n' "${text:0:79}"
    fi
}

# Ends the line that changes.
progress_end() {
    [[ ! -t 1 ]] || printf '\r\033[K'
}

# quietly LABEL COMMAND...: runs it with its output in a log and shows the last
# line of that now and then.  On failure shows the log's end; returns the status.
quietly() {
    local log=$root/build/logs/$1.log started=$SECONDS beat status=0
    shift
    mkdir -p -- "${log%/*}"
    heartbeat "$log" &
    beat=$!
    "$@" >"$log" 2>&1 </dev/null || status=$?
    kill "$beat"
    wait "$beat" 2>/dev/null
    progress_end
    if ((status)); then
        printf '   failed with status %d: %s\n   the end of %s:\n' "$status" "$*" "$log" >&2
        tail -n 40 -- "$log" >&2
    else
        printf '   done in %d s\n' $((SECONDS - started))
    fi
    return "$status"
}

# heartbeat LOG: shows its last line every few seconds, as long as the script
# lives.  The command itself stays in the foreground, so that ^C reaches it.
heartbeat() {
    local started=$SECONDS interval=5
    [[ ! -t 1 ]] || interval=1
    while sleep "$interval" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        progress $((SECONDS - started)) "$(tail -n 1 -- "$1" | tr -cd '[:print:]')"
    done
}

# lively COMMAND...: shows its output as it comes, and every five seconds of
# silence a line with what ctest says is running.  Returns its status.
lively() {
    "$@" 2>&1 </dev/null | live_lines
    return "${PIPESTATUS[0]}"
}

# Reads the output of ctest; prints all but its "Start" lines.
live_lines() {
    local line part='' started=$SECONDS quiet=$SECONDS status name
    local -A running=()
    while :; do
        status=0
        IFS= read -r -t 1 line || status=$?
        part+=$line
        if ((status == 0)); then
            progress_end
            if [[ $part =~ ^\ *Start\ +([0-9]+):\ (.*)$ ]]; then
                running[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
            else
                [[ ! $part =~ Test\ +#([0-9]+): ]] || unset "running[${BASH_REMATCH[1]}]"
                printf '%s\n' "$part"
                quiet=$SECONDS
            fi
            part=''
        elif ((status <= 128)); then
            break
        fi
        if ((SECONDS - quiet >= 5)); then
            name="${running[*]}"
            progress $((SECONDS - started)) "still running: ${name:-preparing}"
            quiet=$SECONDS
        fi
    done
    [[ -z $part ]] || printf '%s\n' "$part"
}
