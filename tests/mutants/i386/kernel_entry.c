/* SPDX-License-Identifier: MIT */
/* For the audit that agrees: it knows `int $0x80; ret`, and no vDSO. */
#include "audit.h"

#include <string.h>

int sc_audit_kernel_entry(const uint8_t *code, size_t size, uint64_t start, struct sc_audit_entry *entry,
                          char *message)
{
    static const uint8_t trap_and_return[] = {0xcd, 0x80, 0xc3};
    strcpy(message, "it is not int $0x80");
    if (size < sizeof trap_and_return || memcmp(code, trap_and_return, sizeof trap_and_return) != 0)
        return -1;
    memset(entry, 0, sizeof *entry);
    memset(entry->depth, SC_AUDIT_ENTRY_NONE, sizeof entry->depth);
    memset(entry->saved, SC_AUDIT_ENTRY_NONE, sizeof entry->saved);
    entry->begin = start;
    entry->size = sizeof trap_and_return;
    entry->depth[0] = entry->depth[2] = 0;
    message[0] = '\0';
    return 0;
}
