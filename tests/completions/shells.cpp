/* SPDX-License-Identifier: MIT */
/* The contracts stand in shells.h. */
#include "shells.h"
#include "catch.hpp"

#include <algorithm>
#include <regex>

namespace safecancel {

namespace {

constexpr auto bash_script = R"(
[[ -z $1 ]] || . "$1"
. "$2"
shift 2
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
_safecancel "$1" "${@: -1}" "${@: -2:1}"
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
)";

/* A zsh at a pseudo-terminal: one key inserts all matches, the next one shows the line. */
constexpr auto zsh_script = R"(
zmodload zsh/zpty
zpty shell zsh -f -i
expect() {
    local text
    zpty -r -m shell text "*$1*" || exit 3
    print -r -- $text
}
zpty -w shell "PS1= PS2= TERM=dumb COLUMNS=4000; stty -echo; unset zle_bracketed_paste
fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D
zstyle ':completion:*' completer _all_matches _complete; zstyle ':completion:*' insert true
zle -C all complete-word _generic; bindkey '^A' all
show() { print -r -- \"<\$BUFFER>\"; BUFFER= }; zle -N show; bindkey '^B' show
print REA''DY"
expect READY >/dev/null
zpty -w -n shell $2$'\x01\x02'
expect '<*>'
)";

}  // namespace

std::string installed_launcher(const TemporaryDirectory &stage)
{
    const auto prefix = stage.path() / "prefix";
    const auto outcome = run(Command{{SAFECANCEL_CMAKE, "--install", SAFECANCEL_BUILD, "--prefix", prefix}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    return prefix / "bin/safecancel";
}

std::string stand_in(const TemporaryDirectory &stage)
{
    return stage.write("bin/safecancel", R"(#!/bin/sh
case "$1 $2" in
'--commands ') echo prove doctor inspect compare stats enable disable ;;
'prove --list') printf 'accept blocks\nread blocks fail\n' ;;
'--help ') echo '  --stats     at exit' ;;
*' --help') cat <<'TEXT'
Options:
  -h,--help                   Print this help message and exit
  --json Excludes: --text     write JSON, not to a FILE
  --suite FILE                many programs
  --list TEXT:FILE            the same
  --runs UINT:UINT in [1 - 10]
                              how many
  --kind{all} :{all,some,none} Excludes: --json
                              which
TEXT
;;
*) exit 9 ;;
esac
)", 0755);
}

Words commands_of(const std::string &launcher)
{
    const auto outcome = run(Command{{launcher, "--commands"}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    const std::regex word("\\S+");
    Words words;
    for (std::sregex_iterator at(outcome.out.begin(), outcome.out.end(), word), end; at != end; ++at)
        words.push_back(at->str());
    REQUIRE(has(words, "prove"));
    return words;
}

Words options_in_help(const std::string &launcher, const std::string &command)
{
    const auto outcome = run(Command{command.empty() ? Words{launcher, "--help"} : Words{launcher, command, "--help"}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    const std::regex option("^ +(?:-\\w, ?)?(--[a-z][a-z-]*).*");
    Words options;
    for (const auto &line : lines_of(outcome.out)) {
        std::smatch match;
        if (std::regex_match(line, match, option))
            options.push_back(match[1]);
    }
    REQUIRE(has(options, "--help"));
    return options;
}

bool is_there(const std::string &program)
{
    return run(Command{{"sh", "-c", "command -v " + program}}).exited(0);
}

Words bash_offers(const Words &line, const std::string &library)
{
    Command command{{"bash", "-c", bash_script, "bash", library, SAFECANCEL_SOURCE "/completions/bash/safecancel"}};
    command.argv.insert(command.argv.end(), line.begin(), line.end());
    const auto outcome = run(command);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    CHECK(outcome.err.empty());
    return lines_of(outcome.out);
}

Words zsh_offers(const TemporaryDirectory &stage, const Words &line)
{
    std::string text;
    for (const auto &word : line)
        text += (text.empty() ? "" : " ") + word;
    Command command{{"zsh", "-f", "-c", zsh_script, "zsh", SAFECANCEL_SOURCE "/completions/zsh", text}};
    command.environment = {"HOME=" + stage.path().string(), "TERM=dumb"};
    const auto outcome = run(command);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    const auto begin = outcome.out.rfind('<'), end = outcome.out.rfind('>');
    REQUIRE((begin != std::string::npos && end != std::string::npos && begin < end));
    const auto shown = outcome.out.substr(begin + 1, end - begin - 1);
    const std::regex word("\\S+");
    Words words;
    for (std::sregex_iterator at(shown.begin(), shown.end(), word), last; at != last; ++at)
        words.push_back(at->str());
    // What was typed is still in front of it.
    const auto typed = std::min(words.size(), line.size() - 1);
    return Words(words.begin() + long(typed), words.end());
}

bool has(const Words &words, const std::string &word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace safecancel
