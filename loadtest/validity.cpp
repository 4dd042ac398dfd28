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
/// Of a shorter run Little's law says little: who was under way at its ends counts.
constexpr double least_means = 20;

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
  if (load.is_burst()) return {"little", Verdict::valid, "Little's law says nothing of a burst"};
  const auto little = little_of(load, recording);
  if (!little)
    return {"little", Verdict::valid,
            fmt::format("Little's law is not judged: the run is shorter than {} mean times", least_means)};
  const bool open = load.open_loop.has_value();
  std::string words = fmt::format(
      "Little's law: {:.0f}/s x {} = {:.1f} {}, {} {:.1f}", little->rate_per_s, human_duration(little->cycle_ms * 1e-3),
      little->expected, open ? "requests in flight" : "users", open ? "measured" : "there were", little->actual);
  if (little->verdict != Verdict::valid)
    words += open ? "; the generator was late" : "; users paused after failures, or the generator was late";
  return {"little", little->verdict, words};
}

/// The share of its time that the busiest generator thread worked; 0 if none ran long enough to tell.
double busiest_share(const Recording& recording) {
  constexpr client::Time least_wall = 100'000'000;
  double busiest = 0;
  for (const client::GeneratorUsage& usage : recording.usage)
    if (usage.wall >= least_wall)
      busiest = std::max(busiest, static_cast<double>(usage.busy) / static_cast<double>(usage.wall));
  return busiest;
}

Check generator_check(const Recording& recording) {
  constexpr double most_busy = 0.9;
  const double busiest = busiest_share(recording);
  std::string words =
      fmt::format("{} {:.0f} % of its time",
                  recording.usage.size() > 1 ? "the busiest generator thread worked" : "the generator thread worked",
                  busiest * 100);
  if (busiest <= most_busy) return {"generator", Verdict::valid, words};
  return {"generator", Verdict::invalid,
          words + ": the figures show its limit too; use more threads (--threads), or another machine"};
}

/// Why requests were sent late.
std::string lag_reason(const client::Load& load, const Recording& recording) {
  constexpr double mostly_asleep = 0.2;
  for (const client::GeneratorUsage& usage : recording.usage)
    if (const auto waited = usage.waited.value_or(0); waited > usage.busy / 2)
      return fmt::format("the load tool could have run, but had no CPU, for {} of {}; give it CPUs of its own",
                         time_text(static_cast<double>(waited)), time_text(static_cast<double>(usage.wall)));
  if (load.is_burst()) return "sending so many takes its time, which is in the response times";
  const double busiest = busiest_share(recording);
  if (load.open_loop && busiest > 0 && busiest < mostly_asleep)
    return "the system wakes a sleeping load tool that late, a virtual machine more than others; the service times are "
           "without it";
  return "the load tool was busy with other requests; use more threads (--threads), or another machine";
}

/// A burst is never sent at one instant; what that takes is in its response times, and no reason to dismiss them.
Check lag_check(const client::Load& load, const Recording& recording) {
  constexpr std::uint64_t least_count = 100;
  const auto lag = static_cast<double>(recording.send_lag.quantile(0.99));
  const auto median = static_cast<double>(recording.response.quantile(0.5));
  std::string words = fmt::format("99 % of requests were sent within {} of when they could be", time_text(lag));
  if (recording.send_lag.count() < least_count)
    return {"send_lag", Verdict::valid, "too few requests to judge their send lag"};
  if (sent_in_time(recording.send_lag, recording.response)) return {"send_lag", Verdict::valid, words};
  const bool above = lag > median && !load.is_burst();
  words += fmt::format(", the median response is {}: {}", time_text(median), lag_reason(load, recording));
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

/// Others do no harm while a CPU is idle.
Check cpus_check(const CpuUse& use) {
  constexpr double most_of_others = 0.1, least_idle = 0.1;
  std::string words =
      fmt::format("other programs had {:.2f} of {:.0f} CPU{}", use.others, use.cpus, use.cpus == 1 ? "" : "s");
  if (use.others <= most_of_others * use.cpus || use.idle >= least_idle * use.cpus)
    return {"cpus", Verdict::valid, words};
  return {"cpus", Verdict::suspect,
          words + ", and next to none was idle: the figures show them too; stop them, or give this CPUs of its own"};
}

}  // namespace

bool sent_in_time(const client::Histogram& send_lag, const client::Histogram& response) {
  constexpr double suspect_share = 0.1;
  return static_cast<double>(send_lag.quantile(0.99)) <= suspect_share * static_cast<double>(response.quantile(0.5));
}

std::optional<Little> little_of(const client::Load& load, const Recording& recording) {
  const double elapsed = elapsed_seconds(recording), mean = recording.response.mean() * seconds_per_ns;
  const double think = static_cast<double>(load.think) * seconds_per_ns, cycle = mean + think;
  if (load.is_burst() || recording.requests() == 0 || elapsed < least_means * cycle) return std::nullopt;
  const double rate = static_cast<double>(recording.requests()) / elapsed;
  const bool open = load.open_loop.has_value();
  const double there = open ? recording.request_seconds : recording.user_seconds + load.users * think;
  Little little{rate, cycle * 1e3, rate * cycle, std::max(there / elapsed, 1e-9), Verdict::valid};
  // Of less than one request the generator's own delays are a visible part.
  if (!open || little.actual >= 1) little.verdict = verdict_of(std::abs(little.deviation()));
  return little;
}

Validity judge_validity(const client::Load& load, const Recording& recording, const KernelEvents& events,
                        const std::optional<CpuUse>& cpus) {
  Validity validity;
  validity.checks = {counts_check(recording), little_check(load, recording), generator_check(recording),
                     lag_check(load, recording), kernel_check(events)};
  if (cpus) validity.checks.push_back(cpus_check(*cpus));
  for (const Check& check : validity.checks) validity.verdict = std::max(validity.verdict, check.verdict);
  return validity;
}

std::string worst_words(const Validity& validity) {
  for (const Check& check : validity.checks)
    if (check.verdict == validity.verdict) return check.words;
  return {};
}

}  // namespace hundred::loadtest
