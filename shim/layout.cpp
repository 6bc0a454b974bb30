/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Finding and probing the layout of struct pthread; see layout.h. */
#include "layout.h"

#include <pthread.h>

#include "act.h"
#include "config.h"
#include "machine.h"
#include "objects.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* A field as libthread_db is told of it (glibc nptl_db/structs.def): 32 bits wide, one of them. */
struct Descriptor {
    uint32_t bits, count, offset;
};

/* More than any struct pthread; a descriptor beyond is no descriptor. */
constexpr uint32_t offset_limit = 4096;

bool read_descriptor(const Object &libc, const char *name, uint32_t &offset)
{
    const Symbol symbol = libc.find(SymbolName(name));
    if (symbol.address == 0 || symbol.size != sizeof(Descriptor))
        return false;
    const auto *descriptor = reinterpret_cast<const Descriptor *>(symbol.address);
    offset = descriptor->offset;
    return descriptor->bits == 32 && descriptor->count == 1 && offset % 4 == 0 &&
           offset < offset_limit;
}

/*
 * Changes the calling thread's state and type and checks that exactly the bits
 * we know follow.  Never enabled and asynchronous at once, so that no request
 * is acted upon here; everything is put back.
 */
const char *probe_word(const volatile uint32_t *word)
{
    int state = 0, type = 0, ignored = 0;
    if (pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state) != 0)
        return "pthread_setcancelstate failed";
    const uint32_t disabled = *word;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
    const uint32_t asynchronous = *word;
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &ignored);
    const uint32_t deferred = *word;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &ignored);
    const uint32_t enabled = *word;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &ignored);
    pthread_setcanceltype(type, &ignored);
    pthread_setcancelstate(state, &ignored);

    if ((enabled & SC_DISABLED) != 0 || deferred != (enabled | SC_DISABLED))
        return "the state does not show in cancelhandling where it should";
    if (asynchronous != (deferred | SC_ASYNCHRONOUS) ||
        (disabled | SC_ASYNCHRONOUS) != asynchronous)
        return "the type does not show in cancelhandling where it should";
    if ((enabled & (SC_CANCELING | SC_CANCELED | SC_EXITING | SC_TERMINATED)) != 0)
        return "cancelhandling holds bits that no running thread has";
    return nullptr;
}

} // namespace

const char *find_layout(Layout &layout)
{
    bool found = false;
    for_each_object([&](const Object &object) {
        if (!object.is_libc())
            return false;
        found = read_descriptor(object, "_thread_db_pthread_cancelhandling", layout.word_offset) &&
                read_descriptor(object, "_thread_db_pthread_tid", layout.tid_offset);
        return true;
    });
    if (!found)
        return "libc.so.6 does not export the layout of struct pthread (glibc 2.34 and later do)";

    const uintptr_t self = thread_pointer();
    if (*reinterpret_cast<const int32_t *>(self + layout.tid_offset) != raw_syscall(__NR_gettid))
        return "the thread id is not where libc.so.6 says";

    const KernelSignalSet mask = change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0});
    const char *problem =
        probe_word(reinterpret_cast<const volatile uint32_t *>(self + layout.word_offset));
    change_signal_mask(SIG_SETMASK, mask);
    return problem;
}

} // namespace safecancel
