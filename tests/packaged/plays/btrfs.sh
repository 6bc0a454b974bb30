# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# btrfs cancels the thread that shows its progress, which has chosen the asynchronous type.
order=50 package=btrfs-progs needs="btrfs mkfs.btrfs" cancels=yes
what='check -p of an image with 400 files, five times; the progress threads have the asynchronous type'

play() {
    local i good=0
    mkdir "$desk/tree"
    for i in {1..400}; do head -c $((i * 100)) /dev/zero >"$desk/tree/$i"; done
    truncate -s 160M "$desk/image" && mkfs.btrfs -q --rootdir "$desk/tree" "$desk/image" || return
    for i in 1 2 3 4 5; do
        run_here "check$i" btrfs check -p "$desk/image"
        ! grep -q 'no error found' "$desk/check$i.log" || good=$((good + 1))
    done
    fact checks "$good of 5 checks without an error"
}
expected_checks='5 of 5 checks without an error'
