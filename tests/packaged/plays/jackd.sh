# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# jackd with the dummy driver; clients come and go, and cancel threads of theirs as they close.
order=80 package=jackd2 needs="jackd jack_lsp jack_simple_client" cancels=yes
what='the dummy driver at 48 kHz; five clients play for half a second each and leave; SIGTERM'

play() {
    local i ports
    export JACK_DEFAULT_SERVER=safecancel-$$-$side
    begin jackd jackd -r -n "$JACK_DEFAULT_SERVER" -d dummy -r 48000 -p 256
    wait_until 10 jack_lsp || return
    ports=$(jack_lsp 2>/dev/null | wc -l)
    for i in 1 2 3 4 5; do
        begin "client$i" jack_simple_client "client$i"
        sleep 0.5
        end TERM 5
    done
    fact ports "$ports ports of the driver before, $(jack_lsp 2>/dev/null | wc -l) after"
    end TERM 10
}
expected_ports='4 ports of the driver before, 4 after'
