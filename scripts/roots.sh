# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by build-portable, build-tools, test-matrix, bench and emulated, after
# progress.sh: small Debian systems below a directory, and commands run in them.
# A root is called by its release, with an architecture behind it if that is not
# the machine's own, and what else is special: bookworm, bookworm-i386, bullseye+cross.
#
# A root appears under its name only when it is complete; one that is
# half-made has another name and is removed.  Everything is mounted in a mount
# namespace of its own, so no mount outlives the command it was made for, and
# removing a root never reaches through one.
#
# A root for 64-bit Arm is run by qemu-user, which the kernel starts because a
# private binfmt_misc says so: that takes a user namespace of its own, and Linux
# 6.7.  Its packages are only unpacked: what they would configure, no test needs.
: "${root:?}"

roots=${SAFECANCEL_ROOTS:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/safecancel/roots}
mirror=${SAFECANCEL_MIRROR-} # empty: the one debootstrap knows

# root_suite NAME, root_architecture NAME: its parts.
root_suite() {
    echo "${1%%[-+]*}"
}
root_architecture() {
    case $1 in
    *-*) echo "${1##*-}" | sed 's/+.*//' ;;
    *) dpkg --print-architecture ;;
    esac
}

# portable_builder [ARCHITECTURE]: the root in which the portable objects for it,
# or for the machine's own, are built.
portable_builder() {
    case ${1-} in
    i386) echo bullseye-i386 ;;
    arm64) echo bullseye+cross ;;
    *) echo bullseye ;;
    esac
}

# roots_refused NAME: why the root can neither be made nor entered here; empty if it can.
roots_refused() {
    local tool
    if ((EUID != 0)); then
        echo "root's rights are needed for chroot"
        return
    fi
    for tool in debootstrap unshare chroot flock; do
        command -v "$tool" >/dev/null || { echo "$tool is not installed"; return; }
    done
    unshare -m true 2>/dev/null || { echo "mount namespaces are not permitted here"; return; }
    [[ $1 = *-arm64 && $(uname -m) != aarch64 ]] || return 0
    command -v "$emulator" >/dev/null || { echo "qemu-user-static is not installed"; return; }
    # shellcheck disable=SC2016 # expanded inside
    in_user_namespace unshare -m bash -c "$emulate" 2>/dev/null ||
        echo "the kernel gives no private binfmt_misc (Linux 6.7 does), which 64-bit Arm needs here"
}

emulator=/usr/bin/qemu-aarch64-static
# Has the kernel start 64-bit Arm programs by the emulator (Documentation/admin-guide/binfmt-misc.rst):
# bytes 0 to 19 of an ELF header, its type (executable or shared object) and machine (183) the last two.
emulate='
    mount -t binfmt_misc none /proc/sys/fs/binfmt_misc &&
    printf ":safecancel-aarch64:M::%s:%s:%s:F" \
        "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00" \
        "\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff" \
        "'$emulator'" >/proc/sys/fs/binfmt_misc/register'

# in_user_namespace COMMAND...: runs it with all user IDs as they are, in a user namespace of its own.
in_user_namespace() {
    # shellcheck disable=SC2016 # expanded by the inner shells
    bash -c '
        give_ids() {
            local outside
            outside=$(readlink /proc/self/ns/user)
            while [[ $(readlink "/proc/$1/ns/user") = "$outside" ]]; do sleep 0.01; done
            echo 0 0 4294967295 >"/proc/$1/uid_map"
            echo 0 0 4294967295 >"/proc/$1/gid_map"
        }
        give_ids $$ &
        exec unshare -U bash -c "
            until read -r _ </proc/self/gid_map; do sleep 0.01; done
            exec \"\$@\"" bash "$@"' bash "$@"
}

# fill_root NAME HALF [PACKAGE...]: debootstrap.
fill_root() {
    local name=$1 half=$2 suite architecture
    shift 2
    suite=$(root_suite "$name") architecture=$(root_architecture "$name")
    case $architecture in
    arm64)
        if [[ $(uname -m) = aarch64 ]]; then
            bootstrap arm64 "$suite" "$half" "$@"
        else
            fill_emulated_root "$suite" "$half" "$@"
        fi
        ;;
    i386)
        bootstrap i386 "$suite" "$half" "$@" && return
        # A 64-bit system has that libc too; 32-bit programs of the system there are none then.
        echo "The mirror has no $suite for i386 that its signature vouches for: trying libc6-i386"
        rm -rf --one-file-system -- "$half"
        bootstrap amd64 "$suite" "$half" libc6-i386 lib32stdc++6 "$@"
        ;;
    *) bootstrap "$architecture" "$suite" "$half" "$@" ;;
    esac
}

bootstrap() {
    local architecture=$1 suite=$2 half=$3 IFS=,
    shift 3
    unshare -m debootstrap --variant=minbase --arch="$architecture" ${1:+--include="$*"} \
        "$suite" "$half" ${mirror:+"$mirror"}
}

# One whose packages are only unpacked.
fill_emulated_root() {
    local suite=$1 half=$2 archive IFS=,
    shift 2
    debootstrap --foreign --variant=minbase --arch=arm64 ${1:+--include="$*"} \
        "$suite" "$half" ${mirror:+"$mirror"} || return 1
    for archive in "$half"/var/cache/apt/archives/*.deb; do
        dpkg-deb -x "$archive" "$half" || return 1
    done
    rm -rf -- "$half/debootstrap"
    [[ -e $half/bin/sh ]] || ln -s dash "$half/bin/sh" || return 1
    echo 'root:x:0:0:root:/root:/bin/sh' >"$half/etc/passwd"
    echo 'root:x:0:' >"$half/etc/group"
}

# lacks NAME PACKAGE...: whether the root has not all the packages.  Where they are only
# unpacked, what it was made with is what it has.
lacks() {
    local name=$1 package
    shift
    for package; do
        { cat -- "$roots/.$name.packages"; sed -n 's/^Package: //p' "$roots/$name/var/lib/dpkg/status"; } 2>/dev/null |
            grep -xF -- "$package" >/dev/null || return 0
    done
    return 1
}

# make_root NAME [PACKAGE...]: makes the root NAME unless it is there, with these
# packages; one that lacks any is made again, with those that it was asked for before too.
# Returns 1, with the end of debootstrap's log shown, if it cannot be made.
make_root() {
    local name=$1 half=$roots/.$1.half lock status=0 asked=()
    shift
    mkdir -p -- "$roots" || return 1
    exec {lock}>"$roots/.$name.lock" || return 1
    flock "$lock"
    if [[ ! -d $roots/$name ]] || lacks "$name" "$@"; then
        say "Making a Debian root: $name, in $roots"
        mapfile -t asked < <({ printf '%s\n' "$@"; cat -- "$roots/.$name.packages" 2>/dev/null; } | sed '/^$/d' | sort -u)
        rm -rf --one-file-system -- "$half"
        # shellcheck disable=SC2064 # now, not then
        trap "rm -rf --one-file-system -- '$half'" EXIT
        if quietly "root-$name" fill_root "$name" "$half" "${asked[@]}"; then
            rm -rf -- "$half"/var/cache/apt/archives/*.deb "$half"/var/lib/apt/lists/*
            rm -rf --one-file-system -- "${roots:?}/$name"
            mv -T -- "$half" "$roots/$name" && printf '%s\n' "${asked[@]}" >"$roots/.$name.packages" || status=1
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
    local before=() prepare=
    [[ -d $roots/$1 ]] || return 1
    if [[ $1 = *-arm64 && $(uname -m) != aarch64 ]]; then
        before=(in_user_namespace)
        prepare="mount -t proc proc /proc
        $emulate"
    elif [[ $1 = *-i386* ]]; then
        before=(setarch i686) # what uname tells
    fi
    # The first process of a process namespace has to be one that waits for the others: the shell.
    # shellcheck disable=SC2016 # expanded by the inner shell
    ROOT=$roots/$1 SOURCE=$root BUILD=$2 "${before[@]}" unshare -m -p -i -f --kill-child bash -c "
        set -e
        $prepare"'
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
