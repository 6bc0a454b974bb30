# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# rsyslog's shutdown: a worker that is blocked in a write gets SIGTTIN, and when it does not end, is cancelled.
order=10 package=rsyslog needs="rsyslogd logger" cancels=yes
what='5,000 messages by TCP into a file, 5,000 into a program that does not read; SIGTERM: that worker gets SIGTTIN, then a cancel'

play() {
    local port stuck log=$desk/rsyslogd.log
    port=$(free_port) stuck=$(free_port)
    cat >"$desk/rsyslog.conf" <<TEXT
global(workDirectory="$desk")
module(load="imtcp")
module(load="omprog")
input(type="imtcp" address="127.0.0.1" port="$port" ruleset="file")
input(type="imtcp" address="127.0.0.1" port="$stuck" ruleset="stuck")
ruleset(name="file" queue.type="LinkedList") {
    action(type="omfile" file="$desk/out.log")
}
ruleset(name="stuck" queue.type="LinkedList" queue.timeoutshutdown="200" queue.timeoutactioncompletion="200") {
    action(type="omprog" binary="/bin/sleep 1000" closeTimeout="200" killUnresponsive="on")
}
TEXT
    seq -f 'message %g, of a length that fills the pipe to a program that does not read' 1 5000 >"$desk/messages"
    begin rsyslogd rsyslogd -n -i "$desk/pid" -f "$desk/rsyslog.conf"
    wait_port "$port" && wait_port "$stuck" || return
    logger --tcp -n 127.0.0.1 -P "$port" -f "$desk/messages"
    logger --tcp -n 127.0.0.1 -P "$stuck" -f "$desk/messages"
    wait_until 10 lines "$desk/out.log" 5000
    end TERM 20
    fact messages "$(wc -l <"$desk/out.log") of 5,000 messages in the file"
    # rsyslog tells of both: "cooperative cancellation" is the signal, "hard" is pthread_cancel.
    fact order "a worker got $(sed -nE 's/.*need to do cooperative .*/SIGTTIN/p; s/.*need to do hard .*/pthread_cancel/p' "$log" | paste -sd , | sed "s/,/, then /")"
}
expected_messages='5000 of 5,000 messages in the file' expected_order='a worker got SIGTTIN, then pthread_cancel'
