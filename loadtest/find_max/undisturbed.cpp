#include "loadtest/find_max/undisturbed.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "loadtest/report/statistics.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

constexpr double limits_before = 1, limits_after = 5;
constexpr double most_share = 0.2;

bool were_sent_in_time(const std::vector<TimedResponse>& responses) {
  client::Histogram lag, time;
  for (const TimedResponse& response : responses) {
    lag.record(std::llround(response.lag_ms * 1e6));
    time.record(std::llround(response.ms * 1e6));
  }
  return sent_in_time(lag, time);
}

bool is_about_lateness(const Check& check) { return check.name == "send_lag" || check.name == "little"; }

}  // namespace

double shortest_hiccup_ms(double limit_ms) { return std::max(limit_ms / 8, 1.0); }

Disturbance leave_out_disturbed(std::vector<Hiccup> hiccups, client::Time began, double limit_ms,
                                std::vector<TimedResponse>& responses) {
  std::sort(responses.begin(), responses.end(),
            [](const TimedResponse& a, const TimedResponse& b) { return a.due_s < b.due_s; });
  std::sort(hiccups.begin(), hiccups.end(), [](const Hiccup& a, const Hiccup& b) { return a.length() > b.length(); });
  const auto first_due_from = [&](double ms) {
    return std::lower_bound(responses.begin(), responses.end(), ms / 1e3,
                            [](const TimedResponse& response, double s) { return response.due_s < s; }) -
           responses.begin();
  };
  const auto since_begin_ms = [&](client::Time moment) { return static_cast<double>(moment - began) / 1e6; };
  Disturbance disturbance;
  std::vector<char> taken(responses.size());
  for (const Hiccup& hiccup : hiccups) {
    const auto from = taken.begin() + first_due_from(since_begin_ms(hiccup.from) - limits_before * limit_ms);
    const auto to = taken.begin() + first_due_from(since_begin_ms(hiccup.until) + limits_after * limit_ms);
    if (from == to) continue;
    const auto more = static_cast<std::uint64_t>(std::count(from, to, 0));
    if (static_cast<double>(disturbance.left_out + more) > most_share * static_cast<double>(responses.size())) break;
    std::fill(from, to, 1);
    disturbance.left_out += more;
    ++disturbance.hiccups;
    disturbance.longest_ms = std::max(disturbance.longest_ms, static_cast<double>(hiccup.length()) / 1e6);
  }
  std::vector<TimedResponse> kept;
  for (std::size_t i = 0; i < responses.size(); ++i)
    if (taken[i] == 0) kept.push_back(responses[i]);
  responses = std::move(kept);
  return disturbance;
}

void count_only(const std::vector<TimedResponse>& responses, Report& report) {
  std::vector<std::int64_t> times;
  for (const TimedResponse& response : responses) times.push_back(std::llround(response.ms * 1e6));
  report.response = summarize(std::move(times));
  if (!were_sent_in_time(responses)) return;
  Validity& validity = report.validity;
  std::erase_if(validity.checks, is_about_lateness);
  validity.verdict = Verdict::valid;
  for (const Check& check : validity.checks) validity.verdict = std::max(validity.verdict, check.verdict);
}

}  // namespace hundred::loadtest
