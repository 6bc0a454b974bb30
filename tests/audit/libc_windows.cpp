/* SPDX-License-Identifier: MIT */
/*
 * libc_windows [-t] FILE...: prints the cancellation windows that the audit
 * finds in a libc, given by its files: libc.so.6 and, up to glibc 2.33,
 * libpthread.so.0, librt.so.1 and libanl.so.1.  They are read, not run.
 *
 *     begin+size  behind  call number  function
 *
 * -t adds how long it takes: the audit object loaded, asked and unloaded, as
 * arming does it, and asked once more without loading.
 * Exit status: 0 all understood, 1 something was not, 2 wrong use.
 */
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "libc_image.hpp"

using namespace safecancel;

namespace {

sc_audit_found found;

double ask(const sc_audit_libc &request, unsigned times)
{
    const auto start = std::chrono::steady_clock::now();
    void *object = dlopen(SC_AUDIT_OBJECT, RTLD_NOW | RTLD_LOCAL);
    void *address = object != nullptr ? dlsym(object, "sc_audit_windows") : nullptr;
    auto *audit = reinterpret_cast<decltype(sc_audit_windows) *>(address);
    if (audit == nullptr)
        throw std::runtime_error(dlerror());
    for (unsigned i = 0; i < times; ++i)
        audit(&request, &found);
    dlclose(object);
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

/* The least of many: other programs' time is not ours. */
double least(const sc_audit_libc &request, unsigned times)
{
    constexpr unsigned kRounds = 40;
    double best = ask(request, times);
    for (unsigned i = 1; i < kRounds; ++i)
        best = std::min(best, ask(request, times));
    return best;
}

void print_times(sc_audit_libc request)
{
    request.name_windows = 0;
    const double first = ask(request, 1), none = least(request, 0), once = least(request, 1), twice = least(request, 2);
    printf("first %.0f us, best %.0f us, of which loading and unloading %.0f us; asked again %.0f us\n", first, once,
           none, twice - once);
}

const char *kind_of(const sc_audit_window &window)
{
    if ((window.flags & SC_AUDIT_ENABLE) != 0)
        return " (enables)";
    if ((window.flags & SC_AUDIT_DISABLE) != 0)
        return " (disables)";
    if ((window.flags & SC_AUDIT_PLAIN) != 0)
        return " (all points, where nobody can cancel)";
    return (window.flags & SC_AUDIT_ARCH) != 0 ? " (all points)" : "";
}

void print(const sc_audit_window &window)
{
    char number[16] = "-";
    if (window.number != SC_AUDIT_NUMBER_UNKNOWN)
        snprintf(number, sizeof number, "%u", window.number);
    const char *name = window.name != nullptr ? window.name : "?";
    const char *call = (window.flags & SC_AUDIT_CALLS) != 0 ? "call" : "";
    const unsigned long long begin = window.begin, size = window.end - window.begin, behind = window.after - window.end;
    printf("%#llx+%-3llu %3llu  %-4s %4s  %s+%#llx%s\n", begin, size, behind, call, number, name,
           static_cast<unsigned long long>(window.offset), kind_of(window));
}

int report()
{
    static const char *const families[] = {"not understood", "marked (up to 2.40)", "unmarked (2.41 and later)"};
    for (uint32_t i = 0; i < found.count; ++i)
        print(found.window[i]);
    for (uint32_t i = 0; i < found.not_understood && i < SC_AUDIT_UNKNOWN; ++i)
        printf("not understood: %s\n", found.unknown[i]);
    if (found.no_plain[0] != '\0')
        printf("where nobody can cancel: %s\n", found.no_plain);
    printf("%s: %u sites, %u windows, %u not understood%s%s\n", families[found.family], found.sites, found.count,
           found.not_understood, found.message[0] != '\0' ? ": " : "", found.message);
    return found.family == SC_AUDIT_FAMILY_NONE || found.not_understood != 0 ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    const bool timed = argc > 1 && strcmp(argv[1], "-t") == 0;
    try {
        const LibcImage image(std::vector<std::string>(argv + 1 + timed, argv + argc));
        if (timed)
            print_times(image.request());
        ask(image.request(), 1);
        return report();
    } catch (const std::exception &error) {
        fprintf(stderr, "libc_windows: %s\n", error.what());
        return 2;
    }
}
