#include <algorithm>
#include <cmath>

#include "client/histogram.hpp"
#include "loadtest/report/building.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using client::Recording;
using client::Sample;

constexpr double points_per_tenth = 12;
constexpr std::size_t least_seconds = 5, most_columns = 120;
constexpr double row_ratio = 1.25;

/// The k-th smallest of some times, however they are kept.
class Ranking {
 public:
  Ranking(const Recording& recording, const client::Histogram& histogram, std::int64_t (Sample::*time)() const,
          bool (*wanted)(const Sample&))
      : histogram_(histogram) {
    if (!recording.has_all_samples()) return;
    for (const Sample& sample : recording.samples)
      if (wanted(sample)) sorted_.push_back((sample.*time)());
    std::sort(sorted_.begin(), sorted_.end());
  }

  double ms(double quantile) const {
    if (sorted_.empty()) return to_ms(static_cast<double>(histogram_.quantile(quantile)));
    return to_ms(static_cast<double>(sorted_[client::nearest_rank(quantile, sorted_.size()) - 1]));
  }

 private:
  const client::Histogram& histogram_;
  std::vector<std::int64_t> sorted_;
};

/// From just below the least to just above the greatest.
std::vector<double> edges(const Recording& recording, std::size_t seconds) {
  std::int64_t least = 0, most = 0;
  for (std::size_t i = 0; i < seconds; ++i) {
    const client::Histogram& response = recording.seconds[i].response;
    if (response.count() == 0) continue;
    least = least == 0 ? response.min() : std::min(least, response.min());
    most = std::max(most, response.max());
  }
  std::vector<double> edges;
  for (double edge = std::max(to_ms(static_cast<double>(least)) * 0.98, 1e-3);
       edges.size() < 2 || edges.back() <= to_ms(static_cast<double>(most)) * 1.02; edge *= row_ratio)
    edges.push_back(edge);
  return edges;
}

std::size_t row_of(double ms, const std::vector<double>& edges) {
  const auto above = std::upper_bound(edges.begin(), edges.end(), ms) - edges.begin();
  return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above - 1, 0, std::ssize(edges) - 2));
}

}  // namespace

std::vector<CurvePoint> curve(const Recording& recording) {
  std::vector<CurvePoint> points;
  const auto count = static_cast<double>(recording.requests());
  if (count < 2) return points;
  const Ranking response(recording, recording.response, &Sample::response_time, [](const Sample&) { return true; });
  const Ranking service(recording, recording.service, &Sample::service_time,
                        [](const Sample& sample) { return sample.stamps.sent != 0; });
  const auto add = [&](double quantile) { points.push_back({quantile, response.ms(quantile), service.ms(quantile)}); };
  for (double i = 0; std::pow(10, i / points_per_tenth) < count; ++i) add(1 - std::pow(10, -i / points_per_tenth));
  add(1);
  return points;
}

std::optional<HeatMap> heat_map(const Recording& recording) {
  const std::size_t seconds = recording.seconds.size();
  if (seconds < least_seconds) return std::nullopt;
  const std::size_t per_column = (seconds + most_columns - 1) / most_columns;
  HeatMap map{static_cast<double>(per_column), edges(recording, seconds), {}};
  for (std::size_t i = 0; i < seconds; ++i) {
    if (i % per_column == 0) map.counts.emplace_back(map.edges_ms.size() - 1);
    recording.seconds[i].response.for_each([&](std::int64_t value, std::uint64_t count) {
      map.counts.back()[row_of(to_ms(static_cast<double>(value)), map.edges_ms)] += count;
    });
  }
  return map;
}

}  // namespace hundred::loadtest
