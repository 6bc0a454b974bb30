# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# sysbench cancels the thread that reports every second.
order=20 package=sysbench needs=sysbench cancels=yes
what='cpu, threads and memory with 8 threads; the report thread is cancelled at the end of each'

play() {
    local each reports=0
    for each in cpu threads memory; do
        run_here "$each" sysbench "$each" run --threads=8 --time=2 --report-interval=1 \
            $([[ $each != memory ]] || echo --memory-total-size=0)
        grep -q 'execution time (avg/stddev)' "$desk/$each.log" && reports=$((reports + 1))
    done
    fact reports "$reports of 3 final reports"
}
expected_reports='3 of 3 final reports'
