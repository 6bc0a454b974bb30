# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# mosquitto_loop_stop(force) cancels the client's network thread.
order=30 package=libmosquitto1 needs="mosquitto cc mosquitto_client" cancels=yes
what='a client of libmosquitto connects to a local broker 200 times, publishes 20 messages, gets them back, and stops its network thread by force'

play() {
    local port
    port=$(free_port)
    printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$port" >"$desk/broker.conf"
    begin_plain broker mosquitto -c "$desk/broker.conf"
    wait_port "$port" || return
    run_here client "$tools/mosquitto_client" "$port" 200
    fact connections "$(sed -n 's/^connections //p' "$desk/client.log") of 200 connections"
    fact leaks "$(sed -n 's/^leaked //p' "$desk/client.log") descriptors leaked"
}
expected_connections='200 of 200 connections' expected_leaks='0 descriptors leaked'
