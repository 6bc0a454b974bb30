/* SPDX-License-Identifier: MIT */
/*
 * The proof of one row: its scenes, each cancelled in every variant at every
 * position.  The result is JSON (docs/prove.md has its form), because it goes
 * from the worker to the main process and then to the user as it is.
 */
#ifndef SAFECANCEL_PROVE_PROOF_H
#define SAFECANCEL_PROVE_PROOF_H

#include <map>

#include <nlohmann/json.hpp>

#include "code.h"
#include "unwinder.h"
#include "variants.h"

namespace safecancel::prove {

using Json = nlohmann::ordered_json;

/* How many positions of one trace are cancelled at, at most; a longer trace is thinned out. */
struct Limits {
    size_t cancel = 600;   /* in the variant "cancel" */
    size_t others = 120;
    size_t misses = 40;    /* a variant is left after so many, each of which takes its time */
};

/* One side, without or with the shim. */
class Prover {
public:
    /* `errors`: the kinds of requests that are errors; none: to cancel. */
    Prover(Tracees &tracees, const Places &places, bool shim, const Limits &limits,
           const std::vector<board_request> &errors);

    Json prove(const Row &row);

private:
    /* One of a scene's traces, and what unwinding said at its instructions. */
    struct Taken {
        Trace trace;
        size_t unwound = 0, not_unwound = 0, not_unwound_elsewhere = 0;
        std::string not_unwound_why;
        unsigned half_changed = 0; /* instructions while a handler's context is */
        std::string skipped;  /* why it cannot be played here; empty: it was */
    };

    Json prove_scene(const Scene &scene);
    Json play(const Scene &scene, const Variant &variant, const Trace &trace);
    Json play_both(const Scene &scene, const Trace &point, const Trace &canceller, bool canceller_first);
    bool wants(const Scene &scene, const Variant &variant) const;
    Taken take(const Scene &scene, const std::string &which);
    void look_at(Run &run, Taken &taken, pid_t thread, uint64_t pc);
    Json tell(const Taken &taken);

    Tracees &tracees_;
    const bool shim_;
    const Limits limits_;
    const std::vector<board_request> errors_;
    Zygote zygote_;
    Code code_;
    Unwinder unwinder_;
    std::map<std::string, Json> codes_;  /* of the row being proved: instructions by their id */
    std::map<uint64_t, std::string> ids_;
};

} // namespace safecancel::prove

#endif
