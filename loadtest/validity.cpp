#include "loadtest/validity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/units.hpp"

namespace hundred::loadtest {
namespace {

using client::Recording;

constexpr double seconds_per_ns = 1e-9;

std::string time_text(double nanoseconds) { return human_duration(nanoseconds * seconds_per_ns); }

double elapsed_seconds(const Recording& recording) {
  return static_cast<double>(recording.ended - recording.counted_from) * seconds_per_ns;
}

/// Every request has one outcome, and those that were sent have a service time.
Check counts_check(const Recording& recording) {
  const std::uint64_t outcomes =
      std::accumulate(recording.outcomes.begin(), recording.outcomes.end(), std::uint64_t{0});
  if (outcomes == recording.requests())
    return {"counts", Verdict::valid, fmt::format("each of {} requests has one outcome", outcomes)};
  return {"counts", Verdict::invalid,
          fmt::format("{} requests have {} outcomes: the load tool has lost some", recording.requests(), outcomes)};
}

Verdict verdict_of(double deviation) {
  constexpr double suspect = 0.05, invalid = 0.2;
  return deviation > invalid ? Verdict::invalid : deviation > suspect ? Verdict::suspect : Verdict::valid;
}

/// Requests in the system = throughput x time in it (Little, 1961).
Check little_check(const client::Load& load, const Recording& recording) {
  constexpr double least_means = 20;
  if (load.is_burst()) return {"little", Verdict::valid, "Little's law says nothing of a burst"};
  const double elapsed = elapsed_seconds(recording), mean = recording.response.mean() * seconds_per_ns;
  const double cycle = mean + static_cast<double>(load.think) * seconds_per_ns;
  if (recording.requests() == 0 || elapsed < least_means * cycle)
    return {"little", Verdict::valid,
            fmt::format("Little's law is not judged: the run is shorter than {} mean times", least_means)};
  const double rate = static_cast<double>(recording.requests()) / elapsed;
  const bool open = load.open_loop.has_value();
  const double expected = rate * cycle, think = cycle - mean,
               actual = (open ? recording.request_seconds : recording.user_seconds + load.users * think) / elapsed;
  const double deviation = std::abs(expected - actual) / std::max(actual, 1e-9);
  std::string words =
      fmt::format("Little's law: {:.0f}/s x {} = {:.1f} {}, {} {:.1f}", rate, human_duration(cycle), expected,
                  open ? "requests in flight" : "users", open ? "measured" : "there were", actual);
  // Of less than one request the generator's own delays are a visible part.
  const Verdict verdict = open && actual < 1 ? Verdict::valid : verdict_of(deviation);
  if (verdict != Verdict::valid)
    words += open ? "; the generator was late" : "; users paused after failures, or the generator was late";
  return {"little", verdict, words};
}

Check generator_check(const Recording& recording) {
  constexpr double most_busy = 0.9;
  constexpr client::Time least_wall = 100'000'000;
  double busiest = 0;
  for (const client::GeneratorUsage& usage : recording.usage)
    if (usage.wall >= least_wall)
      busiest = std::max(busiest, static_cast<double>(usage.busy) / static_cast<double>(usage.wall));
  std::string words =
      fmt::format("{} {:.0f} % of its time",
                  recording.usage.size() > 1 ? "the busiest generator thread worked" : "the generator thread worked",
                  busiest * 100);
  if (busiest <= most_busy) return {"generator", Verdict::valid, words};
  return {"generator", Verdict::invalid,
          words + ": the figures show its limit too; use more threads (--threads), or another machine"};
}

/// A burst is never sent at one instant; what that takes is in its response times, and no reason to dismiss them.
Check lag_check(const client::Load& load, const Recording& recording) {
  constexpr double suspect_share = 0.1;
  constexpr std::uint64_t least_count = 100;
  const auto lag = static_cast<double>(recording.send_lag.quantile(0.99));
  const auto median = static_cast<double>(recording.response.quantile(0.5));
  std::string words = fmt::format("99 % of requests were sent within {} of when they could be", time_text(lag));
  if (recording.send_lag.count() < least_count)
    return {"send_lag", Verdict::valid, "too few requests to judge their send lag"};
  if (lag <= suspect_share * median) return {"send_lag", Verdict::valid, words};
  const bool above = lag > median && !load.is_burst();
  words += fmt::format(", the median response is {}: {}", time_text(median),
                       load.is_burst() ? "sending so many takes its time, which is in the response times"
                                       : "the load tool had too little CPU");
  return {"send_lag", above ? Verdict::invalid : Verdict::suspect, words};
}

Check kernel_check(const KernelEvents& events) {
  std::vector<std::string> found;
  if (events.listen_overflows.value_or(0) > 0)
    found.push_back(
        fmt::format("{} connections found a server's accept queue full, and were tried again after 1 s or more "
                    "(larger --backlog, net.core.somaxconn)",
                    *events.listen_overflows));
  else if (events.listen_drops.value_or(0) > 0)
    found.push_back(fmt::format("{} connection attempts were dropped by listening sockets", *events.listen_drops));
  if (events.throttled.value_or(0) > 0)
    found.push_back(
        fmt::format("the CPU quota of a control group stopped this process in {} periods", *events.throttled));
  if (found.empty()) return {"kernel", Verdict::valid, "no connection was dropped, no CPU quota was reached"};
  return {"kernel", Verdict::suspect, fmt::format("{}", fmt::join(found, "; "))};
}

}  // namespace

Validity judge_validity(const client::Load& load, const Recording& recording, const KernelEvents& events) {
  Validity validity;
  validity.checks = {counts_check(recording), little_check(load, recording), generator_check(recording),
                     lag_check(load, recording), kernel_check(events)};
  for (const Check& check : validity.checks) validity.verdict = std::max(validity.verdict, check.verdict);
  return validity;
}

std::string worst_words(const Validity& validity) {
  for (const Check& check : validity.checks)
    if (check.verdict == validity.verdict) return check.words;
  return {};
}

}  // namespace hundred::loadtest
