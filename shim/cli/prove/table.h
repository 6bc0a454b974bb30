/* SPDX-License-Identifier: MIT */
/* The proof as text: a line for each point, or for each situation and variant of it. */
#ifndef SAFECANCEL_PROVE_TABLE_H
#define SAFECANCEL_PROVE_TABLE_H

#include <string>

#include "summary.h"

namespace safecancel::prove {

/* `detailed`: with situations and variants. */
std::string table_of(const Json &proof, bool detailed);

/* For the README: what the whole came to, as a table in Markdown. */
std::string summary_of(const Json &proof);

/* What was lost, missed or broken on the shim's side, a line each; at most `most`. */
std::string failures_of(const Json &proof, size_t most);

} // namespace safecancel::prove

#endif
