# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# netdata's collectors read /proc with stdio and files of their own; its shutdown cancels them.
order=70 package=netdata-core needs="netdata curl" cancels=yes
what='collects for some seconds, answers 200 requests by HTTP; SIGTERM: the collectors are cancelled'

play() {
    local port i good=0 each
    port=$(free_port)
    mkdir -p "$desk"/{cache,lib,log}
    {
        for each in global directories; do
            printf '[%s]\n run as user = root\n cache directory = %s\n lib directory = %s\n log directory = %s\n' \
                "$each" "$desk/cache" "$desk/lib" "$desk/log"
            printf ' cache = %s\n lib = %s\n log = %s\n' "$desk/cache" "$desk/lib" "$desk/log"
        done
        printf '[web]\n bind to = 127.0.0.1:%s\n[plugins]\n' "$port"
        printf ' %s = no\n' apps python.d charts.d node.d go.d ebpf perf nfacct slabinfo fping ioping cgroups cups freeipmi xenstat
    } >"$desk/netdata.conf"
    begin netdata netdata -D -P "$desk/pid" -c "$desk/netdata.conf"
    wait_port "$port" || return
    wait_until 20 curl -sf -m 5 "http://127.0.0.1:$port/api/v1/data?chart=system.cpu&points=5" || return
    sleep 3
    for i in {1..200}; do
        ! curl -sf -m 5 "http://127.0.0.1:$port/api/v1/data?chart=system.cpu&points=5" >/dev/null || good=$((good + 1))
    done
    end TERM 45
    fact answers "$good of 200 answers"
}
expected_answers='200 of 200 answers'
