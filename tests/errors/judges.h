/* SPDX-License-Identifier: MIT */
/* What must have come of a row in each situation: assertions about the facts that the program tells. */
#ifndef SAFECANCEL_TESTS_ERRORS_JUDGES_H
#define SAFECANCEL_TESTS_ERRORS_JUDGES_H

#include "rows.h"

namespace safecancel {

/* The first attempt has failed, or if the request could not reach it the next point has. */
void check_given(const Row &row, const Facts &facts, Way way, bool cancelled, bool disabled);

void judge_before(const Row &row, const Facts &facts, Way way);
void judge_blocked(const Row &row, const Facts &facts, Way way);
void judge_completed(const Row &row, const Facts &facts, Way way);
/* Not before the handler has returned. */
void judge_handler(const Row &row, const Facts &facts, Way way);
void judge_twice(const Row &row, const Facts &facts);
/* Acted upon at once, and nothing done. */
void judge_with_cancel(const Row &row, const Facts &facts);
/* The request may have been given to the point before the pthread_cancel came; then the next one acts. */
void judge_both(const Row &row, const Facts &facts);

}  // namespace safecancel

#endif
