/* SPDX-License-Identifier: MIT */
#include "tool.h"

#include <fstream>

namespace safecancel {

Desk::Desk()
{
    std::filesystem::create_directory(path() / "tmp");
}

Command Desk::command(std::vector<std::string> arguments) const
{
    Command command{{SAFECANCEL_PROVE, "--library", shim_path()}};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environment.push_back("TMPDIR=" + (path() / "tmp").string());
    command.deadline = std::chrono::minutes(4);
    return command;
}

Json Desk::prove(std::vector<std::string> arguments, Outcome &outcome) const
{
    arguments.insert(arguments.end(), {"--json", file("proof.json")});
    outcome = run(command(arguments));
    std::ifstream stream(file("proof.json"));
    return Json::parse(stream, nullptr, false);
}

std::vector<std::string> Desk::left() const
{
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(path() / "tmp"))
        names.push_back(entry.path().filename().string());
    return names;
}

long counted(const Json &proof, const std::string &side, const std::string &what)
{
    return proof.at("summary").at(side).at(what).get<long>();
}

std::string classes(const Json &proof, const std::string &row, const std::string &side, const std::string &situation,
                    const std::string &variant)
{
    for (const Json &one : proof.at("rows"))
        if (one.at("row") == row && one.at("side") == side)
            for (const Json &scene : one.at("situations"))
                if (scene.at("situation") == situation)
                    for (const Json &played : scene.at("variants"))
                        if (played.at("variant") == variant)
                            return played.at("classes").get<std::string>();
    return {};
}

}  // namespace safecancel
