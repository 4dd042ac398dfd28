#pragma once

#include <optional>
#include <vector>

#include "loadtest/find_max/found.hpp"

namespace hundred::loadtest {

/// Where within the range the highest rate most likely lies: where a line through the longest steps, of the logarithm
/// of a limited time over the rate, comes to its limit; of several limits the lowest such rate. The line is Theil's
/// and Sen's, of medians (Sen, 1968): a step that a stall of the machine has spoiled hardly moves it.
/// @returns nothing with fewer than three such steps, or if the line does not rise, or comes to the limit elsewhere
std::optional<double> likely_rate(const std::vector<RateStep>& steps);

}  // namespace hundred::loadtest
