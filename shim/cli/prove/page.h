/* SPDX-License-Identifier: MIT */
/* The proof as one HTML page that needs nothing else: its data, and page.html around it. */
#ifndef SAFECANCEL_PROVE_PAGE_H
#define SAFECANCEL_PROVE_PAGE_H

#include <string>

#include "proof.h"

namespace safecancel::prove {

std::string page_of(const Json &proof);

} // namespace safecancel::prove

#endif
