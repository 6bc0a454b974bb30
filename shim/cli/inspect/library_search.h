/* SPDX-License-Identifier: MIT */
/* Where the loader looks for a library that is named without a slash. */
#ifndef SAFECANCEL_INSPECT_LIBRARY_SEARCH_H
#define SAFECANCEL_INSPECT_LIBRARY_SEARCH_H

#include <functional>
#include <optional>
#include <set>

#include "ld_cache.h"
#include "loaded.h"
#include "resolve.h"

namespace safecancel::inspect {

/* A file that was opened and fits. */
struct Found {
    std::string path;
    FileSource file;
    ElfFile elf;
};

class LibrarySearch {
public:
    LibrarySearch(const std::string &program, const ElfFile &elf, const Surroundings &surroundings);

    /* `name` as `by` needs it; `parents` are the objects that led to it, from `by` on.  Notes in `problem` what was passed over. */
    std::optional<Found> find(const std::string &name, const std::vector<const Object *> &parents, std::string &problem);

    /* $ORIGIN, $LIB and $PLATFORM of a path. */
    std::string expand(std::string_view path, const std::string &object) const;

private:
    std::vector<std::string> directories(const std::vector<const Object *> &parents) const;
    std::optional<Found> try_file(const std::string &path, std::string &problem);

    Kind kind_;
    std::string lib_; /* what $LIB stands for */
    std::vector<std::string> library_path_, default_directories_;
    LdCache cache_;
    size_t opened_ = 0;
};

/* Parts between the separators; empty ones too. */
std::vector<std::string> split(std::string_view text, std::string_view separators);

} // namespace safecancel::inspect

#endif
