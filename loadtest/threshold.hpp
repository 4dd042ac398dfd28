#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// A limit that a run must keep: "p99<50ms", "p(99)<50" (milliseconds), "mean<5ms", "max<=1s", "errors<1%",
/// "errors<10", "rate>1000" (good answers per second). Times are response times.
struct Threshold {
  std::string text;    ///< as it was given
  std::string figure;  ///< "p99", "mean", "max", "min", "errors", "errors%", "rate"
  bool below = true;   ///< the figure must be below the limit, else above
  bool or_equal = false;
  double limit = 0;  ///< milliseconds, a count, percent, or per second
};

/// @returns nothing if the text is no threshold.
std::optional<Threshold> parse_threshold(std::string_view text);

/// Whether a threshold's figure is of response times: "mean", "min", "max" or a percentile.
bool is_latency(const std::string& figure);

/// Whether that value of its figure, in the limit's unit, keeps it.
bool keeps(const Threshold& threshold, double value);

/// How a report meets it. A figure that the sample cannot carry, or that there is not, is not met: nothing shows that
/// it is.
ThresholdResult judge(const Threshold& threshold, const Report& report);

}  // namespace hundred::loadtest
