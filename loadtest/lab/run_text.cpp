#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "client/url.hpp"
#include "common/option_table.hpp"
#include "loadtest/lab/outcome_text.hpp"
#include "loadtest/report/text.hpp"
#include "loadtest/shell_words.hpp"

namespace hundred::loadtest {
namespace {

using Parts = std::vector<std::string>;

std::string rate_text(double per_s) { return fmt::format("{:.{}f}", per_s, per_s < 100 ? 1 : 0); }

/// " (theory 654 ms)"
std::string burst_theory(const Report& r) {
  if (!r.prediction || !r.prediction->burst) return {};
  const Bounds& all = r.prediction->burst->all_ms;
  return all.least == all.most ? fmt::format(" (theory {})", duration_text(all.least))
                               : fmt::format(" (theory {} to {})", duration_text(all.least), duration_text(all.most));
}

void add_answered(const Report& r, Parts& parts) {
  if (!r.answered) return;
  if (r.answered->half_ms) parts.push_back("half answered after " + duration_text(*r.answered->half_ms));
  if (r.answered->all_ms)
    parts.push_back(
        fmt::format("all {} after {}{}", r.counts.sent, duration_text(*r.answered->all_ms), burst_theory(r)));
}

void add_throughput(const Report& r, Parts& parts) {
  if (!r.throughput_per_s) return;
  const bool known = r.prediction && r.prediction->loop;
  parts.push_back(fmt::format(
      "{} answers/s{}", rate_text(*r.throughput_per_s),
      known ? fmt::format(" (theory {})", rate_text(r.prediction->loop->throughput_per_s)) : std::string()));
  if (r.response.count > 0 && r.response.count < 20)
    parts.push_back(fmt::format("all {} after {}", r.counts.sent, duration_text(r.elapsed_ms)));
}

void add_times(const Report& r, Parts& parts) {
  Parts figures;
  for (const char* name : {"mean", "p50", "p99", "max"})
    if (const auto value = r.response.figure(name))
      figures.push_back(fmt::format("{} {}", name, duration_text(*value)));
  if (!figures.empty()) parts.push_back(fmt::format("response {}", fmt::join(figures, ", ")));
  if (const auto spent = time_spent(r)) parts.push_back(fmt::format("{} {:.0f} %", spent->words, spent->percent));
}

void add_oddities(const Report& r, Parts& parts) {
  for (const ErrorCount& error : r.errors) {
    std::string kind = error.kind;
    std::replace(kind.begin(), kind.end(), '_', ' ');
    parts.push_back(fmt::format("{} of {}: {}{}{}", error.count, r.counts.sent, kind, error.detail.empty() ? "" : " ",
                                error.detail));
  }
  if (r.counts.timed_out > 0) parts.push_back(fmt::format("{} timed out", r.counts.timed_out));
  if (const auto late = r.connecting.near_1s + r.connecting.near_3s + r.connecting.near_7s; late > 0)
    parts.push_back(fmt::format("{} connections took about 1, 3 or 7 s to make", late));
  if (r.reconnects > 0) parts.push_back(fmt::format("{} connections made during the load", r.reconnects));
  if (r.fairness && r.fairness->users_index)
    parts.push_back(fmt::format("fairness among users {:.2f}", *r.fairness->users_index));
  if (r.bystander)
    if (const auto p50 = r.bystander->response.figure("p50"))
      parts.push_back(fmt::format("{} beside it p50 {}, max {}", client::parse_url(r.bystander->url).target,
                                  duration_text(*p50), duration_text(r.bystander->response.figure("max"))));
}

std::string figures_text(const Report& r) {
  Parts parts;
  add_answered(r, parts);
  add_throughput(r, parts);
  add_times(r, parts);
  add_oddities(r, parts);
  return fmt::format("{}", fmt::join(parts, "; "));
}

/// As curl would have it: each path, and behind it the answer, as much of it as there is room for.
std::string answers_text(const Step& step, const StepRun& run) {
  std::string text;
  for (std::size_t i = 0; i < run.answers.size(); ++i) {
    std::string answer = run.answers[i].dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (answer.size() > text_width - 2) answer = answer.substr(0, text_width - 5) + "...";
    text +=
        shell_command_lines("curl", {"http://127.0.0.1:8080" + step.options.urls[i]}, "  $ ") + "  " + answer + "\n";
  }
  return text;
}

}  // namespace

std::string run_text(const Step& step, const StepRun& run, bool again) {
  if (!run.report) return again ? "" : answers_text(step, run);
  const std::string figures = figures_text(*run.report);
  return again ? two_columns(step.id, figures, 19) : wrapped(figures);
}

}  // namespace hundred::loadtest
