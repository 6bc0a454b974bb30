/* SPDX-License-Identifier: MIT */
/* Proving a row; the contract stands in proof.h. */
#include "proof.h"

#include <cstring>

#include <fmt/format.h>

#include "processor.h"

namespace safecancel::prove {
namespace {

/* From this length on only new instructions of a trace are unwound from. */
constexpr size_t long_trace = 400;

/* Whose unwind tables are ours to answer for. */
constexpr char shim_module[] = "libsafecancel.so";

/* How many of a variant's failures are told with all they say. */
constexpr size_t told_failures = 5;

/* Both threads are held at once, each at each of its instructions, in these. */
bool wants_both(const Scene &scene)
{
    if (scene.request != REQUEST_CANCEL)
        return scene.situation == "blocks" && scene.request == REQUEST_INTERRUPT && scene.row.name == "read";
    return scene.situation == "blocks" && (scene.row.name == "read" || scene.row.name == "poll");
}

/* Requests while a request is acted upon: where the kernel restarts the call, and where it returns -EINTR. */
bool wants_acting(const Scene &scene)
{
    return scene.row.name == "read" || scene.row.name == "poll" || scene.row.name == "sem_wait";
}

bool is_one_of(const char *words, const std::string &word)
{
    return (" " + std::string(words) + " ").find(" " + word + " ") != std::string::npos;
}

/* Whether a point can fail is not asked of calls that fail anyway. */
std::vector<Scene> scenes_with(const Row &row, board_request request)
{
    std::vector<Scene> scenes = {{row, "completes", CALL_POINT, true, request}};
    if (row.is("blocks") && !row.is("no_point"))
        scenes.push_back({row, "blocks", CALL_POINT, false, request});
    if (row.is("partial") && !row.is("no_point"))
        scenes.push_back({row, "partial", CALL_PARTIAL, false, request});
    return scenes;
}

std::vector<Scene> scenes_of(const Row &row)
{
    std::vector<Scene> scenes = {{row, "completes", CALL_POINT, true}};
    if (row.is("no_point"))
        return scenes;
    if (row.is("blocks"))
        scenes.push_back({row, "blocks", CALL_POINT, false});
    if (row.is("fail"))
        scenes.push_back({row, "fails", CALL_FAIL, false});
    if (row.is("partial"))
        scenes.push_back({row, "partial", CALL_PARTIAL, false});
    return scenes;
}

/* Collects what came of a variant's runs. */
class Tally {
public:
    explicit Tally(size_t misses) : misses_left_(misses) {}

    /* False once there have been enough misses. */
    bool goes_on() const { return misses_left_ > 0; }

    void add(size_t position, const Verdict &verdict)
    {
        misses_left_ -= verdict.what == Class::missed;
        positions_.push_back(position);
        classes_ += static_cast<char>(verdict.what);
        if (!verdict.why.empty() && failures_.size() < told_failures)
            failures_.push_back({{"position", position}, {"class", std::string(1, static_cast<char>(verdict.what))},
                                 {"why", verdict.why}});
    }

    /* `whole`: the positions are all of the trace. */
    Json tell(const char *variant, const char *trace, bool whole) const
    {
        Json told = {{"variant", variant}, {"trace", trace}};
        if (!goes_on())
            told["left"] = "after many misses";
        if (whole && goes_on())
            told["positions"] = "all";
        else
            told["positions"] = positions_;
        told["classes"] = classes_;
        told["failures"] = failures_;
        return told;
    }

private:
    size_t misses_left_;
    std::vector<size_t> positions_;
    std::string classes_;
    Json failures_ = Json::array();
};

/*
 * An error that was there before a point of the thunk's entered the kernel is that
 * point's.  libc's own look for none before; `close` never fails.
 */
Verdict not_too_late(const Scene &scene, const Variant &variant, const Trace &trace, size_t index, Verdict verdict)
{
    const bool is_thunk = !scene.row.is("inside") && !scene.row.is("gone") && !scene.row.is("no_point");
    if (scene.request != REQUEST_CANCEL && is_thunk && strcmp(variant.trace, "point") == 0 && !trace.calls.empty() &&
        index <= trace.calls.front() && verdict.what == Class::kept)
        return {Class::missed, "the request came before the system call, and the point did not fail"};
    return verdict;
}

/* A variant without a trace has no positions, which is no proof. */
Json not_played(const Variant &variant, const std::string &problem)
{
    Tally tally(1);
    tally.add(0, {Class::broken, problem});
    return tally.tell(variant.name, variant.trace, false);
}

} // namespace

Prover::Prover(Tracees &tracees, const Places &places, bool shim, const Limits &limits,
               const std::vector<board_request> &errors)
    : tracees_(tracees), shim_(shim), limits_(limits), errors_(errors), zygote_(tracees, places, shim)
{
}

/* Which variants a scene is played in. */
bool Prover::wants(const Scene &scene, const Variant &variant) const
{
    const std::string trace = variant.trace;
    if (variant.requests && !is_one_of(variant.requests, name_of(scene.request)))
        return false;
    if (!is_one_of(variant.situations, scene.situation) || scene.row.is("no_point"))
        return trace == "point" && is_one_of(variant.situations, scene.situation);
    if (trace == "acting")
        return shim_ && wants_acting(scene);
    /* Its enabling is the main thread's to do, which is held. */
    return trace != "canceller" || !(scene.completes && scene.row.is("late"));
}

/* At each instruction of a trace: does the stack unwind from here? */
void Prover::look_at(Run &run, Taken &taken, pid_t thread, uint64_t pc)
{
    const Instruction &instruction = code_.at(run.main_thread(), pc);
    const bool is_new = ids_.emplace(pc, fmt::format("{}+{:x}", instruction.module, instruction.offset)).second;
    codes_[ids_[pc]] = {instruction.symbol, instruction.text};
    if (!is_new && taken.unwound > long_trace)
        return;
    ++taken.unwound;
    const bool is_main = thread == run.main_thread();
    const std::string problem = unwinder_.problem(thread, is_main ? run.page().main_body : run.page().body);
    if (problem.empty())
        return;
    if (instruction.module != shim_module) {
        ++taken.not_unwound_elsewhere;
        return;
    }
    if (taken.half_changed + 1 < context_changes && instruction.symbol.find("on_cancel_signal") != std::string::npos) {
        ++taken.half_changed;
        return;
    }
    if (taken.not_unwound++ == 0)
        taken.not_unwound_why = fmt::format("{} ({}): {}", ids_[pc], instruction.symbol, problem);
}

/*
 * No instruction is skipped: the next one is where this one ends, unless this one goes
 * elsewhere, or is of another object's and so new (AVX-512) that its end is not known.
 */
Prover::Taken Prover::take(const Scene &scene, const std::string &which)
{
    Taken taken;
    Run run(tracees_, zygote_, scene, {which != "handler", which == "handler that calls"});
    if (!run.begun()) {
        taken.skipped = run.page().reason;
        taken.trace.problem = run.reason();
        return taken;
    }
    uint64_t expected = 0;
    std::string skipped, before;
    const EachStep each = [&](pid_t thread, uint64_t pc) {
        const Instruction &here = code_.at(run.main_thread(), pc);
        if (expected != 0 && expected != pc && skipped.empty())
            skipped = fmt::format("between `{}` and {}+{:x} ({}) an instruction was stepped over", before, here.module,
                                  here.offset, here.symbol);
        /* A signal takes it anywhere: from rt_sigreturn, or, where only a signal ends the call, at any time. */
        const bool signalled = which != "point" && here.is_system_call;
        const bool anywhere = (here.transfers && !here.is_system_call) || here.returns_elsewhere || signalled;
        const bool unknown = here.size == 0 && here.module != shim_module;
        expected = anywhere || unknown || scene.row.is("eintr") ? 0 : pc + here.size;
        look_at(run, taken, thread, pc);
        before = here.text;
    };
    if (which == "point")
        taken.trace = trace_point(run, each);
    else if (which.rfind("handler", 0) == 0)
        taken.trace = trace_handler(run, each);
    else if (which == "canceller")
        taken.trace = trace_canceller(run, each);
    else
        taken.trace = trace_acting(run, {0, 1, true}, each);
    if (taken.trace.problem.empty())
        taken.trace.problem = skipped;
    return taken;
}

Json Prover::tell(const Taken &taken)
{
    std::vector<std::string> code;
    for (const Position &step : taken.trace.steps)
        code.push_back(ids_[step.pc]);
    Json told = {{"instructions", taken.trace.steps.size()}, {"asleep", taken.trace.asleep}, {"code", code},
                 {"unwound", taken.unwound}, {"not_unwound", taken.not_unwound},
                 {"not_unwound_elsewhere", taken.not_unwound_elsewhere}};
    if (!taken.trace.problem.empty())
        told["problem"] = taken.trace.problem;
    if (!taken.not_unwound_why.empty())
        told["not_unwound_why"] = taken.not_unwound_why;
    return told;
}

Json Prover::play(const Scene &scene, const Variant &variant, const Trace &trace)
{
    const size_t size = trace.steps.size();
    const size_t limit = is_at_each(variant.name) ? limits_.cancel : limits_.others;
    auto chosen = choose_positions(size, trace.calls, limit);
    const bool whole = chosen.size() == size;
    if (trace.asleep && strcmp(variant.trace, "point") == 0)
        chosen.push_back(size); /* the last position: asleep in the kernel */
    Tally tally(limits_.misses);
    for (const size_t index : chosen) {
        if (!tally.goes_on())
            break;
        const Position position = index < size ? trace.steps[index] : Position{0, 1, true};
        Run run(tracees_, zygote_, scene, variant.done.handler);
        run.page().linger = position.asleep;
        if (!run.begun())
            tally.add(index, {Class::broken, run.reason()});
        else if (!variant.play(run, position))
            tally.add(index, {Class::unreached, ""});
        else
            tally.add(index, not_too_late(scene, variant, trace, index, judge(scene, variant.done, run.finish())));
    }
    return tally.tell(variant.name, variant.trace, whole);
}

/*
 * Each of the point's instructions with each of the canceller's; a position is
 * the point's times the canceller's length, plus the canceller's.  Held there,
 * the canceller goes on first, or the thread does, until it sleeps.
 */
Json Prover::play_both(const Scene &scene, const Trace &point, const Trace &canceller, bool canceller_first)
{
    const size_t length = canceller.steps.size();
    const auto reach = [&](Run &run, size_t index) {
        const Position &in_point = point.steps[index / length], &in_cancel = canceller.steps[index % length];
        if (canceller_first)
            return run.order_until("c", in_cancel) == Reached::yes && run.go_to(in_point) == Reached::yes &&
                   run.finish_order();
        return run.go_to(in_point) == Reached::yes && run.order_until("c", in_cancel) == Reached::yes &&
               run.go_until_asleep() != Reached::never;
    };
    Tally tally(limits_.misses);
    for (size_t index = 0; index < point.steps.size() * length && tally.goes_on(); ++index) {
        Run run(tracees_, zygote_, scene);
        if (!run.begun())
            tally.add(index, {Class::broken, run.reason()});
        else if (!reach(run, index))
            tally.add(index, {Class::unreached, ""});
        else
            tally.add(index, judge(scene, {}, run.finish()));
    }
    return tally.tell(canceller_first ? "both held, the canceller goes on" : "both held, the thread goes on",
                      "point and canceller", true);
}

Json Prover::prove_scene(const Scene &scene)
{
    Json told = {{"situation", scene.label()}};
    std::map<std::string, Taken> traces;
    const auto trace_of = [&](const std::string &which) -> const Trace & {
        if (traces.count(which) == 0) {
            traces[which] = take(scene, which);
            told["traces"][which] = tell(traces[which]);
        }
        return traces[which].trace;
    };
    trace_of("point");
    if (!traces["point"].skipped.empty()) {
        told["skipped"] = traces["point"].skipped;
        return told;
    }
    told["variants"] = Json::array();
    for (const Variant &variant : variants(scene.request)) {
        if (!wants(scene, variant))
            continue;
        const Trace &trace = trace_of(variant.trace);
        told["variants"].push_back(trace.problem.empty() ? play(scene, variant, trace)
                                                         : not_played(variant, trace.problem));
    }
    if (wants_both(scene))
        for (const bool canceller_first : {true, false})
            told["variants"].push_back(
                play_both(scene, trace_of("point"), trace_of("canceller"), canceller_first));
    return told;
}

Json Prover::prove(const Row &row)
{
    codes_.clear();
    Json told = {{"row", row.name}, {"side", shim_ ? "shim" : "stock"}, {"situations", Json::array()}};
    if (!row.is("here")) {
        told["skipped"] = "this C library has no such function";
        return told;
    }
    if (const std::string why = reason_for_lack(row.function(), "error"); !errors_.empty() && !why.empty()) {
        told["skipped"] = why;
        return told;
    }
    for (const board_request request : errors_)
        for (const Scene &scene : scenes_with(row, request))
            told["situations"].push_back(prove_scene(scene));
    if (errors_.empty())
        for (const Scene &scene : scenes_of(row))
            told["situations"].push_back(prove_scene(scene));
    told["code"] = codes_;
    return told;
}

} // namespace safecancel::prove
