/* SPDX-License-Identifier: MIT */
/* The launcher, and the program that it is tried with. */
#ifndef SAFECANCEL_TESTS_INSTALL_STAGE_H
#define SAFECANCEL_TESTS_INSTALL_STAGE_H

#include <string>
#include <vector>

#include "child.h"
#include "temporary.h"

namespace safecancel {

/* Path of the launcher in the source tree. */
std::string launcher();

/* Path of `launched`, or of its variant with that suffix; empty: it could not be built. */
std::string launched(const std::string &variant = "");

/* The launcher of the source tree with this build's object. */
Command launch(std::vector<std::string> arguments);

}  // namespace safecancel

#endif
