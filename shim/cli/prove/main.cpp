/* SPDX-License-Identifier: MIT */
/* safecancel prove: options, progress, and what comes out. */
#include <gnu/libc-version.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "page.h"
#include "progress.h"
#include "table.h"
#include "workers.h"

namespace safecancel::prove {
namespace {

enum Status { status_clean = 0, status_fails = 1, status_usage = 2, status_failed = 3, status_not_permitted = 77 };

struct Options {
    std::vector<std::string> points{};
    bool stock = false, shim = false, both = false, list = false, details = false;
    std::string errors{}, json{}, html{}, shim_object{}, stage{}, table{}, part{}, summarize{};
    unsigned jobs = 0;
    size_t positions = Limits{}.cancel, misses = Limits{}.misses;
};

/* One clear line, and the exit status. */
struct Refusal {
    int status;
    std::string why;
};

std::string own_directory()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

/* The stage lies beside this program, the object where the launcher found it, or beside as built. */
Places find_places(const Options &options, bool with_shim)
{
    const char *given = getenv("SAFECANCEL_LIBRARY");
    Places places = {options.stage, options.shim_object};
    if (places.stage.empty())
        places.stage = own_directory() + "/safecancel-stage";
    if (places.shim.empty() && given && *given)
        places.shim = given;
    if (places.shim.empty())
        places.shim = own_directory() + "/../../libsafecancel.so";
    if (access(places.stage.c_str(), X_OK) != 0)
        throw Refusal{status_failed, places.stage + " is missing: install or build safecancel again, as a whole"};
    if (!with_shim)
        return places;
    std::error_code missing;
    const auto shim = std::filesystem::canonical(places.shim, missing);
    if (missing)
        throw Refusal{status_usage, places.shim + ": no such file: name the preloaded object with --library FILE"};
    places.shim = shim.string();
    return places;
}

std::vector<Row> choose_rows(const std::vector<Row> &all, const std::vector<std::string> &points)
{
    std::vector<Row> chosen;
    for (const Row &row : all)
        if (points.empty() || std::find_if(points.begin(), points.end(), [&](const std::string &point) {
                                  return point == row.name || point == row.function();
                              }) != points.end())
            chosen.push_back(row);
    for (const std::string &point : points)
        if (std::none_of(chosen.begin(), chosen.end(),
                         [&](const Row &row) { return point == row.name || point == row.function(); }))
            throw Refusal{status_usage, point + ": no such point: see safecancel prove --list"};
    return chosen;
}

/* "I/N": every Nth row, from the Ith on, so that all parts take about as long. */
std::vector<Row> part_of(const std::vector<Row> &rows, const std::string &part)
{
    size_t index = 0, count = 1;
    int used = 0;
    if (!part.empty() && (sscanf(part.c_str(), "%zu/%zu%n", &index, &count, &used) != 2 || part[used] != '\0' ||
                          index < 1 || index > count))
        throw Refusal{status_usage, "--part " + part + ": must be I/N, with I from 1 to N"};
    std::vector<Row> chosen;
    for (size_t i = 0; i < rows.size(); ++i)
        if (part.empty() || i % count == index - 1)
            chosen.push_back(rows[i]);
    return chosen;
}

void print_list(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        std::string line = row.name;
        for (const char *situation : {"blocks", "fail", "partial"})
            if (row.is(situation))
                line += std::string(" ") + situation;
        fmt::print("{}\n", line);
    }
}

/* For the build. */
int check_situations(const std::vector<Row> &rows, const std::string &table)
{
    const auto lines = unexplained(rows, table);
    for (const std::string &line : lines)
        fmt::print(stderr, "safecancel prove: {}\n", line);
    return lines.empty() ? status_clean : status_fails;
}

/* Opened before the work, so that a bad name costs nothing. */
std::ofstream open_output(const std::string &path)
{
    std::ofstream stream;
    if (!path.empty())
        stream.open(path, std::ios::trunc);
    if (!stream)
        throw Refusal{status_usage, fmt::format("{}: cannot be written: {}", path, strerror(errno))};
    return stream;
}

std::vector<board_request> errors_of(const Options &options)
{
    if (options.errors == "interrupt")
        return {REQUEST_INTERRUPT, REQUEST_INTERRUPT_DISABLED};
    if (options.errors == "masked")
        return {REQUEST_MASKED};
    if (options.errors == "break")
        return {REQUEST_BREAK};
    if (options.errors == "all")
        return {REQUEST_INTERRUPT, REQUEST_INTERRUPT_DISABLED, REQUEST_MASKED, REQUEST_BREAK};
    return {};
}

std::vector<Task> tasks_for(const Options &options, const std::vector<Row> &rows)
{
    std::vector<Task> tasks;
    for (const bool shim : {false, true})
        for (const Row &row : rows)
            if (options.both || (shim ? !options.stock : options.stock))
                tasks.push_back({row, shim});
    /* Those inside libc are the long ones: not at the end, alone. */
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const Task &a, const Task &b) { return a.row.is("inside") > b.row.is("inside"); });
    return tasks;
}

/* Rows in the order of the list, stock first. */
void sort_rows(Json &told, const std::vector<Row> &rows)
{
    std::map<std::string, size_t> order;
    for (const Row &row : rows)
        order.emplace(row.name, order.size());
    std::stable_sort(told.begin(), told.end(), [&](const Json &a, const Json &b) {
        return std::make_pair(order[a.at("row")], a.at("side") == "shim") <
               std::make_pair(order[b.at("row")], b.at("side") == "shim");
    });
}

Json proof_of(const Options &options, const std::vector<Row> &rows, Work &&todo)
{
    utsname system{};
    uname(&system);
    Json proof = {{"schema", 1}, {"glibc", gnu_get_libc_version()}, {"kernel", system.release},
                  {"machine", system.machine}, {"requests", Json::array()}, {"code", Json::object()}, {"rows", Json::array()}};
    for (const board_request request : todo.errors)
        proof["requests"].push_back(name_of(request));
    if (todo.errors.empty())
        proof["requests"].push_back(name_of(REQUEST_CANCEL));
    const auto began = Clock::now();
    Progress progress(todo.tasks.size());
    size_t runs = 0;
    work(
        todo,
        [&](Json &&row) {
            for (const auto &[id, instruction] : row["code"].items())
                proof["code"][id] = instruction;
            row.erase("code");
            for (const char *situation : {"completes", "blocks", "fails"})
                if (const std::string name = row["row"], why = reason_for_lack(name.substr(0, name.find(':')), situation);
                    !why.empty())
                    row["lacks"][situation] = why;
            runs += count_row(row).runs;
            proof["rows"].push_back(std::move(row));
        },
        [&](size_t done) { progress.show(done, runs); });
    progress.end();
    sort_rows(proof["rows"], rows);
    proof["seconds"] = std::chrono::duration<double>(Clock::now() - began).count();
    proof["summary"] = Json::object();
    for (const char *side : {"stock", "shim"})
        if (options.both || (side == std::string("shim")) != options.stock) {
            proof["summary"][side] = to_json(count_side(proof["rows"], side));
            proof["summary"][side]["rows"] = rows.size();
        }
    return proof;
}

/* For scripts/update-proof. */
int summarize(const std::string &path)
{
    std::ifstream stream(path);
    fmt::print("{}", summary_of(Json::parse(stream)));
    return status_clean;
}

int prove(const Options &options)
{
    if (!options.summarize.empty())
        return summarize(options.summarize);
    const Places places = find_places(options, !options.list && options.table.empty());
    const auto all = list_rows(places.stage);
    if (options.list) {
        print_list(all);
        return status_clean;
    }
    if (!options.table.empty())
        return check_situations(all, options.table);
    const auto rows = part_of(choose_rows(all, options.points), options.part);
    std::ofstream json = open_output(options.json), html = open_output(options.html);
    Work todo = {places, {}, options.jobs, tasks_for(options, rows), errors_of(options)};
    todo.limits.cancel = options.positions;
    todo.limits.others = std::min(todo.limits.others, options.positions);
    todo.limits.misses = options.misses;
    if (todo.jobs == 0)
        todo.jobs = std::max(1u, std::thread::hardware_concurrency());
    const Json proof = proof_of(options, rows, std::move(todo));
    fmt::print("{}", table_of(proof, options.details || !options.points.empty()));
    if (!options.json.empty())
        json << proof.dump() << "\n";
    if (!options.html.empty())
        html << page_of(proof);
    if (!json.flush() || !html.flush())
        throw Refusal{status_failed, "the results could not be written"};
    if (!proof["summary"].contains("shim") || count_side(proof["rows"], "shim").clean())
        return status_clean;
    fmt::print("\nWith the shim:\n{}", failures_of(proof, 40));
    return status_fails;
}

void add_options(CLI::App &app, Options &options)
{
    app.name("safecancel prove");
    app.footer("To run a program that is called prove: safecancel -- prove.\n"
               "Exit status: 0 nothing is lost, missed, twice or broken with the shim (or --stock was asked for);\n"
               "1 something is; 2 wrong usage; 3 the proof could not be carried out; 77 ptrace is not\n"
               "permitted; 130 interrupted.");
    app.add_option("POINT", options.points, "functions, or rows of --list; without any: all");
    auto *stock = app.add_flag("--stock", options.stock, "prove the C library as it is");
    auto *shim = app.add_flag("--shim", options.shim, "prove it with libsafecancel.so (the default)");
    auto *both = app.add_flag("--both", options.both, "prove both");
    stock->excludes(shim, both);
    shim->excludes(both);
    app.add_flag("--errors{all}", options.errors,
                 "requests that make a point fail with ECANCELED, instead of cancels: =interrupt, =masked (by\n"
                 "pthread_cancel), =break (from a signal handler), or all of them; with the shim only")
        ->check(CLI::IsMember({"all", "interrupt", "masked", "break"}))
        ->excludes(stock, both);
    app.add_option("--json", options.json, "write everything to FILE")->type_name("FILE");
    app.add_option("--html", options.html, "write a page to read to FILE")->type_name("FILE");
    app.add_flag("--details", options.details, "a line for each situation and variant, as with a POINT");
    app.add_flag("--list", options.list, "list what can be proved, and end");
    app.add_option("--part", options.part, "only the Ith of N parts")->type_name("I/N");
    app.add_option("--jobs", options.jobs, "processes at work; default: one a processor")
        ->check(CLI::Range(1u, 1024u));
    app.add_option("--positions", options.positions, "cancel at so many instructions of a long function at most")
        ->check(CLI::Range(size_t{10}, size_t{1000000}));
    app.add_option("--misses", options.misses, "leave a variant after so many misses")
        ->check(CLI::Range(size_t{1}, size_t{1000000}));
    app.add_option("--library", options.shim_object, "the preloaded object")->type_name("FILE")->take_last();
    app.add_option("--summarize", options.summarize)->group("");
    app.add_option("--check-situations", options.table)->group("");
    app.add_option("--stage", options.stage, "the program whose points are cancelled")->type_name("FILE");
}

int run_main(int argc, char **argv)
{
    Options options;
    CLI::App app("Cancels each point at each of its instructions, and looks at what was lost.");
    add_options(app, options);
    try {
        app.parse(argc, argv);
        return prove(options);
    } catch (const CLI::CallForHelp &) {
        fmt::print("{}", app.help());
        return status_clean;
    } catch (const CLI::ParseError &error) {
        fmt::print(stderr, "safecancel prove: {}: see safecancel prove --help\n", error.what());
        return status_usage;
    } catch (const Refusal &refusal) {
        fmt::print(stderr, "safecancel prove: {}\n", refusal.why);
        return refusal.status;
    } catch (const WorkFailed &failure) {
        fmt::print(stderr, "safecancel prove: {}\n", failure.why);
        return failure.not_permitted ? status_not_permitted : status_failed;
    } catch (const WorkInterrupted &interruption) {
        fmt::print(stderr, "safecancel prove: interrupted\n");
        return 128 + interruption.signal;
    } catch (const std::exception &error) {
        fmt::print(stderr, "safecancel prove: {}\n", error.what());
        return status_failed;
    }
}

} // namespace
} // namespace safecancel::prove

int main(int argc, char **argv)
{
    return safecancel::prove::run_main(argc, argv);
}
