/* SPDX-License-Identifier: MIT */
/*
 * An audit object that always finds the rule FAKE_AUDIT_MESSAGE broken.  It is
 * put beside a copy of the preloaded object, which must then stand aside.
 */
#include <audit.h>
#include <stdio.h>

int sc_audit(const struct sc_audit_request *request, struct sc_audit_answer *answer)
{
    answer->version = request->version;
    answer->ok = 0;
    snprintf(answer->message, sizeof answer->message, "%s", FAKE_AUDIT_MESSAGE);
    return 0;
}
