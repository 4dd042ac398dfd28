#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/histogram.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// The percentiles that so many values can carry: name and quantile, in their order.
std::vector<std::pair<std::string, double>> percentiles(
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max());

/// Exact figures from all values. A percentile is given if at least one value lies above it: p90 needs 10 values, p95
/// 20, p99 100, p99.9 1000. With less it would only be the maximum under another name.
/// @param nanoseconds  in any order.
Summary summarize(std::vector<std::int64_t> nanoseconds);

/// The same from a histogram, as exact as that is.
Summary summarize(const client::Histogram& histogram);

/// The k-th smallest value, in milliseconds, k being the nearest rank of `quantile` among `total`; nothing if there are
/// fewer.
std::optional<double> reached(const std::vector<std::int64_t>& sorted_nanoseconds, double quantile,
                              std::uint64_t total);

/// The middle value, or the mean of the two in the middle; nothing of none.
std::optional<double> median(std::vector<double> values);

/// What rows are ordered by: when the last user of a burst had an answer; of a loop the inverse of its good answers per
/// second, for who turns requests away answers them fast. Infinite if that never was.
double slowness(const Report& report);

/// Nanoseconds as milliseconds, in whole nanoseconds: more digits would only be noise of the arithmetic, and JSON keeps
/// these.
double to_ms(double nanoseconds);

}  // namespace hundred::loadtest
