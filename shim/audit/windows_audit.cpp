/* SPDX-License-Identifier: MIT */
/* Finding the windows of one libc in its objects; the contract is in audit.h. */
#include "audit.h"

#include <stdio.h>

#include "points_audit.h"

namespace safecancel {
namespace {

/* Too large for the stack of whichever thread arms. */
constinit Walk walk;

class WindowsAudit {
public:
    WindowsAudit(const sc_audit_libc &libc, Disassembler *disassembler, sc_audit_found *found)
        : libc_(libc), disassembler_(disassembler), found_(found)
    {
    }

    void run();

private:
    void look_into(const sc_audit_object &facts);
    void name_windows(const sc_audit_object &facts);
    void refuse(const sc_audit_object &facts, const char *why);

    const sc_audit_libc &libc_;
    Disassembler *disassembler_;
    sc_audit_found *found_;
};

void WindowsAudit::refuse(const sc_audit_object &facts, const char *why)
{
    const unsigned line = found_->not_understood++;
    ++found_->unbounded;
    if (line < SC_AUDIT_UNKNOWN)
        snprintf(found_->unknown[line], SC_AUDIT_MESSAGE, "%s: its points: %s", facts.soname, why);
}

bool has_points(const Function *points)
{
    for (unsigned i = 0; i < kPlainPointCount; ++i)
        if (points[i].size != 0)
            return true;
    return false;
}

/* An object without plain points has none at all: libanl.so.1 calls those of others. */
void WindowsAudit::look_into(const sc_audit_object &facts)
{
    LibcObject object(disassembler_, facts, {libc_.word_offset, libc_.asynchronous_bit});
    Function points[kPlainPointCount];
    object.find_plain_points(points);
    if (!has_points(points))
        return;
    if (find_marked_windows(&object, points, &walk, found_)) {
        found_->family = SC_AUDIT_FAMILY_MARKED;
        found_->helper[&facts - libc_.objects] = object.helper();
        return;
    }
    const char *why = walk.why;
    const bool may_be_unmarked = found_->family == SC_AUDIT_FAMILY_NONE;
    if (!may_be_unmarked || !find_unmarked_window(&object, points, libc_.canceled_bit, &walk, found_)) {
        refuse(facts, why);
        return;
    }
    found_->family = SC_AUDIT_FAMILY_UNMARKED;
    found_->helper[&facts - libc_.objects] = found_->plain != 0 ? object.helper() : 0;
}

void WindowsAudit::name_windows(const sc_audit_object &facts)
{
    unsigned first = 0, limit = 0;
    while (first < found_->count && found_->window[first].begin < facts.start)
        ++first;
    for (limit = first; limit < found_->count && found_->window[limit].begin - facts.start < facts.size;)
        ++limit;
    LibcObject(disassembler_, facts, {}).name_windows(found_->window + first, limit - first);
}

void WindowsAudit::run()
{
    for (unsigned i = 0; i < libc_.object_count && i < SC_AUDIT_OBJECTS; ++i)
        look_into(libc_.objects[i]);
    for (unsigned i = 0; libc_.name_windows != 0 && i < libc_.object_count && i < SC_AUDIT_OBJECTS; ++i)
        name_windows(libc_.objects[i]);
    if (found_->family == SC_AUDIT_FAMILY_NONE)
        snprintf(found_->message, sizeof found_->message, "%.150s",
                 found_->not_understood != 0 ? found_->unknown[0] : "no object of this libc has points");
}

} // namespace
} // namespace safecancel

extern "C" __attribute__((visibility("default"))) int sc_audit_windows(const sc_audit_libc *libc,
                                                                       sc_audit_found *found)
{
    *found = {};
    found->version = SC_AUDIT_VERSION;
    if (libc->version != SC_AUDIT_VERSION) {
        snprintf(found->message, sizeof found->message, "the audit could not run: it is of version %u, not %u",
                 static_cast<unsigned>(SC_AUDIT_VERSION), static_cast<unsigned>(libc->version));
        return -1;
    }
    safecancel::Disassembler disassembler;
    const char *why = disassembler.open();
    if (why == nullptr)
        safecancel::WindowsAudit(*libc, &disassembler, found).run();
    else
        snprintf(found->message, sizeof found->message, "the audit could not run: %s", why);
    disassembler.close();
    return why == nullptr ? 0 : -1;
}
