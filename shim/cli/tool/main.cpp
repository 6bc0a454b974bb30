/* SPDX-License-Identifier: MIT */
/*
 * safecancel-tool COMMAND [ARGUMENTS...]: what the launcher becomes for its
 * subcommands.  Chooses the command, and turns what it throws into one line on
 * standard error and an exit status.
 */
#include <exception>

#include <fmt/format.h>

#include "command.h"
#include "output.h"
#include "refusal.h"

namespace safecancel::tool {

namespace {

struct Known {
    const char *name, *summary;
    int (*run)(CLI::App &app, const Arguments &arguments);
};

constexpr Known commands[] = {
#define SC_COMMAND(name, summary) {#name, summary, name##_command},
#include "commands.def"
#undef SC_COMMAND
};

/* What somebody put into a name is no reason for a second line. */
std::string one_line(std::string text)
{
    for (char &c : text)
        if (static_cast<unsigned char>(c) < ' ')
            c = '?';
    return text;
}

int run_command(const Known &command, const Arguments &arguments)
{
    const std::string name = std::string("safecancel ") + command.name;
    CLI::App app(command.summary, name);
    try {
        return command.run(app, arguments);
    } catch (const CLI::CallForHelp &) {
        print(app.help());
        return status_good;
    } catch (const CLI::ParseError &error) {
        fmt::print(stderr, "{}: {}: see {} --help\n", name, one_line(error.what()), name);
        return status_usage;
    } catch (const Refusal &refusal) {
        fmt::print(stderr, "{}: {}\n", name, one_line(refusal.why));
        return refusal.status;
    } catch (const std::exception &error) {
        fmt::print(stderr, "{}: {}\n", name, one_line(error.what()));
        return status_failed;
    }
}

int usage(FILE *stream)
{
    fmt::print(stream, "Usage: safecancel COMMAND [ARGUMENTS...], where COMMAND is\n");
    for (const Known &command : commands)
        fmt::print(stream, "  {:<8}  {}\n", command.name, command.summary);
    fmt::print(stream, "Each has a --help.\n");
    return stream == stderr ? status_usage : status_good;
}

int run_main(int argc, char **argv)
{
    const std::string name = argc > 1 ? argv[1] : "";
    for (const Known &command : commands)
        if (name == command.name)
            return run_command(command, Arguments(argv + 2, argv + argc));
    if (name == "--help")
        return usage(stdout);
    if (!name.empty())
        fmt::print(stderr, "safecancel: {}: no such command\n", name);
    return usage(stderr);
}

} // namespace
} // namespace safecancel::tool

int main(int argc, char **argv)
{
    try {
        return safecancel::tool::run_main(argc, argv);
    } catch (const safecancel::tool::Refusal &refusal) {
        fmt::print(stderr, "safecancel: {}\n", refusal.why);
        return refusal.status;
    }
}
