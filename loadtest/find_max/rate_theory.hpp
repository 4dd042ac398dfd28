#pragma once

#include <optional>
#include <vector>

#include "loadtest/find_max/found.hpp"
#include "loadtest/threshold.hpp"

namespace hundred::loadtest {

/// The highest rate that keeps the limits, by theory: of Poisson arrivals by simulating the queue at one rate after the
/// other, 500,000 requests with the same seed (p99 at 80 % load: within about 1 %); of evenly spaced ones the capacity,
/// if a request alone keeps the limits. Takes about a second. Limits on errors, rates and the least time say nothing
/// here.
/// @param queue  its rate does not matter
/// @returns nothing where theory is not to be asked: of the greatest time, which grows with the number of requests; and
/// of requests that take below a millisecond, or of so many a second that what HTTP takes of each uses half of the CPUs
std::optional<RateTheory> theory_of_rate(OpenQueue queue, client::Arrivals arrivals,
                                         const std::vector<Threshold>& limits);

/// Whether a queue at that rate, or one request alone (0), keeps the limits on times.
bool keeps_limits(OpenQueue queue, double rate_per_s, const std::vector<Threshold>& limits);

/// Where to begin if theory is not to be asked: a tenth of what one server could do that computes whatever a request
/// takes beside waiting.
double cautious_rate(const Work& work);

}  // namespace hundred::loadtest
