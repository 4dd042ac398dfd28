#include "loadtest/report/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace hundred::loadtest {
namespace {

struct Percentile {
  const char* name;
  double quantile;
  std::uint64_t least_count;
};
constexpr std::array<Percentile, 6> percentile_rows{{{"p50", 0.5, 2},
                                                     {"p75", 0.75, 4},
                                                     {"p90", 0.9, 10},
                                                     {"p95", 0.95, 20},
                                                     {"p99", 0.99, 100},
                                                     {"p99.9", 0.999, 1000}}};

Summary summary_of(std::uint64_t count, double min, double mean, double max,
                   const std::function<std::int64_t(double)>& quantile) {
  Summary summary{count, {}};
  if (count == 0) return summary;
  summary.figures = {{"min", to_ms(min)}, {"mean", to_ms(mean)}};
  for (const Percentile& p : percentile_rows)
    if (count >= p.least_count) summary.figures.emplace_back(p.name, to_ms(static_cast<double>(quantile(p.quantile))));
  summary.figures.emplace_back("max", to_ms(max));
  return summary;
}

}  // namespace

std::vector<std::pair<std::string, double>> percentiles(std::uint64_t count) {
  std::vector<std::pair<std::string, double>> named;
  for (const Percentile& p : percentile_rows)
    if (count >= p.least_count) named.emplace_back(p.name, p.quantile);
  return named;
}

double to_ms(double nanoseconds) { return std::round(nanoseconds) / 1e6; }

Summary summarize(std::vector<std::int64_t> nanoseconds) {
  if (nanoseconds.empty()) return {};
  const auto [least, most] = std::minmax_element(nanoseconds.begin(), nanoseconds.end());
  const auto min = static_cast<double>(*least), max = static_cast<double>(*most);
  const double mean =
      std::accumulate(nanoseconds.begin(), nanoseconds.end(), 0.0) / static_cast<double>(nanoseconds.size());
  // They are asked for in ascending order: what is below one need not be looked at for the next.
  auto from = nanoseconds.begin();
  return summary_of(nanoseconds.size(), min, mean, max, [&](double quantile) {
    const auto rank = static_cast<std::ptrdiff_t>(client::nearest_rank(quantile, nanoseconds.size()));
    const auto wanted = nanoseconds.begin() + rank - 1;
    std::nth_element(from, wanted, nanoseconds.end());
    from = wanted;
    return *wanted;
  });
}

Summary summarize(const client::Histogram& histogram) {
  return summary_of(histogram.count(), static_cast<double>(histogram.min()), histogram.mean(),
                    static_cast<double>(histogram.max()),
                    [&](double quantile) { return histogram.quantile(quantile); });
}

std::optional<double> reached(const std::vector<std::int64_t>& sorted_nanoseconds, double quantile,
                              std::uint64_t total) {
  if (total == 0) return std::nullopt;
  const std::uint64_t rank = client::nearest_rank(quantile, total);
  if (rank > sorted_nanoseconds.size()) return std::nullopt;
  return to_ms(static_cast<double>(sorted_nanoseconds[rank - 1]));
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double slowness(const Report& report) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (report.load.burst()) return report.answered ? report.answered->all_ms.value_or(never) : never;
  return report.throughput_per_s.value_or(0) > 0 ? 1 / *report.throughput_per_s : never;
}

}  // namespace hundred::loadtest
