/* SPDX-License-Identifier: MIT */
/* A temporary directory for one test, and what the tests of this directory put there. */
#ifndef SAFECANCEL_TESTS_INSTALL_STAGE_H
#define SAFECANCEL_TESTS_INSTALL_STAGE_H

#include <filesystem>
#include <string>
#include <vector>

#include "child.h"

namespace safecancel {

/* Made empty, readable for everybody; removed with all it holds. */
class Stage {
public:
    Stage();
    ~Stage();
    Stage(const Stage &) = delete;
    Stage &operator=(const Stage &) = delete;

    const std::filesystem::path &path() const { return path_; }

    /* Writes a file and returns its path. */
    std::string write(const std::string &name, const std::string &content, int mode = 0644) const;

    /* Copies a file, with its permissions, and returns the copy's path. */
    std::string copy(const std::filesystem::path &from, const std::string &name) const;

private:
    std::filesystem::path path_;
};

/* The whole file; empty when it cannot be read. */
std::string content_of(const std::filesystem::path &file);

/* Lines of a text, without their ends. */
std::vector<std::string> lines_of(const std::string &text);

/* Whether one of the lines is this one. */
bool has_line(const std::string &text, const std::string &line);

/* Path of the launcher in the source tree. */
std::string launcher();

/* Path of `launched`, or of its variant with that suffix; empty: it could not be built. */
std::string launched(const std::string &variant = "");

/* The launcher of the source tree with this build's object. */
Command launch(std::vector<std::string> arguments);

}  // namespace safecancel

#endif
