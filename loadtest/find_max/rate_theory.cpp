#include "loadtest/find_max/rate_theory.hpp"

#include <algorithm>
#include <cmath>

#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t simulated_requests = 500'000;
constexpr double least_work_ms = 1;  // below it most of the time is the machinery's own
constexpr double most_machinery = 0.5;
constexpr double precision = 1.0 / 1000;  // of the capacity

bool limits_a_time(const Threshold& threshold) {
  return threshold.below && is_latency(threshold.figure) && threshold.figure != "min";
}

/// What a request takes that is neither its computing nor its waiting.
double machinery_ms(const Work& work) { return std::max(0.0, work.total_ms - work.cpu_ms - work.wait_ms); }

bool is_known(const OpenQueue& queue, const std::vector<Threshold>& limits) {
  const double machinery_cpus = queue.capacity_per_s() * machinery_ms(queue.work) / 1e3;
  return queue.work.total_ms >= least_work_ms && machinery_cpus <= most_machinery * queue.cpus &&
         std::none_of(limits.begin(), limits.end(), [](const Threshold& t) { return t.figure == "max"; });
}

}  // namespace

bool keeps_limits(OpenQueue queue, double rate_per_s, const std::vector<Threshold>& limits) {
  queue.rate_per_s = rate_per_s;
  const auto alone = static_cast<std::int64_t>(queue.work.total_ms * 1e6);
  Report report;
  report.response = summarize(rate_per_s > 0 ? simulate(queue, simulated_requests, 1)
                                             : std::vector<std::int64_t>(simulated_requests, alone));
  report.counts.sent = report.counts.ok = report.response.count;
  return std::all_of(limits.begin(), limits.end(), [&](const Threshold& threshold) {
    return !limits_a_time(threshold) || judge(threshold, report).met;
  });
}

std::optional<RateTheory> theory_of_rate(OpenQueue queue, client::Arrivals arrivals,
                                         const std::vector<Threshold>& limits) {
  if (!is_known(queue, limits)) return std::nullopt;
  RateTheory theory{queue, queue.capacity_per_s(), arrivals == client::Arrivals::poisson};
  double met = 0, not_met = theory.capacity_per_s;
  if (!keeps_limits(queue, 0, limits))
    not_met = 0;
  else if (!theory.simulated)
    met = not_met;
  while (not_met - met > precision * theory.capacity_per_s) {
    const double rate = (met + not_met) / 2;
    (keeps_limits(queue, rate, limits) ? met : not_met) = rate;
  }
  theory.queue.rate_per_s = met;
  return theory;
}

double cautious_rate(const Work& work) {
  constexpr double least_ms = 0.01;
  return 0.1e3 / std::max(least_ms, work.total_ms - work.wait_ms);
}

}  // namespace hundred::loadtest
