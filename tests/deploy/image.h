/* SPDX-License-Identifier: MIT */
/* A system of files with units and programs, for one test. */
#ifndef SAFECANCEL_TESTS_DEPLOY_IMAGE_H
#define SAFECANCEL_TESTS_DEPLOY_IMAGE_H

#include <string>
#include <vector>

#include "child.h"
#include "stage.h"

namespace safecancel {

class Image {
public:
    /* With foo.service, which runs /usr/bin/food, a program like any other. */
    Image();

    std::string root() const { return stage_.path().string(); }
    std::string path(const std::string &inside) const { return root() + inside; }

    /* Writes a file with the directories it needs. */
    void write(const std::string &inside, const std::string &content, int mode = 0644) const;

    /* A unit in /etc/systemd/system, of section [Service] with these lines. */
    void unit(const std::string &name, const std::string &lines) const;

    Outcome enable(const std::string &name, std::vector<std::string> options = {}) const;
    Outcome disable(const std::string &name, std::vector<std::string> options = {}) const;

private:
    TemporaryDirectory stage_;
};

/* Where enable writes for a unit. */
std::string drop_in(const std::string &unit);

/* One line on standard error, with `said` in it, and nothing else. */
void check_refused(const Outcome &outcome, int status, const std::string &said);

}  // namespace safecancel

#endif
