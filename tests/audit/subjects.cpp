/* SPDX-License-Identifier: MIT */
/* See subjects.hpp. */
#include "subjects.hpp"

#include <dlfcn.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "layout.hpp"

namespace safecancel {
namespace {

/* Bits of cancelhandling in glibc's struct pthread. */
constexpr uint8_t kDisabled = 0x01, kCanceled = 0x08, kExiting = 0x10;

template <typename Function> Function *find(const char *object, const char *symbol)
{
    void *handle = dlopen(object, RTLD_NOW | RTLD_LOCAL);
    void *found = handle != nullptr ? dlsym(handle, symbol) : nullptr;
    if (found == nullptr)
        throw std::runtime_error(dlerror());
    return reinterpret_cast<Function *>(found);
}

uint64_t number(const unsigned char *address)
{
    return reinterpret_cast<uintptr_t>(address);
}

} // namespace

AuditFunction *shipped_audit()
{
    static AuditFunction *const audit = find<AuditFunction>(SC_AUDIT_OBJECT, "sc_audit");
    return audit;
}

AuditFunction *own_audit()
{
    return sc_audit;
}

Answer ask(AuditFunction *audit, const sc_audit_request &request)
{
    sc_audit_answer answer;
    const int result = audit(&request, &answer);
    return {result, answer.ok == 1, answer.message};
}

const ThunkFacts &real_thunk(bool second)
{
    static auto *const tell = find<decltype(sc_real_thunk)>(SC_REAL_THUNK_OBJECT, "sc_real_thunk");
    static const ThunkFacts facts[] = {tell(0), tell(1)};
    return facts[second];
}

std::span<const ThunkFacts> all_thunks()
{
    return {__start_sc_thunks, __stop_sc_thunks};
}

const ThunkFacts &thunk_named(const char *name)
{
    for (const ThunkFacts &facts : all_thunks())
        if (strcmp(name, facts.name) == 0)
            return facts;
    throw std::runtime_error(std::string("no thunk ") + name);
}

std::span<const TestcancelFacts> all_testcancels()
{
    return {__start_sc_testcancels, __stop_sc_testcancels};
}

sc_audit_request request_for(const ThunkFacts &facts)
{
    sc_audit_request request = {};
    request.version = SC_AUDIT_VERSION;
    sc_audit_thunk &thunk = request.thunk;
    thunk.code = facts.start;
    thunk.linked = facts.linked;
    thunk.size = static_cast<size_t>(facts.limit - facts.start);
    thunk.start = number(facts.start);
    thunk.begin = number(facts.begin);
    thunk.end = number(facts.end);
    thunk.cancel = number(facts.cancel);
    thunk.act = number(facts.act);
    thunk.failed = number(facts.failed);
    thunk.request_offset = number(facts.word_cell);
    thunk.depth_cell = number(facts.depth_cell);
    thunk.entry_cell = number(facts.entry_cell);
    thunk.tested_bits = static_cast<uint32_t>(facts.tested);
    return request;
}

sc_audit_request request_for(const TestcancelFacts &facts)
{
    sc_audit_request request = request_for(real_thunk());
    sc_audit_testcancel &testcancel = request.testcancel;
    testcancel.code = facts.start;
    testcancel.size = static_cast<size_t>(facts.limit - facts.start);
    testcancel.start = number(facts.start);
    testcancel.word_offset = kWordOffset;
    testcancel.canceled_bit = kCanceled;
    testcancel.disabled_bit = kDisabled;
    testcancel.exiting_bit = kExiting;
    return request;
}

std::string place(const char *of, const unsigned char *start, const unsigned char *where)
{
    const long long offset = where - start;
    char text[64];
    snprintf(text, sizeof text, "%s%c0x%llx", of, offset < 0 ? '-' : '+', offset < 0 ? -offset : offset);
    return text;
}

} // namespace safecancel
