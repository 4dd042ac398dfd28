#include "loadtest/size/queue_figures.hpp"

#include <algorithm>
#include <cmath>

#include "loadtest/queue_simulation.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

/// For the median of the runs, and for the percentiles of short ones.
constexpr std::uint64_t wanted_runs = 20, least_requests = 100'000;
/// About a twentieth of a second.
constexpr std::uint64_t most_requests = 500'000;

QueueFigure figure_of(const std::vector<std::int64_t>& times, std::uint64_t of_a_run, const SizeQuestion& question) {
  QueueFigure figure{true, false, 0, 0, summarize(times)};
  std::vector<double> shown;
  std::size_t met = 0;
  const auto length = static_cast<std::ptrdiff_t>(of_a_run);
  for (auto run = times.begin(); times.end() - run >= length; run += length) {
    const Summary response = summarize({run, run + length});
    shown.push_back(response.figure(question.limits.front().figure).value_or(0));
    if (meets(response, question.limits)) ++met;
  }
  std::sort(shown.begin(), shown.end());
  figure.met = 2 * met >= shown.size();
  figure.shown_ms = shown[(shown.size() - 1) / 2];
  const std::size_t extreme = shown.size() / 20;
  figure.chance_ms = (shown[shown.size() - 1 - extreme] - shown[extreme]) / 2;
  return figure;
}

}  // namespace

const QueueFigure& QueueFigures::of(const Servers& servers, double cpus, double rate_per_s) {
  const auto [at, is_new] = known_.try_emplace({servers.computing, servers.waiting, cpus, rate_per_s});
  const OpenQueue queue{question_.work, servers, cpus, rate_per_s};
  if (!is_new || queue.capacity_per_s() <= rate_per_s) return at->second;
  const auto of_a_run = static_cast<std::uint64_t>(
      std::llround(std::clamp(rate_per_s * question_.run_s, 1.0, static_cast<double>(most_requests))));
  const std::uint64_t requests = std::clamp(wanted_runs * of_a_run, least_requests, most_requests);
  at->second = figure_of(simulate(queue, requests, question_.seed), of_a_run, question_);
  return at->second;
}

bool meets(const Summary& response, const std::vector<Threshold>& limits) {
  Report report;
  report.response = response;
  report.counts.sent = report.counts.ok = response.count;
  return std::all_of(limits.begin(), limits.end(), [&](const Threshold& limit) { return judge(limit, report).met; });
}

}  // namespace hundred::loadtest
