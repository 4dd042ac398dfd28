#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/recording.hpp"
#include "loadtest/find_max/found.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/threshold.hpp"

namespace hundred::loadtest {

/// When a request was due, since the figures begin, how long its answer took from then, and of that the load tool
/// itself.
struct TimedResponse {
  double due_s = 0;
  double ms = 0;
  double lag_ms = 0;
};
std::vector<TimedResponse> timed_responses(const client::Recording& recording);

/// Where "mean" or a percentile lies, in milliseconds: with 95 % confidence not below, and as surely not above.
/// Requests that wait in one queue resemble those just before them, so it does not count requests but asks how much 20
/// slices of the time differ: of a percentile in the share of requests that lie above it (Woodruff, 1952; the slices
/// are his clusters).
/// @param responses  in any order. @param seconds  in which they were due
/// @returns nothing for other figures, or if fewer than 50 requests lie above the percentile, or there are fewer than
/// 200 for the mean
std::optional<Bounds> likely_bounds(const std::string& figure, const std::vector<TimedResponse>& responses,
                                    double seconds);

/// What the rate of an open loop came to. A limit whose figure the requests cannot carry is undecided. Where all
/// connections were busy at once the rate is not met: what was measured then are the connections. An invalid run is of
/// the load tool, unless that was only late, and all limits were kept in spite of it.
/// @param responses  empty: the figures decide alone, without where they are likely to be
RateStep judge_rate(const std::vector<Threshold>& limits, const Report& report,
                    const std::vector<TimedResponse>& responses);

}  // namespace hundred::loadtest
