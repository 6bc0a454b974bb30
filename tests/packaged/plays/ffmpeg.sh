# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# ffmpeg's udp:// reads in a thread of its own, which is cancelled when the input is closed.
order=40 package=ffmpeg needs=ffmpeg cancels=yes
what='50 frames of MPEG-TS from udp:// on loopback, five times; its receiving thread is cancelled at each close'

play() {
    local port i frames=0
    port=$(free_port)
    begin_plain sender ffmpeg -nostdin -loglevel error -re -f lavfi -i testsrc=size=320x240:rate=25 \
        -t 60 -f mpegts "udp://127.0.0.1:$port?pkt_size=1316"
    for i in 1 2 3 4 5; do
        run_here "receiver$i" ffmpeg -nostdin -loglevel error -progress "$desk/progress" \
            -i "udp://127.0.0.1:$port?fifo_size=10000&timeout=5000000" -frames:v 50 -f null -
        frames=$((frames + $(sed -n 's/^frame=//p' "$desk/progress" | tail -n 1)))
        rm -f "$desk/progress"
    done
    fact frames "$frames of 250 frames"
}
expected_frames='250 of 250 frames'
