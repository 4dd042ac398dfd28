#include <algorithm>
#include <array>
#include <cmath>

#include "client/histogram.hpp"
#include "loadtest/report/building.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using client::Phase;
using client::Recording;
using client::Sample;
using client::Time;

enum Part : std::size_t { unsent, network, unexplained, queue, gil, pool, cpu, wait, ready };
constexpr std::array<const char*, 9> part_names{"client", "network", "unexplained", "queue", "gil",
                                                "pool",   "cpu",     "wait",        "ready"};
/// Those that the server names, and where they stand.
constexpr std::array<std::pair<Part, Phase>, 6> server_parts{{{queue, Phase::queue},
                                                              {gil, Phase::gil},
                                                              {pool, Phase::pool},
                                                              {cpu, Phase::cpu},
                                                              {wait, Phase::wait},
                                                              {ready, Phase::ready}}};

/// Sums over answers, in nanoseconds.
struct Sums {
  std::uint64_t count = 0;
  bool joined = true;  ///< the network was measured of all of them
  double total = 0;
  std::array<double, part_names.size()> parts{};

  void add(const Sample& sample, const Exchanges& exchanges);
  void add_way(const Sample& sample, const Exchanges& exchanges);
};

/// The way to the server and the way back are what the two hosts' stamps say, which are of one clock. Whatever these
/// stamps do not account for is unexplained.
void Sums::add_way(const Sample& sample, const Exchanges& exchanges) {
  const auto exchange = exchanges.find(sample.number);
  if (exchange == exchanges.end()) {
    joined = false;
    return;
  }
  const Time there = exchange->second.arrival - sample.stamps.sent, back = sample.end - exchange->second.end;
  parts[network] += static_cast<double>(std::max<Time>(0, there) + std::max<Time>(0, back));
}

void Sums::add(const Sample& sample, const Exchanges& exchanges) {
  ++count;
  total += static_cast<double>(sample.response_time());
  parts[unsent] += static_cast<double>(sample.stamps.sent - sample.planned);
  for (const auto& [part, phase] : server_parts) parts[part] += sample.timing[phase] * 1e3;
  if (joined) add_way(sample, exchanges);
}

Breakdown breakdown_of(const std::string& at, Sums sums) {
  const auto count = static_cast<double>(sums.count);
  if (!sums.joined) sums.parts[network] = 0;
  double rest = sums.total;
  for (const double part : sums.parts) rest -= part;
  // The kernel's receive stamp is rounded, so what is left can come out a hair below nothing.
  sums.parts[sums.joined ? unexplained : network] = sums.joined ? rest : std::max(0.0, rest);
  Breakdown breakdown{at, sums.count, to_ms(sums.total / count), {}};
  for (std::size_t part = 0; part < part_names.size(); ++part)
    if (part != unexplained || sums.joined)
      breakdown.parts.emplace_back(part_names[part], to_ms(sums.parts[part] / count));
  return breakdown;
}

/// Of answers that have no sample any more.
Sums sums_of(const Recording& recording) {
  Sums sums{recording.timed, false, recording.timed_response_ns, {}};
  sums.parts[unsent] = recording.timed_unsent_ns;
  for (const auto& [part, phase] : server_parts)
    sums.parts[part] = recording.phase_us[static_cast<std::size_t>(phase)] * 1e3;
  return sums;
}

std::vector<const Sample*> timed_by_response_time(const Recording& recording) {
  std::vector<const Sample*> timed;
  for (const Sample& sample : recording.samples)
    if (sample.timing.present) timed.push_back(&sample);
  std::sort(timed.begin(), timed.end(),
            [](const Sample* a, const Sample* b) { return a->response_time() < b->response_time(); });
  return timed;
}

}  // namespace

std::optional<Breakdown> mean_breakdown(const Recording& recording, const Exchanges& exchanges) {
  if (recording.timed == 0) return std::nullopt;
  if (!recording.has_all_samples()) return breakdown_of("", sums_of(recording));
  Sums sums;
  for (const Sample& sample : recording.samples)
    if (sample.timing.present) sums.add(sample, exchanges);
  return breakdown_of("", sums);
}

std::vector<Breakdown> breakdowns_at_percentiles(const Recording& recording, const Exchanges& exchanges) {
  const std::vector<const Sample*> timed = timed_by_response_time(recording);
  const std::uint64_t count = timed.size();
  std::vector<Breakdown> breakdowns;
  if (count < 2) return breakdowns;
  const auto add = [&](const std::string& name, double quantile) {
    const std::uint64_t rank = client::nearest_rank(quantile, count), reach = count / 100;
    Sums sums;
    for (std::uint64_t i = rank - std::min(rank - 1, reach); i <= std::min(rank + reach, count); ++i)
      sums.add(*timed[i - 1], exchanges);
    breakdowns.push_back(breakdown_of(name, sums));
  };
  for (const auto& [name, quantile] : percentiles(count))
    if (name == "p50" || name == "p95" || name == "p99") add(name, quantile);
  add("max", 1);
  return breakdowns;
}

}  // namespace hundred::loadtest
