/* SPDX-License-Identifier: MIT */
/* What the tests of this directory share: the tool, the programs it looks at, and a directory for files. */
#ifndef SAFECANCEL_TESTS_INSPECT_SUBJECTS_H
#define SAFECANCEL_TESTS_INSPECT_SUBJECTS_H

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "child.h"

namespace safecancel {

/* A temporary directory, readable for everybody, removed with all it holds. */
class Directory {
public:
    Directory();
    ~Directory();
    Directory(const Directory &) = delete;
    Directory &operator=(const Directory &) = delete;

    std::string path(const std::string &name = {}) const;
    std::string write(const std::string &name, const std::string &content, int mode = 0755) const;

private:
    std::filesystem::path path_;
};

/* A program or library that CMakeLists.txt makes; empty: it cannot be made here. */
std::string subject(const std::string &name);

std::string content_of(const std::string &file);
std::vector<std::string> lines_of(const std::string &text);
bool has_line(const std::string &text, const std::string &line);

/* safecancel-tool inspect with these arguments. */
Command inspection(std::vector<std::string> arguments);

/* Checks the status, and that it says this in its last line. */
void check_verdict(const Command &command, int status, const std::string &verdict);

/* Checks status 2, nothing on standard output, and one line on standard error with `text`. */
void check_refused(const Command &command, const std::string &text);

/* Its --json, parsed. */
nlohmann::json json_of(const std::string &program, std::vector<std::string> environment = {});

}  // namespace safecancel

#endif
