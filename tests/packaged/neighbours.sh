# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# Sourced by test-programs: what else is preloaded or traces, each tried on `canceller`.  A
# neighbour is a function that runs its arguments in its own way and is told in
# `words_NAME`; `needs_NAME` are the commands it takes.  It runs in the play's directory.

neighbours=(fakeroot eatmydata torsocks proxychains jemalloc asan valgrind gdb strace rr)

words_fakeroot='libfakeroot preloaded too; a chown that only it can do'
package_fakeroot=fakeroot needs_fakeroot='fakeroot'
neighbour_fakeroot() {
    # shellcheck disable=SC2016 # expanded inside
    fakeroot sh -c ': >file; chown 1234 file && stat -c %u file && exec "$@"' sh "$@"
}

words_eatmydata='libeatmydata preloaded too: its fsync stays the one that is called'
package_eatmydata=libeatmydata1 needs_eatmydata='eatmydata strace'
neighbour_eatmydata() {
    eatmydata strace -qq -f -e trace=fsync,fdatasync -o trace dd if=/dev/zero of=file count=1 conv=fsync 2>/dev/null
    echo "dd conv=fsync: $(wc -l <trace) of its calls reach the kernel"
    eatmydata "$@"
}

words_torsocks='libtorsocks preloaded too: it still refuses to connect past Tor, which does not run'
package_torsocks=torsocks needs_torsocks='torsocks curl'
neighbour_torsocks() {
    torsocks curl -s -m 5 http://192.0.2.1/ 2>/dev/null
    echo "curl: $?"
    torsocks "$@"
}

words_proxychains='libproxychains preloaded too: it still connects by a proxy, which is not there'
package_proxychains=proxychains4 needs_proxychains='proxychains4 curl'
neighbour_proxychains() {
    printf 'strict_chain\n[ProxyList]\nsocks5 127.0.0.1 9\n' >proxychains.conf
    proxychains4 -q -f proxychains.conf curl -s -m 5 http://192.0.2.1/ 2>/dev/null
    echo "curl: $?"
    proxychains4 -q -f proxychains.conf "$@"
}

words_jemalloc='jemalloc preloaded too'
package_jemalloc=libjemalloc2 needs_jemalloc=''
neighbour_jemalloc() {
    LD_PRELOAD=libjemalloc.so.2${LD_PRELOAD:+:$LD_PRELOAD} "$@"
}

words_asan="built with gcc's AddressSanitizer"
package_asan=gcc needs_asan='cc canceller_asan'
neighbour_asan() {
    "$1_asan"
}

words_valgrind='memcheck: no error, no block lost for ever'
package_valgrind=valgrind needs_valgrind='valgrind'
neighbour_valgrind() {
    valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=definite "$@"
}

words_gdb='run under gdb, which looks at its threads'
package_gdb=gdb needs_gdb='gdb'
neighbour_gdb() {
    gdb -nx -q -batch -iex 'set debuginfod enabled off' -ex 'set print thread-events off' -ex 'handle SIG32 nostop noprint' \
        -ex run -ex 'print $_exitcode' --args "$@" | sed -n 's/^\$1 = /exit code in gdb: /; /^cancelled\|^exit/p'
}

words_strace='every system call of all threads traced'
package_strace=strace needs_strace='strace'
neighbour_strace() {
    strace -f -o trace "$@"
}

words_rr='recorded, and replayed'
package_rr=rr needs_rr='rr'
neighbour_rr() {
    _RR_TRACE_DIR=$PWD/rr rr record "$@" && _RR_TRACE_DIR=$PWD/rr rr replay -a >/dev/null
}
# rr needs the processor's counters.
refused_rr() {
    local said
    said=$(_RR_TRACE_DIR=$PWD/rr-probe rr record true 2>&1) && return
    if [[ $said = *perf_event* ]]; then
        echo "the kernel gives no processor's counters here (perf_event_open)"
    else
        echo "rr cannot record here: $(tail -n 1 <<<"$said" | cut -c 1-60)"
    fi
}
