# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# iperf3 has a thread a stream since 3.16, and cancels them all at the end of a test.
order=60 package=iperf3 needs= cancels=yes root_of_play=trixie+programs
what='a server and a client, 8 streams for 2 s each way on loopback, in Debian 13 (glibc 2.41); threads of the streams are cancelled at the end'

play() {
    local port good=0 each
    port=$(free_port)
    begin server iperf3 -s --forceflush -B 127.0.0.1 -p "$port"
    wait_port "$port" || return
    for each in '' -R; do
        # It resets whoever comes before it is ready again.
        [[ -z $each ]] || wait_until 10 grep -q 'test #2' "$desk/server.log" || return
        # shellcheck disable=SC2086 # no word, or one
        run_here "client$each" iperf3 -c 127.0.0.1 -p "$port" -P 8 -t 2 $each
        ! grep -q 'iperf Done' "$desk/client$each.log" || good=$((good + 1))
    done
    end TERM 10
    fact tests "$good of 2 tests done"
}
expected_tests='2 of 2 tests done'
ends_as='exit status 0|exit status 1' # the server, of SIGTERM
