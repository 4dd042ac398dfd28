#include <fmt/format.h>

#include <algorithm>

#include "loadtest/report/finding.hpp"
#include "loadtest/report/part_words.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

Finding uneven_workers(const Report& r) {
  constexpr double even = 0.9;
  constexpr std::uint64_t least_each = 4;
  if (!r.fairness || !r.fairness->workers_index || *r.fairness->workers_index >= even) return std::nullopt;
  if (r.workers.size() < 2 || r.counts.ok < least_each * r.workers.size()) return std::nullopt;
  if (r.counts.ok < r.counts.sent) return std::nullopt;  // who turns requests away runs none
  const auto [least, most] = std::minmax_element(r.workers.begin(), r.workers.end(),
                                                 [](const auto& a, const auto& b) { return a.requests < b.requests; });
  return fmt::format(
      "The work was spread unevenly: {} ran {} of {} requests, {} only {} (Jain's index {:.2f}, where 1 "
      "is even).",
      most->name, most->requests, r.counts.sent, least->name, least->requests, *r.fairness->workers_index);
}

Finding uneven_users(const Report& r) {
  constexpr double unfair = 2;
  if (!r.fairness || !r.fairness->users_index || r.fairness->median_user_ms <= 0) return std::nullopt;
  const double ratio = r.fairness->slowest_user_ms / r.fairness->median_user_ms;
  if (ratio < unfair) return std::nullopt;
  return fmt::format(
      "Some users fare worse: user {} waited {} on average, {:.1f} times as long as the one in the "
      "middle.",
      r.fairness->slowest_user + 1, duration_text(r.fairness->slowest_user_ms), ratio);
}

Finding too_few_connections(const Report& r) {
  constexpr double visible = 1.1;
  const auto response = r.response.figure("mean"), service = r.service.figure("mean");
  if (r.breakdown && !r.breakdown->parts.empty() && largest_part(*r.breakdown).first == "client") return std::nullopt;
  if (r.most_waiting < 2 || !response || !service || *response < visible * *service) return std::nullopt;
  return fmt::format(
      "Up to {} requests were due while all {} connections were busy: more --users would show what the "
      "server does with them.",
      r.most_waiting, r.load.users);
}

Finding blocked_loop(const Report& r) {
  const auto& blocks = r.loop_blocks;
  if (blocks.empty()) return std::nullopt;
  const LoopBlock& worst =
      *std::max_element(blocks.begin(), blocks.end(), [](const auto& a, const auto& b) { return a.count < b.count; });
  return fmt::format(
      "{} held the loop for more than 25 ms, {} time{} ({} at most): everybody else on that loop waited meanwhile.",
      worst.path, worst.count, worst.count == 1 ? "" : "s", duration_text(worst.longest_ms));
}

Finding bystander_finding(const Report& r) {
  constexpr double slow_ms = 10;
  if (!r.bystander) return std::nullopt;
  const auto median = r.bystander->response.figure("p50");
  if (!median) return std::nullopt;
  if (*median < slow_ms)
    return fmt::format("A small request beside the load stayed quick: {} at the median.", duration_text(*median));
  return fmt::format(
      "A small request beside the load took {} at the median: it waits behind the others (head-of-line "
      "blocking).",
      duration_text(*median));
}

Finding effective_concurrency(const Report& r) {
  const auto mean = r.response.figure("mean");
  if (r.load.kind != LoadKind::closed_loop || r.load.think_ms <= 0 || !r.throughput_per_s || !mean) return std::nullopt;
  return fmt::format("{} users who think for {} between requests are {:.1f} requests in flight.", r.load.users,
                     duration_text(r.load.think_ms), *r.throughput_per_s * *mean / 1e3);
}

Finding context_switches(const Report& r) {
  constexpr double many = 5;
  if (!r.usage || !r.usage->voluntary_switches || !r.usage->involuntary_switches || r.counts.sent == 0)
    return std::nullopt;
  const auto requests = static_cast<double>(r.counts.sent);
  const double forced = static_cast<double>(*r.usage->involuntary_switches) / requests;
  const double all = static_cast<double>(*r.usage->voluntary_switches) / requests + forced;
  if (all < many) return std::nullopt;
  return fmt::format("Each request cost {:.0f} context switches{}.", all,
                     forced > all / 2 ? fmt::format(", {:.0f} of them because others wanted the CPU", forced) : "");
}

Finding small_sample(const Report& r) {
  constexpr std::uint64_t enough = 100;
  if (r.load.burst() || r.response.count >= enough) return std::nullopt;
  return fmt::format("{} requests are too few for a p99: ask for more (-n, -d).", r.response.count);
}

}  // namespace hundred::loadtest
