#include "loadtest/report/hgrm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace hundred::loadtest {
namespace {

constexpr double ticks_per_half = 5;

double to_milliseconds(double nanoseconds) { return nanoseconds * 1e-6; }

/// Values in ascending order, each with how many are at or below it.
std::vector<std::pair<std::int64_t, std::uint64_t>> cumulated(const client::Histogram& histogram) {
  std::vector<std::pair<std::int64_t, std::uint64_t>> values;
  std::uint64_t seen = 0;
  histogram.for_each([&](std::int64_t value, std::uint64_t count) { values.emplace_back(value, seen += count); });
  return values;
}

double deviation(const client::Histogram& histogram) {
  double squares = 0;
  histogram.for_each([&](std::int64_t value, std::uint64_t count) {
    const double off = static_cast<double>(value) - histogram.mean();
    squares += off * off * static_cast<double>(count);
  });
  return histogram.count() == 0 ? 0 : std::sqrt(squares / static_cast<double>(histogram.count()));
}

/// The next tick after a percentile below 100.
double next_tick(double percentile) {
  const double halvings = std::floor(std::log2(100 / (100 - percentile))) + 1;
  return percentile + 100 / (ticks_per_half * std::pow(2, halvings));
}

}  // namespace

void write_hgrm(std::ostream& out, const client::Histogram& histogram) {
  const auto values = cumulated(histogram);
  out << fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  std::size_t at = 0;
  for (double percentile = 0; !values.empty() && percentile < 100; percentile = next_tick(percentile)) {
    while (values[at].second < client::nearest_rank(percentile / 100, histogram.count())) ++at;
    if (at + 1 == values.size()) break;
    out << fmt::format("{:>12.3f} {:>14.12f} {:>10} {:>14.2f}\n",
                       to_milliseconds(static_cast<double>(std::max(values[at].first, histogram.min()))),
                       percentile / 100, values[at].second, 1 / (1 - percentile / 100));
  }
  if (!values.empty())
    out << fmt::format("{:>12.3f} {:>14.12f} {:>10}\n", to_milliseconds(static_cast<double>(histogram.max())), 1.0,
                       histogram.count());
  out << fmt::format("#[Mean    = {:>12.3f}, StdDeviation   = {:>12.3f}]\n", to_milliseconds(histogram.mean()),
                     to_milliseconds(deviation(histogram)));
  out << fmt::format("#[Max     = {:>12.3f}, Total count    = {:>12}]\n",
                     to_milliseconds(static_cast<double>(histogram.max())), histogram.count());
}

}  // namespace hundred::loadtest
