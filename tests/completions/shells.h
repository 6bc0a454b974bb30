/* SPDX-License-Identifier: MIT */
/* Asks a shell what it would offer for a command line. */
#ifndef SAFECANCEL_TESTS_COMPLETIONS_SHELLS_H
#define SAFECANCEL_TESTS_COMPLETIONS_SHELLS_H

#include <string>
#include <vector>

#include "stage.h"

namespace safecancel {

using Words = std::vector<std::string>;

/* This build, installed below the stage; returns its launcher. */
std::string installed_launcher(const TemporaryDirectory &stage);

/*
 * A script that answers as the launcher does: --help, --commands with all that there are to be, and
 * `NAME --help` with an option of each kind for each of them.
 */
std::string stand_in(const TemporaryDirectory &stage);

/* What the launcher says its commands are. */
Words commands_of(const std::string &launcher);

/* The long options that `launcher [COMMAND] --help` has in its list; at least one, or the test fails. */
Words options_in_help(const std::string &launcher, const std::string &command = {});

/* Whether a program can be run. */
bool is_there(const std::string &program);

/*
 * What bash offers: the last of the words is the one to be completed.  `library` is bash-completion's
 * file, empty if it is not to be there.
 */
Words bash_offers(const Words &line, const std::string &library = {});

/* The same of zsh. */
Words zsh_offers(const TemporaryDirectory &stage, const Words &line);

bool has(const Words &words, const std::string &word);

}  // namespace safecancel

#endif
