/* SPDX-License-Identifier: MIT */
/* One run of the program: what is asked for, and what came of it. */
#ifndef SAFECANCEL_COMPARE_RUN_H
#define SAFECANCEL_COMPARE_RUN_H

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace safecancel::compare {

/* What to run. */
struct Subject {
    std::vector<std::string> words;  /* the program, found as execvp(3) finds it, and its arguments */
    std::string input = "/dev/null"; /* its standard input */
    std::string shim;                /* the object, as a file */
    std::string preload;             /* the same, as LD_PRELOAD names it */
    double timeout = 60;             /* seconds */
    bool count_calls = false;        /* stop it at each system call, and its children */
};

/* The first of what it wrote; what came after that, as a length and a hash. */
struct Written {
    static constexpr size_t most = 16 << 20;
    std::string kept;
    size_t more = 0, hash = 0;
    void add(const char *bytes, size_t size);
};

struct Run {
    std::string ending; /* "exit status 0", "signal 11 (Segmentation fault)" or "still running after 60 s" */
    bool late = false;
    Written out, err;

    /* As it ended, before the kernel took anything away. */
    bool seen = false;                    /* false: it could not be traced, or was killed, and the rest is empty */
    bool shim_loaded = false;
    std::vector<std::string> descriptors; /* what each is open on, without what differs by nature: sorted */
    std::vector<std::string> threads;     /* their names: sorted */

    using Calls = std::map<std::string, long>;
    Calls calls;       /* from the first instruction of the program proper on */
    Calls start_calls; /* before: the loader's and those of the libraries' constructors */

    double wall = 0, processor = 0; /* seconds */
    long memory = 0;                /* the most that was resident, KiB */
};

/* A signal asked us to end: everything that ran has been killed. */
struct Interrupted {
    int signal;
};

/* Runs it, with the shim or without.  Throws Refusal if it cannot be run, and Interrupted. */
Run run_once(const Subject &subject, bool with_shim);

} // namespace safecancel::compare

#endif
