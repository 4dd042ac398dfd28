#include "loadtest/find_max/likely_rate.hpp"

#include <algorithm>
#include <cmath>

#include "loadtest/find_max/search.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/threshold.hpp"

namespace hundred::loadtest {
namespace {

struct Point {
  double rate_per_s, log_ms;
};

/// What that limit's figure was in the longest steps.
std::vector<Point> points_of(const std::vector<RateStep>& steps, std::size_t limit) {
  const auto longest = std::max_element(steps.begin(), steps.end(), [](const RateStep& a, const RateStep& b) {
                         return a.seconds < b.seconds;
                       })->seconds;
  std::vector<Point> points;
  for (const RateStep& step : steps)
    if (const auto ms = step.limits[limit].result.measured;
        step.seconds == longest && step.verdict != RateVerdict::invalid && ms && *ms > 0)
      points.push_back({step.rate_per_s, std::log(*ms)});
  return points;
}

/// The rate at which the line through the points comes to `log_ms`.
std::optional<double> crossing(const std::vector<Point>& points, double log_ms) {
  if (points.size() < 3) return std::nullopt;
  std::vector<double> slopes, rates_then;
  for (const Point& a : points)
    for (const Point& b : points)
      if (a.rate_per_s < b.rate_per_s) slopes.push_back((b.log_ms - a.log_ms) / (b.rate_per_s - a.rate_per_s));
  const double slope = median(std::move(slopes)).value_or(0);
  if (slope <= 0) return std::nullopt;
  for (const Point& point : points) rates_then.push_back(point.rate_per_s + (log_ms - point.log_ms) / slope);
  return median(std::move(rates_then));
}

}  // namespace

std::optional<double> likely_rate(const std::vector<RateStep>& steps) {
  const RateRange range = range_of(steps);
  if (!range.met || !range.not_met) return std::nullopt;
  std::optional<double> lowest;
  for (std::size_t i = 0; i < steps.front().limits.size(); ++i) {
    const auto threshold = parse_threshold(steps.front().limits[i].result.text);
    if (!threshold || !threshold->below || !is_latency(threshold->figure)) continue;
    const auto rate = crossing(points_of(steps, i), std::log(threshold->limit));
    if (rate && *rate > *range.met && *rate < *range.not_met) lowest = std::min(lowest.value_or(*rate), *rate);
  }
  return lowest;
}

}  // namespace hundred::loadtest
