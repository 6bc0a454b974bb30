# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by build-portable and build-packages: what a binary needs of a system.

oldest=2.31 # glibc

# surplus FILE [LIBRARY...]: a line for each thing that it needs beyond libc.so.6 of the oldest glibc
# and the libraries named; FILE has what `readelf -dVW` said.  Of libgcc_s what GCC 4.2 had is enough.
# On 64-bit Arm the stack protector's guard is in the loader, which is there always.
surplus() {
    local file=$1 allowed=(-e libc.so.6 -e ld-linux-aarch64.so.1) library version
    shift
    for library; do
        allowed+=(-e "$library")
    done
    sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' "$file" | grep -vxF "${allowed[@]}"
    grep -oE 'GLIBC_[0-9.]+|GLIBC_PRIVATE|(GCC|GLIBCXX|CXXABI)_[0-9.]+' "$file" | sort -u | while read -r version; do
        case $version in
        GLIBC_[0-9]*) no_newer "${version#GLIBC_}" "$oldest" ;;
        GCC_*) [[ " $* " = *' libgcc_s.so.1 '* ]] && no_newer "${version#GCC_}" 4.2.0 ;;
        *) false ;;
        esac || echo "$version"
    done
}

# no_newer VERSION LIMIT
no_newer() {
    [[ $(printf '%s\n' "$1" "$2" | sort -V | tail -n 1) = "$2" ]]
}
