/* SPDX-License-Identifier: MIT */
/* Single-stepping; the contract stands in trace.h. */
#include "trace.h"

#include <sys/uio.h>

#include <cstring>
#include <map>
#include <set>

#include "processor.h"

namespace safecancel::prove {
namespace {

constexpr size_t step_limit = 400000;
constexpr size_t longest_instruction = 15;

uint64_t read_word(pid_t process, uint64_t address)
{
    uintptr_t word = 0; /* the stage is of this program's class */
    const auto bytes = read_memory(process, address, sizeof word);
    memcpy(&word, bytes.data(), bytes.size());
    return word;
}

/* Steps one thread and writes down where it is. */
class Recorder {
public:
    Recorder(Run &run, pid_t thread, const EachStep &each) : run_(run), thread_(thread), each_(each) {}

    /* From here on until `over`, which is asked before each instruction. */
    Trace record(const std::function<bool(const Registers &)> &over);

private:
    void note(uint64_t pc);
    Reached step();

    Run &run_;
    const pid_t thread_;
    const EachStep &each_;
    Trace trace_;
    std::map<uint64_t, uint32_t> times_;
    std::set<uint64_t> kernel_entries_, repeated_;
    uint64_t last_ = 0;
};

void Recorder::note(uint64_t pc)
{
    const uint32_t times = ++times_[pc];
    if (times == 1) {
        const auto code = read_memory(run_.main_thread(), pc, longest_instruction);
        if (is_system_call(code.data(), code.size()))
            kernel_entries_.insert(pc);
        if (is_repeated(code.data(), code.size()))
            repeated_.insert(pc);
    }
    if (pc == last_ && repeated_.count(pc) != 0) {
        --times_[pc];
        return; /* still the same instruction: it repeats itself */
    }
    last_ = pc;
    if (kernel_entries_.count(pc) != 0)
        trace_.calls.push_back(trace_.steps.size());
    trace_.steps.push_back({pc, times, false});
    if (each_)
        each_(thread_, pc);
}

Reached Recorder::step()
{
    if (thread_ == run_.point_thread())
        return run_.step();
    Tracees &tracees = run_.tracees();
    tracees.go(thread_, true);
    tracees.until([&] { return tracees.at(thread_) != At::running; }, Clock::now() + std::chrono::seconds(2));
    return tracees.at(thread_) == At::instruction ? Reached::yes : Reached::gone;
}

Trace Recorder::record(const std::function<bool(const Registers &)> &over)
{
    while (trace_.steps.size() < step_limit) {
        const Registers here = registers(thread_);
        if (over(here))
            return trace_;
        note(here.pc);
        switch (step()) {
        case Reached::yes:
            continue;
        case Reached::asleep:
            trace_.asleep = true;
            return trace_;
        case Reached::never:
            trace_.problem = "it neither goes on nor sleeps";
            return trace_;
        default:
            return trace_;
        }
    }
    trace_.problem = "too many instructions";
    return trace_;
}

/* A condition: the function that is entered with `entry` has returned. */
std::function<bool(const Registers &)> has_returned(pid_t process, const Registers &entry)
{
    const uint64_t back = read_word(process, return_address_slot(entry)), stack = entry.stack;
    return [back, stack](const Registers &now) { return now.pc == back && now.stack > stack; };
}

Trace failed(const char *problem)
{
    Trace trace;
    trace.problem = problem;
    return trace;
}

} // namespace

std::vector<uint8_t> read_memory(pid_t process, uint64_t address, size_t size)
{
    std::vector<uint8_t> bytes(size);
    const iovec local = {bytes.data(), size}, remote = {reinterpret_cast<void *>(address), size};
    const ssize_t got = process_vm_readv(process, &local, 1, &remote, 1, 0);
    bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return bytes;
}

Trace trace_point(Run &run, const EachStep &each)
{
    if (run.go_to({run.page().function}) != Reached::yes)
        return failed("the function is never called");
    return Recorder(run, run.point_thread(), each)
        .record(has_returned(run.main_thread(), registers(run.point_thread())));
}

Trace trace_handler(Run &run, const EachStep &each)
{
    if (run.go_to({run.page().function}) != Reached::yes)
        return failed("the function is never called");
    const auto returned = has_returned(run.main_thread(), registers(run.point_thread()));
    if (run.go_until_asleep() != Reached::asleep)
        return failed("it does not block");
    run.tracees().step_when_signalled(run.point_thread());
    if (!run.order("s") || run.wait_for_stop(true) != Reached::yes)
        return failed("the user's handler is not entered");
    return Recorder(run, run.point_thread(), each).record(returned);
}

Trace trace_canceller(Run &run, const EachStep &each)
{
    if (run.order_until("c", {run.page().cancel}) != Reached::yes)
        return failed("pthread_cancel is not called");
    return Recorder(run, run.main_thread(), each)
        .record(has_returned(run.main_thread(), registers(run.main_thread())));
}

Trace trace_acting(Run &run, const Position &position, const EachStep &each)
{
    const Reached reached = run.go_to(position);
    if (reached != (position.asleep ? Reached::asleep : Reached::yes))
        return failed("the position is not reached");
    if (position.asleep)
        run.tracees().step_when_signalled(run.point_thread());
    if (!run.order("c"))
        return failed("pthread_cancel does not return");
    if (position.asleep && run.wait_for_stop(false) != Reached::yes)
        return failed("a blocked thread is not interrupted");
    const uint64_t testcancel = run.page().testcancel;
    return Recorder(run, run.point_thread(), each).record([testcancel](const Registers &now) {
        return now.pc == testcancel;
    });
}

} // namespace safecancel::prove
