/* SPDX-License-Identifier: MIT */
#include "page.h"

namespace safecancel::prove {
namespace {

constexpr char page[] =
#include "page_html.h"
    ;
constexpr char place[] = "/*DATA*/null";

} // namespace

/* In a script element `<` could end it: escaped, JSON means the same. */
std::string page_of(const Json &proof)
{
    std::string data = proof.dump(), text = page;
    for (size_t at = 0; (at = data.find('<', at)) != std::string::npos;)
        data.replace(at, 1, "\\u003c");
    return text.replace(text.find(place), sizeof place - 1, data);
}

} // namespace safecancel::prove
