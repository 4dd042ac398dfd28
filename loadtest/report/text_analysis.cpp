#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "loadtest/report/part_words.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/report/text_details.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t most_listed_workers = 32;

std::string latency_row(std::string_view name, const Summary& summary, const Summary& columns) {
  std::string row = fmt::format("{:<8}", name);
  for (const auto& [figure, value] : columns.figures) {
    const auto own = summary.figure(figure);
    row += fmt::format("{:>8}", own ? duration_text(*own) : "");
  }
  return row + "\n";
}

/// Which percentiles rest on few requests: "  exceeded by few requests: p95 by 5, p99 by 1".
std::string few_lines(const Summary& summary) {
  constexpr std::uint64_t few = 10;
  std::vector<std::string> rows;
  for (const auto& [name, quantile] : percentiles(summary.count))
    if (const std::uint64_t beyond = summary.count - client::nearest_rank(quantile, summary.count);
        quantile > 0.5 && beyond < few)
      rows.push_back(fmt::format("{} by {}", name, beyond));
  if (rows.empty()) return {};
  return fmt::format("  exceeded by few requests: {}\n", fmt::join(rows, ", "));
}

std::optional<double> part_ms(const Breakdown& breakdown, std::string_view part) {
  for (const auto& [name, ms] : breakdown.parts)
    if (name == part) return ms;
  return std::nullopt;
}

/// The mean, then those about percentiles.
std::vector<const Breakdown*> all_breakdowns(const Report& r) {
  std::vector<const Breakdown*> all{&*r.breakdown};
  for (const Breakdown& breakdown : r.breakdowns) all.push_back(&breakdown);
  return all;
}

/// The parts that are seen in one of them, in their order. One that is unexplained need not be in all.
std::vector<std::string> visible_parts(const std::vector<const Breakdown*>& breakdowns) {
  constexpr double least_share = 0.0005;
  const auto* fullest =
      *std::max_element(breakdowns.begin(), breakdowns.end(),
                        [](const Breakdown* a, const Breakdown* b) { return a->parts.size() < b->parts.size(); });
  std::vector<std::string> visible;
  for (const auto& part : fullest->parts)
    if (std::any_of(breakdowns.begin(), breakdowns.end(), [&](const Breakdown* b) {
          return std::abs(part_ms(*b, part.first).value_or(0)) >= least_share * b->total_ms;
        }))
      visible.push_back(part.first);
  return visible;
}

/// @param ms  of a breakdown
std::string breakdown_row(std::string_view name, const std::vector<const Breakdown*>& breakdowns,
                          const std::function<std::optional<double>(const Breakdown&)>& ms) {
  std::string row = fmt::format("  {:<11}", name);
  for (const Breakdown* breakdown : breakdowns) {
    row += fmt::format("{:>9}", duration_text(ms(*breakdown)));
    if (breakdown != breakdowns.front()) continue;
    const double total = breakdown->total_ms;
    row += fmt::format(" {:>5.1f} %", total > 0 ? ms(*breakdown).value_or(0) / total * 100 : 0);
  }
  return row + "\n";
}

std::string share_line(const Report& r) {
  const std::size_t n = r.workers.size();
  if (n == 1) return fmt::format("  one worker, {}, ran {} requests\n", r.workers[0].name, r.workers[0].requests);
  std::vector<std::uint64_t> shares;
  for (const client::WorkerShare& worker : r.workers) shares.push_back(worker.requests);
  std::sort(shares.begin(), shares.end());
  const double median = static_cast<double>(shares[(n - 1) / 2] + shares[n / 2]) / 2;
  std::string line =
      fmt::format("  {} workers: least {}, median {:g}, most {} requests", n, shares.front(), median, shares.back());
  if (r.fairness && r.fairness->workers_index) line += fmt::format("; Jain's index {:.2f}", *r.fairness->workers_index);
  return line + "\n";
}

std::string worker_lines(const Report& r) {
  if (r.workers.empty()) return {};
  if (r.workers.size() == 1 || r.workers.size() > most_listed_workers) return share_line(r);
  std::vector<std::string> list;
  for (const client::WorkerShare& worker : r.workers)
    list.push_back(fmt::format("{}:{}", worker.name, worker.requests));
  return share_line(r) + wrapped(fmt::format("{}", fmt::join(list, "  ")));
}

std::string user_line(const Report& r) {
  if (!r.fairness || r.fairness->users < 2) return {};
  const Fairness& f = *r.fairness;
  std::string line = fmt::format("{} users: the slowest ({}) waited {}{}, the one in the middle {}", f.users,
                                 f.slowest_user + 1, duration_text(f.slowest_user_ms),
                                 f.users_index ? " on average" : "", duration_text(f.median_user_ms));
  if (f.users_index) line += fmt::format("; Jain's index of their requests {:.2f}", *f.users_index);
  return wrapped(line);
}

}  // namespace

std::string latency_table(const Report& r, const Style& style) {
  if (r.response.count == 0) return {};
  std::string text = section(style, "Latency", fmt::format("of {} requests; good: p99 near p50", r.response.count));
  text += std::string(8, ' ');
  for (const auto& [figure, value] : r.response.figures) text += fmt::format("{:>8}", figure);
  text += "\n" + latency_row("response", r.response, r.response) + latency_row("service", r.service, r.response);
  if (r.send_lag.count > 0 && !r.load.burst()) text += latency_row("send lag", r.send_lag, r.response);
  text += style.explanation("  response time: since the request was due; service time: since it was sent") + "\n";
  if (r.send_lag.count > 0 && !r.load.burst())
    text += style.explanation("  send lag: what the load tool itself added, as it was busy or had no CPU") + "\n";
  if (r.counts.ok < r.response.count) text += "  failed requests count with the time they took\n";
  text += few_lines(r.response);
  if (r.service.count != r.response.count) text += fmt::format("  {} of them were sent\n", r.service.count);
  return text;
}

std::string breakdown_table(const Report& r, const Style& style) {
  constexpr std::string_view title = "Where the time went";
  if (!r.breakdown)
    return r.counts.ok == 0 ? "" : section(style, title, "not known: the server sends no Server-Timing header");
  const std::vector<const Breakdown*> breakdowns = all_breakdowns(r);
  std::string text = section(style, title, fmt::format("of {} answers; good: mostly cpu and wait", r.breakdown->count));
  text += fmt::format("  {:<11}{:>9}{:>8}", "", "mean", "");
  for (const Breakdown& breakdown : r.breakdowns) text += fmt::format("{:>9}", breakdown.at);
  text.erase(text.find_last_not_of(' ') + 1);
  text += "\n";
  std::vector<std::string> meanings;
  for (const std::string& part : visible_parts(breakdowns)) {
    text += breakdown_row(part, breakdowns, [&](const Breakdown& b) { return part_ms(b, part); });
    meanings.push_back(fmt::format("{}: {}", part, words_of(part).meaning));
  }
  text += breakdown_row("together", breakdowns, [](const Breakdown& b) { return b.total_ms; });
  std::string lines = wrapped(fmt::format("{}", fmt::join(meanings, "; ")));
  if (!lines.empty()) lines.pop_back();
  return text + style.explanation(lines) + "\n";
}

std::string fairness_lines(const Report& r, const Style& style) {
  const std::string lines = worker_lines(r) + user_line(r);
  if (lines.empty()) return {};
  return section(style, "Fairness", "how evenly work and waiting were spread; good: Jain's index near 1") + lines;
}

std::string usage_lines(const Report& r, const Style& style) {
  if (!r.usage) return {};
  const Usage& usage = *r.usage;
  const auto requests = static_cast<double>(std::max<std::uint64_t>(1, r.counts.sent));
  std::string line =
      fmt::format("CPU time {}, {} for each request; {} thread{} in {} process{}", duration_text(usage.cpu_ms),
                  duration_text(usage.cpu_ms / requests), usage.peak_threads, usage.peak_threads == 1 ? "" : "s",
                  usage.peak_processes, usage.peak_processes == 1 ? "" : "es");
  if (usage.peak_pss_bytes)
    line += fmt::format("; {:.1f} MiB at most", static_cast<double>(*usage.peak_pss_bytes) / (1 << 20));
  if (usage.voluntary_switches && usage.involuntary_switches)
    line += fmt::format("; context switches for each request: {:.2f} to wait, {:.2f} forced",
                        static_cast<double>(*usage.voluntary_switches) / requests,
                        static_cast<double>(*usage.involuntary_switches) / requests);
  for (const LoopBlock& block : r.loop_blocks)
    line += fmt::format("; {} held a loop for more than 25 ms {} time{}, {} at most", block.path, block.count,
                        block.count == 1 ? "" : "s", duration_text(block.longest_ms));
  return section(style, "What it cost the server", "all its processes; good: little for each request") + wrapped(line);
}

}  // namespace hundred::loadtest
