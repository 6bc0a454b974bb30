/* SPDX-License-Identifier: MIT */
/* Running `safecancel doctor` with this build's object. */
#ifndef SAFECANCEL_TESTS_DOCTOR_DOCTOR_H
#define SAFECANCEL_TESTS_DOCTOR_DOCTOR_H

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "child.h"
#include "stage.h"

namespace safecancel {

using Json = nlohmann::json;

/* safecancel-tool doctor ARGUMENTS..., on the object under test unless they name another. */
Command doctor(std::vector<std::string> arguments);

/* Runs it with --json; fails the test unless it exits with `status` and prints JSON. */
Json examine(std::vector<std::string> arguments, int status);

/* A copy of the object under test with `audit` beside it, in the stage; its path. */
std::string object_with(const TemporaryDirectory &stage, const std::string &audit);

/* The verdict of one defect: who is "glibc" or "shim". */
std::string verdict(const Json &examination, const std::string &id, const std::string &who);

}  // namespace safecancel

#endif
