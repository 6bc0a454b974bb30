/* SPDX-License-Identifier: MIT */
/* What this machine is. */
#ifndef SAFECANCEL_DOCTOR_MACHINE_H
#define SAFECANCEL_DOCTOR_MACHINE_H

#include <string>

namespace safecancel::tool {

struct Machine {
    std::string libc;    /* version, as programs see it */
    std::string package; /* the distribution's version of it; empty: not known */
    std::string system;  /* the distribution; empty: not known */
    std::string kernel, architecture;
    std::string processor;
    unsigned processors; /* that we may run on */
};

/* `libc`: as the probe tells it, which may not be of the tool's own. */
Machine describe_machine(const std::string &libc);

} // namespace safecancel::tool

#endif
