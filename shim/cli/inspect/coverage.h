/* SPDX-License-Identifier: MIT */
/* Which of the functions that the objects of a process import are cancellation points, and what becomes of each. */
#ifndef SAFECANCEL_INSPECT_COVERAGE_H
#define SAFECANCEL_INSPECT_COVERAGE_H

#include "loaded.h"
#include "point_table.h"

namespace safecancel::inspect {

struct ImportedPoint {
    std::string name, as, reason;
    Way way;
    std::vector<std::string> importers; /* names of objects */
};

/* A function of threads, and who imports it. */
struct ThreadFunction {
    std::string name;
    std::vector<std::string> importers, weak_importers;
};

struct Coverage {
    std::vector<ImportedPoint> points; /* sorted by name */
    std::vector<ThreadFunction> threads;

    size_t count(Way way) const;
    const ThreadFunction *function(std::string_view name) const; /* null: nobody imports it */
};

/* `loaded` with our object in its place; without one, it is taken to come right behind the program's preloads. */
Coverage coverage_of(const Loaded &loaded);

/* The object after ours that defines pthread_cancel before libc: then ours stands aside.  Empty: none. */
std::string other_canceller(const Loaded &loaded);

} // namespace safecancel::inspect

#endif
