/* SPDX-License-Identifier: MIT */
/* What is audited in a process here: the thunks as they lie in memory, and libc's own windows. */
#ifndef SAFECANCEL_DOCTOR_TRANSCRIPT_H
#define SAFECANCEL_DOCTOR_TRANSCRIPT_H

#include <cstdint>
#include <string>
#include <vector>

namespace safecancel::tool {

struct AuditedThunk {
    uint64_t start, begin, end, cancel, act, failed;
    bool passed;
    std::vector<uint8_t> code;
    std::string message; /* when it did not pass */
};

struct AuditedWindow {
    uint64_t begin, end, after;
    uint32_t number, flags; /* SC_AUDIT_... of audit.h */
    std::string name;
    uint64_t offset;
};

struct Transcript {
    std::string why{}; /* there is none; empty: there is */
    std::vector<AuditedThunk> thunks{};
    std::vector<AuditedWindow> windows{};
};

/* From what listener.c writes. */
Transcript read_transcript(const std::string &text);

/*
 * Has `probe` armed with the listener in the audit object's place.  `shim` is the
 * preloaded object; its own audit object is the one that answers.
 */
Transcript listen(const std::string &shim, const std::string &probe);

/* One instruction, ready to be shown. */
struct ShownInstruction {
    uint64_t offset; /* from the thunk's start */
    std::string bytes, text;
    bool in_window;
};

/* Empty if Capstone cannot be used. */
std::vector<ShownInstruction> disassemble(const AuditedThunk &thunk);

} // namespace safecancel::tool

#endif
