# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by build-portable and test-matrix, after progress.sh: small Debian
# systems below a directory, one for each release, and commands run in them.
#
# A root appears under its name only when it is complete; one that is
# half-made has another name and is removed.  Everything is mounted in a mount
# namespace of its own, so no mount outlives the command it was made for, and
# removing a root never reaches through one.
: "${root:?}"

roots=${SAFECANCEL_ROOTS:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/safecancel/roots}
mirror=${SAFECANCEL_MIRROR-} # empty: the one debootstrap knows

# Why roots can neither be made nor entered here; empty if they can.
roots_refused() {
    local tool
    if ((EUID != 0)); then
        echo "root's rights are needed for chroot"
        return
    fi
    for tool in debootstrap unshare chroot flock; do
        command -v "$tool" >/dev/null || { echo "$tool is not installed"; return; }
    done
    unshare -m true 2>/dev/null || echo "mount namespaces are not permitted here"
}

# make_root NAME SUITE [PACKAGE...]: makes the root NAME unless it is there.
# Returns 1, with the end of debootstrap's log shown, if it cannot be made.
make_root() {
    local name=$1 suite=$2 half=$roots/.$1.half lock status=0 IFS=,
    shift 2
    mkdir -p -- "$roots" || return 1
    exec {lock}>"$roots/.$name.lock" || return 1
    flock "$lock"
    if [[ ! -d $roots/$name ]]; then
        say "Making a Debian root: $suite, in $roots/$name"
        rm -rf --one-file-system -- "$half"
        # shellcheck disable=SC2064 # now, not then
        trap "rm -rf --one-file-system -- '$half'" EXIT
        if quietly "root-$name" unshare -m debootstrap --variant=minbase ${1:+--include="$*"} \
            "$suite" "$half" ${mirror:+"$mirror"}; then
            rm -rf -- "$half"/var/cache/apt/archives/*.deb "$half"/var/lib/apt/lists/*
            mv -T -- "$half" "$roots/$name" || status=1
        else
            status=1
        fi
        rm -rf --one-file-system -- "$half"
    fi
    exec {lock}>&-
    return "$status"
}

# in_root NAME BUILD COMMAND...: runs it in the root, with the source tree at
# /src, read-only, the directory BUILD at /build, and file systems, processes,
# message queues and semaphores of its own, all gone when it has ended.
in_root() {
    # The first process of a process namespace has to be one that waits for the others: the shell.
    # shellcheck disable=SC2016 # expanded by the inner shell
    ROOT=$roots/$1 SOURCE=$root BUILD=$2 unshare -m -p -i -f --kill-child bash -c '
        set -e
        mkdir -p "$ROOT/src" "$ROOT/build" "$ROOT/dev/mqueue" "$ROOT/dev/shm" "$ROOT/dev/pts"
        mount --bind "$SOURCE" "$ROOT/src"
        mount --bind "$BUILD" "$ROOT/build"
        mount -o remount,bind,ro "$ROOT/src"
        mount -t proc proc "$ROOT/proc"
        mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$ROOT/dev/pts"
        mount -t mqueue mqueue "$ROOT/dev/mqueue"
        mount -t tmpfs -o mode=1777 tmpfs "$ROOT/dev/shm"
        mount -t tmpfs -o mode=1777 tmpfs "$ROOT/tmp"
        status=0
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 chroot "$ROOT" "$@" || status=$?
        exit "$status"' in_root "${@:3}"
}
