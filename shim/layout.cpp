/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  What glibc publishes of struct pthread, and the calling
 * thread to try it on; see layout.h.  The trial itself is in layout_probe.cpp.
 */
#include "layout.h"

#include <pthread.h>

#include "act.h"
#include "config.h"
#include "file_symbols.h"
#include "filter.h"
#include "layout_probe.h"
#include "machine.h"
#include "objects.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* A field as libthread_db is told of it (glibc nptl_db/structs.def): 32 bits wide, one of them. */
struct Descriptor {
    uint32_t bits, count, offset;
};

/* Where the object with the threads has its descriptors: exported, or in its file only. */
class Descriptors {
public:
    explicit Descriptors(const Object &object) : object_(object), file_(file_of(object)) {}

    bool read_field(const char *name, uint32_t &offset) const
    {
        const auto *descriptor = find<Descriptor>(name);
        if (descriptor == nullptr)
            return false;
        offset = descriptor->offset;
        return descriptor->bits == 32 && descriptor->count == 1 && offset % 4 == 0 &&
               offset < struct_pthread_limit;
    }

    uint32_t read_size() const
    {
        const auto *size = find<uint32_t>("_thread_db_sizeof_pthread");
        return size != nullptr && *size >= smallest_struct_pthread && *size <= struct_pthread_limit
                   ? *size
                   : smallest_struct_pthread;
    }

private:
    /* From 2.34 on libc.so.6 exports them; opening its file would be for nothing. */
    static const char *file_of(const Object &object) { return object.is_libc() ? "" : object.path(); }

    template <class T> const T *find(const char *name) const
    {
        const Symbol exported = object_.find(SymbolName(name));
        uintptr_t address = exported.size == sizeof(T) ? exported.address : 0;
        if (const ElfW(Sym) *symbol = address == 0 ? file_.find_data(name) : nullptr;
            symbol != nullptr && symbol->st_size == sizeof(T))
            address = object_.address_of(symbol->st_value);
        const bool mapped = address != 0 && object_.contains(address) &&
                            object_.contains(address + sizeof(T) - 1);
        return mapped ? reinterpret_cast<const T *>(address) : nullptr;
    }

    const Object &object_;
    const FileSymbols file_;
};

void read_published(PublishedLayout &published, uint32_t &size)
{
    published = {};
    size = smallest_struct_pthread;
    for_each_object([&](const Object &object) {
        if (!object.has_threads())
            return false;
        const Descriptors descriptors(object);
        published.known =
            descriptors.read_field("_thread_db_pthread_cancelhandling", published.word_offset) &&
            descriptors.read_field("_thread_db_pthread_tid", published.tid_offset);
        size = descriptors.read_size();
        return true;
    });
}

/* Past our own wrappers, which must not take the trial for the program's choice. */
using SetFunction = int (*)(int, int *);

SetFunction function_of_libc(Row row, SetFunction otherwise)
{
    const Address next = next_definition(row);
    return next != nullptr ? reinterpret_cast<SetFunction>(next) : otherwise;
}

} // namespace

bool libpthread_is_missing()
{
    bool found = false;
    for_each_object([&](const Object &object) { return found = object.has_threads(); });
    return !found;
}

const char *find_layout(int32_t tid, Layout &layout)
{
    PublishedLayout published;
    ProbedThread self = {};
    read_published(published, self.size);
    find_thread_head();
    if (!thread_head_fits(self.size, struct_pthread_limit))
        return "the thread pointer does not point behind struct pthread";
    self.address = thread_pointer();
    self.tid = tid;
    self.set_state = function_of_libc(Row::pthread_setcancelstate, pthread_setcancelstate);
    self.set_type = function_of_libc(Row::pthread_setcanceltype, pthread_setcanceltype);

    const bool may_block = own_calls_are_allowed();
    const KernelSignalSet mask = may_block ? change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0}) : 0;
    const char *problem = probe_layout(self, published, layout);
    if (may_block)
        change_signal_mask(SIG_SETMASK, mask);
    return problem;
}

} // namespace safecancel
