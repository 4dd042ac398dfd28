#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "loadtest/report/finding.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

constexpr double least_work_ms = 1;
constexpr double near_theory = 0.1;

/// When good answers came, since the release, in their order; empty if not all are known.
std::vector<double> answers_ms(const Report& r) {
  std::vector<double> moments;
  for (const RequestRow& row : r.requests)
    if (row.outcome == outcome_name(client::Outcome::ok)) moments.push_back(row.due_ms + row.response_ms);
  if (moments.size() != r.counts.ok) return {};
  std::sort(moments.begin(), moments.end());
  return moments;
}

/// By what share a measured value lies outside of bounds; negative below them.
double deviation(double measured, const Bounds& bounds) {
  if (measured > bounds.most) return measured / bounds.most - 1;
  return measured < bounds.least ? measured / bounds.least - 1 : 0;
}

/// Theory has no interpreter lock.
bool is_under_the_lock(const Report& r) {
  constexpr double noticed = 0.05;  // of the time
  return r.breakdown && std::any_of(r.breakdown->parts.begin(), r.breakdown->parts.end(), [&](const auto& part) {
           return part.first == "gil" && part.second >= noticed * r.breakdown->total_ms;
         });
}

/// "it fits within 2 %", "38 % more, so something took time that theory does not know of"
std::string judged(double deviation, bool more_is_worse, const Report& r) {
  if (deviation == 0) return "it fits";
  const double percent = std::abs(deviation) * 100;
  if (std::abs(deviation) <= near_theory)
    return percent < 1 ? "it fits within 1 %" : fmt::format("it fits within {:.0f} %", std::ceil(percent));
  const bool worse = (deviation > 0) == more_is_worse;
  const char* why = !worse ? "so the requests that were measured alone were slower: was something else running?"
                    : is_under_the_lock(r) ? "for theory does not know of the interpreter lock"
                                           : "so something took time that theory does not know of";
  return fmt::format("{:.0f} % {}, {}", percent, deviation > 0 ? "more" : "less", why);
}

/// How many groups there are of moments that lie closer together than that.
std::size_t groups(const std::vector<double>& moments, double apart) {
  std::size_t count = moments.empty() ? 0 : 1;
  for (std::size_t i = 1; i < moments.size(); ++i) count += moments[i] - moments[i - 1] > apart ? 1 : 0;
  return count;
}

Finding in_steps(const Report& r, const std::vector<double>& moments) {
  constexpr double gap = 0.4;
  if (!r.prediction || r.prediction->steps.size() < 3) return std::nullopt;
  const std::size_t expected = r.prediction->steps.size(), found = groups(moments, gap * r.prediction->work.total_ms);
  if (found != expected) return std::nullopt;
  const std::string apart = duration_text((moments.back() - moments.front()) / static_cast<double>(found - 1));
  const std::uint64_t together = r.prediction->steps.front().users;
  if (together == 1) return fmt::format("Answers came one after the other, about {} apart.", apart);
  return fmt::format("Answers came in {} steps about {} apart, {} users at a time.", found, apart, together);
}

}  // namespace

bool came_together(const Report& r) {
  constexpr double close = 0.15;
  const std::vector<double> moments = answers_ms(r);
  return r.load.burst() && moments.size() > 1 && moments.back() - moments.front() <= close * moments.back();
}

Finding steps(const Report& r) {
  constexpr std::size_t least_answers = 10;
  const std::vector<double> moments = answers_ms(r);
  if (!r.load.burst() || moments.size() < least_answers) return std::nullopt;
  if (!came_together(r)) return in_steps(r, moments);
  return fmt::format("All answers came together, within {} of each other: nobody stood in line behind the others.",
                     duration_text(moments.back() - moments.front()));
}

bool has_theory(const Report& r) {
  return r.prediction && (r.prediction->burst || r.prediction->loop) && r.prediction->work.total_ms >= least_work_ms;
}

Finding theory_and_measurement(const Report& r) {
  if (!has_theory(r) || r.validity.verdict == Verdict::invalid) return std::nullopt;
  if (r.prediction->burst && r.answered && r.answered->all_ms) {
    const Bounds& all = r.prediction->burst->all_ms;
    return fmt::format("Theory says {} until all have an answer; measured {}: {}.", bounds_text(all),
                       duration_text(*r.answered->all_ms), judged(deviation(*r.answered->all_ms, all), true, r));
  }
  constexpr double cycles = 10;  // before that users have not spread over their thinking
  if (!r.prediction->loop || !r.throughput_per_s || r.elapsed_ms < cycles * r.load.think_ms) return std::nullopt;
  const double per_s = r.prediction->loop->throughput_per_s;
  return fmt::format("Theory says {:.{}f} answers/s; measured {:.{}f}: {}.", per_s, per_s < 100 ? 1 : 0,
                     *r.throughput_per_s, *r.throughput_per_s < 100 ? 1 : 0,
                     judged(*r.throughput_per_s / per_s - 1, false, r));
}

}  // namespace hundred::loadtest
