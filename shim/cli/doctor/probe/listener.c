/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the audit object when the doctor wants to see what is audited:
 * passes each question on to the real one, SAFECANCEL_DOCTOR_AUDIT, and writes it
 * with the answer to the file SAFECANCEL_DOCTOR_TRANSCRIPT.  Changes nothing but
 * that windows are named.  One line each, numbers in hexadecimal:
 *
 *     thunk START BEGIN END CANCEL ACT FAILED OK BYTES MESSAGE
 *     windows FAMILY COUNT SITES NOT_UNDERSTOOD
 *     window BEGIN END AFTER NUMBER FLAGS NAME OFFSET
 */
#include <audit.h>
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The real object's definition, or null.  It stays loaded: this process is only for the transcript. */
static void *real(const char *name)
{
    const char *path = getenv("SAFECANCEL_DOCTOR_AUDIT");
    void *object = path == NULL ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    return object == NULL ? NULL : dlsym(object, name);
}

static FILE *open_transcript(void)
{
    const char *path = getenv("SAFECANCEL_DOCTOR_TRANSCRIPT");
    return path == NULL ? NULL : fopen(path, "ae");
}

int sc_audit(const struct sc_audit_request *request, struct sc_audit_answer *answer)
{
    int (*audit)(const struct sc_audit_request *, struct sc_audit_answer *);
    const void *found = real("sc_audit");
    memcpy(&audit, &found, sizeof audit);
    if (request->version != SC_AUDIT_VERSION || found == NULL) {
        snprintf(answer->message, sizeof answer->message, "the listener has no audit object to ask");
        return -1;
    }
    const int result = audit(request, answer);
    FILE *transcript = open_transcript();
    if (transcript == NULL)
        return result;
    const struct sc_audit_thunk *thunk = &request->thunk;
    fprintf(transcript, "thunk %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %d ", thunk->start,
            thunk->begin, thunk->end, thunk->cancel, thunk->act, thunk->failed, result == 0 && answer->ok == 1);
    for (size_t i = 0; i < thunk->size; ++i)
        fprintf(transcript, "%02x", thunk->code[i]);
    fprintf(transcript, " %s\n", result == 0 && answer->ok == 1 ? "" : answer->message);
    fclose(transcript);
    return result;
}

static void write_windows(const struct sc_audit_found *found)
{
    FILE *transcript = open_transcript();
    if (transcript == NULL)
        return;
    fprintf(transcript, "windows %x %x %x %x\n", found->family, found->count, found->sites, found->not_understood);
    for (uint32_t i = 0; i < found->count; ++i) {
        const struct sc_audit_window *window = &found->window[i];
        fprintf(transcript, "window %" PRIx64 " %" PRIx64 " %" PRIx64 " %x %x %s %" PRIx64 "\n", window->begin, window->end,
                window->after, window->number, window->flags, window->name == NULL ? "?" : window->name, window->offset);
    }
    fclose(transcript);
}

int sc_audit_windows(const struct sc_audit_libc *libc, struct sc_audit_found *found)
{
    int (*audit)(const struct sc_audit_libc *, struct sc_audit_found *);
    const void *pointer = real("sc_audit_windows");
    memcpy(&audit, &pointer, sizeof audit);
    if (pointer == NULL) {
        snprintf(found->message, sizeof found->message, "the audit object does not define sc_audit_windows");
        return -1;
    }
    struct sc_audit_libc named = *libc;
    named.name_windows = 1;
    const int result = audit(&named, found);
    if (result == 0)
        write_windows(found);
    return result;
}

int sc_audit_kernel_entry(const uint8_t *code, size_t size, uint64_t start, struct sc_audit_entry *entry, char *message)
{
    int (*audit)(const uint8_t *, size_t, uint64_t, struct sc_audit_entry *, char *);
    const void *found = real("sc_audit_kernel_entry");
    memcpy(&audit, &found, sizeof audit);
    if (found != NULL)
        return audit(code, size, start, entry, message);
    snprintf(message, SC_AUDIT_MESSAGE, "the audit object does not define sc_audit_kernel_entry");
    return -1;
}
