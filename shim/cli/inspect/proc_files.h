/* SPDX-License-Identifier: MIT */
/* The files of one process below /proc, by a descriptor: its number may be given to another meanwhile. */
#ifndef SAFECANCEL_INSPECT_PROC_FILES_H
#define SAFECANCEL_INSPECT_PROC_FILES_H

#include <optional>
#include <string>
#include <vector>

#include "byte_source.h"

namespace safecancel::inspect {

struct Mapping {
    std::string addresses, path; /* "7f00-7f10"; the path without " (deleted)" */
    bool deleted = false;
};

class ProcFiles {
public:
    /* Throws tool::Refusal if there is no such process. */
    explicit ProcFiles(long pid);

    /* The file's text, or nothing with errno set. */
    std::optional<std::string> text(const char *name) const;
    /* Where the link leads, or nothing with errno set. */
    std::optional<std::string> link(const char *name) const;
    /* A line of `status`, without its name and blanks; empty: there is none. */
    std::string status(const std::string &name) const;
    /* The files with executable mappings, each once, in the order of addresses.  Nothing with errno set. */
    std::optional<std::vector<Mapping>> mappings() const;
    /* The file of a mapping, O_PATH: also a deleted one, if we may; else by its path, as the process sees it. */
    Descriptor open_mapped(const Mapping &mapping) const;
    Descriptor open(const std::string &name, int flags) const;

private:
    Descriptor directory_;
    std::string status_;
};

} // namespace safecancel::inspect

#endif
