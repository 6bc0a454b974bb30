/* SPDX-License-Identifier: MIT */
/* What is made of many rounds. */
#ifndef SAFECANCEL_BENCH_STATISTICS_H
#define SAFECANCEL_BENCH_STATISTICS_H

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

namespace safecancel::bench {

using Json = nlohmann::json;
using Values = std::vector<double>;

/* Half of the rounds lie between `low` and `high`. */
struct Spread {
    double low, median, high;
};

inline double quantile(const Values &sorted, double part)
{
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<size_t>(place);
    const double above = below + 1 < sorted.size() ? sorted[below + 1] : sorted[below];
    return sorted[below] + (above - sorted[below]) * (place - static_cast<double>(below));
}

inline Spread spread(Values values)
{
    if (values.empty())
        throw std::runtime_error("there are no rounds to take a median of");
    std::sort(values.begin(), values.end());
    return {quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)};
}

inline Values values_of(const Json &list)
{
    return list.get<Values>();
}

/* Round by round, because what disturbs a round disturbs both. */
inline Values quotients(const Values &upper, const Values &lower)
{
    Values result;
    for (size_t i = 0; i < upper.size() && i < lower.size(); ++i)
        result.push_back(upper[i] / lower[i]);
    return result;
}

inline Values quotients(const Json &upper, const Json &lower)
{
    return quotients(values_of(upper), values_of(lower));
}

} // namespace safecancel::bench

#endif
