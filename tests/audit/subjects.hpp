/* SPDX-License-Identifier: MIT */
/* The audits under test, and what they are given. */
#ifndef SAFECANCEL_TESTS_AUDIT_SUBJECTS_HPP
#define SAFECANCEL_TESTS_AUDIT_SUBJECTS_HPP

#include <span>
#include <string>
#include <vector>

#include "audit.h"
#include "thunks.h"

namespace safecancel {

using AuditFunction = decltype(sc_audit);

/* What the audit answered: its message, empty when every rule holds. */
struct Answer {
    int result;
    bool ok;
    std::string message;
};

/* libsafecancel-audit.so's. */
AuditFunction *shipped_audit();

/* The one compiled into the test, with sanitizers when they are on. */
AuditFunction *own_audit();

Answer ask(AuditFunction *audit, const sc_audit_request &request);

/* asm/<arch>/thunk.S, linked as it is in the shim. */
const ThunkFacts &real_thunk(bool second = false);

std::span<const ThunkFacts> all_thunks();
const ThunkFacts &thunk_named(const char *name);
std::span<const TestcancelFacts> all_testcancels();

/* A request to audit this thunk, and no pthread_testcancel. */
sc_audit_request request_for(const ThunkFacts &facts);

/* A request to audit the real thunk and this pthread_testcancel, of glibc's layout on this processor. */
sc_audit_request request_for(const TestcancelFacts &facts);

/* "thunk+0x1a", "thunk-0x10" */
std::string place(const char *of, const unsigned char *start, const unsigned char *where);

} // namespace safecancel

#endif
