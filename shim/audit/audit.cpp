/* SPDX-License-Identifier: MIT */
/* The audit of the thunk, as the audit object exports it; the contract is in audit.h. */
#include "audit.h"

#include <stdio.h>

#include "thunk_audit.h"

namespace {

using safecancel::Disassembler;

int run(const sc_audit_request &request, Disassembler *disassembler, sc_audit_answer *answer)
{
    if (const char *why = disassembler->open()) {
        snprintf(answer->message, sizeof answer->message, "the audit could not run: %s", why);
        return -1;
    }
    answer->ok = safecancel::thunk_passes(disassembler, request.thunk, answer->message) &&
                 safecancel::testcancel_passes(disassembler, request.testcancel, answer->message);
    return 0;
}

} // namespace

extern "C" __attribute__((visibility("default"))) int sc_audit(const sc_audit_request *request, sc_audit_answer *answer)
{
    answer->version = SC_AUDIT_VERSION;
    answer->ok = 0;
    answer->message[0] = '\0';
    if (request->version != SC_AUDIT_VERSION) {
        snprintf(answer->message, sizeof answer->message, "the audit could not run: it is of version %u, not %u",
                 static_cast<unsigned>(SC_AUDIT_VERSION), static_cast<unsigned>(request->version));
        return -1;
    }
    Disassembler disassembler;
    const int result = run(*request, &disassembler, answer);
    disassembler.close();
    return result;
}
