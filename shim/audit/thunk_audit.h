/* SPDX-License-Identifier: MIT */
/* The audit of the thunk: decode it, ask the listing rules, follow its paths and ask the path rules. */
#ifndef SAFECANCEL_SHIM_AUDIT_THUNK_AUDIT_H
#define SAFECANCEL_SHIM_AUDIT_THUNK_AUDIT_H

#include "audit.h"
#include "disassembler.h"

namespace safecancel {

/* True when every rule holds; otherwise `message`, of SC_AUDIT_MESSAGE bytes, says which does not and where. */
bool thunk_passes(Disassembler *disassembler, const sc_audit_thunk &facts, char *message);

/* The same of pthread_testcancel (testcancel_audit.cpp).  True when it is not to be looked at. */
bool testcancel_passes(Disassembler *disassembler, const sc_audit_testcancel &facts, char *message);

/* The i-th sentence the two can answer with, or nullptr past the last: the tests have a case for each. */
const char *thunk_sentence(unsigned i);
const char *testcancel_sentence(unsigned i);

} // namespace safecancel

#endif
