#include "loadtest/find_max/undisturbed.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace hundred::loadtest {
namespace {

using client::millisecond;

constexpr client::Time began = 7'000 * millisecond;

/// Ten seconds with a request each 10 ms, given out of order; each took 20 ms.
std::vector<TimedResponse> evenly_spaced() {
  std::vector<TimedResponse> responses;
  for (int i = 999; i >= 0; --i) responses.push_back({i / 100.0, 20, 0.1});
  return responses;
}

Hiccup hiccup(double at_s, double ms) {
  const client::Time from = began + std::llround(at_s * 1e3) * millisecond;
  return {from, from + std::llround(ms * 1e6)};
}

bool has(const std::vector<TimedResponse>& responses, double due_s) {
  return std::any_of(responses.begin(), responses.end(),
                     [&](const TimedResponse& r) { return std::abs(r.due_s - due_s) < 0.001; });
}

TEST(LeaveOutDisturbed, TakesWhatAHiccupMayHaveMadeLate) {
  auto responses = evenly_spaced();
  const Disturbance disturbance = leave_out_disturbed({hiccup(5, 100)}, began, 40, responses);
  EXPECT_EQ(disturbance.hiccups, 1U);
  EXPECT_EQ(disturbance.longest_ms, 100);
  EXPECT_EQ(disturbance.left_out, 34U) << "from 4.96 s to 5.3 s";
  EXPECT_EQ(responses.size(), 966U);
  for (const double due : {4.95, 5.3, 0.0, 9.99}) EXPECT_TRUE(has(responses, due)) << due;
  for (const double due : {4.96, 5.0, 5.29}) EXPECT_FALSE(has(responses, due)) << due;
  EXPECT_TRUE(std::is_sorted(responses.begin(), responses.end(),
                             [](const TimedResponse& a, const TimedResponse& b) { return a.due_s < b.due_s; }));
}

TEST(LeaveOutDisturbed, CountsARequestOnceWhereHiccupsOverlap) {
  auto responses = evenly_spaced();
  const Disturbance disturbance =
      leave_out_disturbed({hiccup(5, 10), hiccup(5, 100), hiccup(5.1, 50)}, began, 40, responses);
  EXPECT_EQ(disturbance.hiccups, 3U);
  EXPECT_EQ(disturbance.left_out + responses.size(), 1000U);
  EXPECT_EQ(disturbance.left_out, 39U) << "from 4.96 s to 5.35 s";
}

TEST(LeaveOutDisturbed, TakesTheLongestHiccupsAndNoMoreThanAFifth) {
  std::vector<Hiccup> hiccups;
  for (int i = 0; i < 20; ++i) hiccups.push_back(hiccup(0.25 + i / 2.0, i == 13 ? 90 : 10));
  auto responses = evenly_spaced();
  const Disturbance disturbance = leave_out_disturbed(hiccups, began, 40, responses);
  EXPECT_LE(disturbance.left_out, 200U);
  EXPECT_GT(disturbance.left_out, 150U);
  EXPECT_EQ(disturbance.longest_ms, 90);
  EXPECT_FALSE(has(responses, 6.75));
}

TEST(LeaveOutDisturbed, IgnoresHiccupsBeforeAndAfter) {
  auto responses = evenly_spaced();
  const Disturbance disturbance = leave_out_disturbed({hiccup(-1, 50), hiccup(11, 50)}, began, 40, responses);
  EXPECT_EQ(disturbance.hiccups, 0U);
  EXPECT_EQ(responses.size(), 1000U);
}

TEST(CountOnly, MakesThemTheFiguresAndTheJudgeOfLateness) {
  Report report;
  report.response.figures = {{"p99", 70}};
  report.validity = {
      Verdict::invalid,
      {{"counts", Verdict::valid, ""}, {"send_lag", Verdict::invalid, ""}, {"cpus", Verdict::suspect, ""}}};
  Report late = report;
  count_only(evenly_spaced(), report);
  EXPECT_NEAR(*report.response.figure("p99"), 20, 0.001);
  EXPECT_EQ(report.response.count, 1000U);
  EXPECT_EQ(report.validity.verdict, Verdict::suspect) << "other programs were there all the same";
  auto responses = evenly_spaced();
  for (TimedResponse& response : responses) response.lag_ms = 15;
  count_only(responses, late);
  EXPECT_EQ(late.validity.verdict, Verdict::invalid);
}

TEST(ShortestHiccup, IsAnEighthOfTheLimit) {
  EXPECT_EQ(shortest_hiccup_ms(40), 5);
  EXPECT_EQ(shortest_hiccup_ms(2), 1);
}

}  // namespace
}  // namespace hundred::loadtest
