/* SPDX-License-Identifier: MIT */
/* Whether a service's program can have anything preloaded, and what in its unit would be in the way. */
#ifndef SAFECANCEL_ENABLE_CHECKS_H
#define SAFECANCEL_ENABLE_CHECKS_H

#include <string>
#include <vector>

#include "unit.h"

namespace safecancel::tool {

/*
 * `object`: path of the preloaded object.  Throws Refusal if the loader will
 * not preload it; returns what else is to be known, a sentence each.
 */
std::vector<std::string> check_service(const std::string &root, const Unit &unit, const std::vector<Setting> &settings,
                                       const std::string &object);

} // namespace safecancel::tool

#endif
