/* SPDX-License-Identifier: MIT */
#include "judges.h"

namespace safecancel {

namespace {

/* enum outcome of error_stage.h. */
constexpr long not_made = 0, right = 1, failed = 2;
/* PROBE_LIMIT of probe.h: the deadline's scope lasts. */
constexpr long without_end = 3;

/* How many of the points after a request that nothing has taken yet fail. */
long requests_of(Way way) { return way == Way::deadline ? without_end : 1; }

/*
 * A function of libc's that fails may tell so in its own way (docs/ecanceled.md);
 * syslog has none.  A point itself always says ECANCELED.
 */
void check_failed(const Row &row, const Facts &facts, const char *attempt)
{
    if (!inside(row))
        CHECK(facts[attempt] == failed);
    else if (row.function() != "syslog")
        CHECK(facts[attempt] > right);
}

/* Nothing is left, but for what the function itself leaves when it fails: system and pclose their child. */
void check_order(const Row &row, const Facts &facts)
{
    if (!inside(row))
        return;
    CHECK(facts["harm"] == 0);
    CHECK(facts["descriptors"] <= (row.is("socket_left") ? 1 : 0));
    CHECK(facts["children"] <= (row.function() == "system" || row.function() == "pclose" ? 1 : 0));
}

/* The thread goes on, with nothing pending; a pthread_cancel it has seen masked is acted upon once it enables. */
void check_end(const Row &row, const Facts &facts, bool cancelled, bool disabled)
{
    CHECK(facts["pending"] == 0);
    CHECK(facts["failing_later"] == 0);
    CHECK(facts["state"] == (disabled ? 1 : 0));
    CHECK(facts["acted"] == cancelled);
    CHECK(facts["failing_in_cleanup"] == (cancelled ? 0 : -1));
    if (row.is("effect") && !row.is("once"))
        CHECK(facts["effect"] == 1);
    check_order(row, facts);
}

/* tmpfile makes a file with a name if it cannot have one without, whatever the error was. */
bool libc_has_gone_on(const Row &row, const Facts &facts)
{
    return row.name == "tmpfile" && facts["first"] == right && facts["failing"] == 0;
}

/* Points of libc's that never wait may be found before their system call, or not. */
bool may_be_found(const Row &row, const Facts &facts)
{
    return inside(row) && !row.is("blocks") && (facts["first"] != right || libc_has_gone_on(row, facts));
}

}  // namespace

void check_given(const Row &row, const Facts &facts, Way way, bool cancelled, bool disabled)
{
    const bool first_fails = facts["sees"] == 1;
    if (first_fails) {
        check_failed(row, facts, "first");
        CHECK(facts["second"] == (row.is("once") ? not_made : right));
    } else {
        CHECK(facts["first"] == right);
    }
    CHECK(facts["failing"] == (first_fails && way != Way::deadline ? 0 : requests_of(way)));
    check_end(row, facts, cancelled, disabled);
}

void judge_before(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    if (may_be_found(row, facts))
        return check_order(row, facts);
    check_given(row, facts, way, way == Way::masked, way == Way::masked);
    if (blocks(row) && facts["sees"] == 0)
        CHECK(facts["still"] == 1);
}

void judge_blocked(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    if (way != Way::deadline)
        CHECK(facts["blocked"] == 1);
    check_given(row, facts, way, way == Way::masked, way == Way::masked);
    if (facts["sees"] == 0)
        CHECK(facts["still"] == 1);
    else if (way == Way::broken)
        CHECK(facts["failing_in_handler"] == (row.is("futex") ? -1 : 0));
}

void judge_completed(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    CHECK(facts.trace.held);
    CHECK(facts["first"] == right);
    CHECK(facts["failing"] == requests_of(way));
    check_end(row, facts, way == Way::masked, way == Way::masked);
    if (row.is("effect"))
        CHECK(facts["effect"] == 1);
}

void judge_handler(const Row &row, const Facts &facts, Way way)
{
    SC_TOLD(facts);
    CHECK(facts["blocked"] == 1);
    CHECK(facts["left_handler"] == 1);
    CHECK(facts["still"] == 1);
    check_given(row, facts, way, way == Way::masked, way == Way::masked);
    if (way == Way::broken)
        CHECK(facts["failing_in_handler"] == (row.is("futex") ? -1 : 0));
}

void judge_twice(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    check_failed(row, facts, "first");
    check_failed(row, facts, "second");
    CHECK(facts["third"] == right);
    CHECK(facts["failing"] == 0);
    if (row.is("blocks"))
        CHECK(facts["blocked"] == 1);
    check_end(row, facts, false, false);
}

void judge_with_cancel(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["acted"] == 1);
    CHECK(facts["first"] == not_made);
    CHECK(facts["cleaned"] == 1);
    CHECK(facts["failing_in_cleanup"] == 0);
    if (row.is("effect") && !inside(row))
        CHECK(facts["effect"] == 0);
    check_order(row, facts);
}

void judge_both(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["blocked"] == 1);
    CHECK(facts["acted"] == 1);
    if (row.function() != "syslog")
        CHECK(facts["first"] != right);
    CHECK(facts["cleaned"] == 1);
    CHECK(facts["failing_in_cleanup"] == 0);
    if (row.is("effect") && !inside(row))
        CHECK(facts["effect"] == 0);
    check_order(row, facts);
}

}  // namespace safecancel
