#include <gmock/gmock.h>

#include <map>

#include "loadtest/find_max/judgement.hpp"
#include "loadtest/queue_simulation.hpp"
#include "loadtest/report/statistics.hpp"
#include "tests/unit/loadtest/limits.hpp"

namespace hundred::loadtest {
namespace {

/// A minute of that rate at eight servers of 20 ms.
std::vector<TimedResponse> responses_at(double rate, std::uint64_t seed) {
  constexpr double seconds = 60;
  const OpenQueue queue{{20, 0, 20}, {8, 8}, 2, rate};
  const std::vector<std::int64_t> times = simulate(queue, static_cast<std::uint64_t>(seconds * rate), seed);
  std::vector<TimedResponse> responses;
  for (const std::int64_t time : times)
    responses.push_back({static_cast<double>(responses.size()) / rate, static_cast<double>(time) / 1e6});
  return responses;
}

/// A report of such a minute.
Report report_of(const std::vector<TimedResponse>& responses, double rate) {
  Report report;
  std::vector<std::int64_t> times;
  for (const TimedResponse& response : responses) times.push_back(static_cast<std::int64_t>(response.ms * 1e6));
  report.response = summarize(times);
  report.counts.sent = report.counts.ok = times.size();
  report.load.rate_per_s = rate;
  report.load.duration_ms = 60'000;
  report.load.users = 100;
  return report;
}

RateStep judged(double rate, const std::vector<Threshold>& of) {
  const auto responses = responses_at(rate, 1);
  return judge_rate(of, report_of(responses, rate), responses);
}

TEST(LikelyBounds, HoldWhatTheyAreOfInAboutAsManyCasesAsTheySay) {
  constexpr double rate = 309;
  const Summary in_the_long_run = summarize(simulate({{20, 0, 20}, {8, 8}, 2, rate}, 2'000'000, 99));
  std::map<std::string, int> held;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto responses = responses_at(rate, seed);
    for (const char* figure : {"mean", "p50", "p90", "p99"}) {
      const auto bounds = likely_bounds(figure, responses, 60);
      ASSERT_TRUE(bounds);
      const double value = *in_the_long_run.figure(figure);
      held[figure] += value >= bounds->least && value <= bounds->most ? 1 : 0;
    }
  }
  for (const auto& [figure, count] : held) EXPECT_GE(count, 80) << figure;  // 90, if the slices were independent
}

TEST(LikelyBounds, AreNotTooWideToBeOfUse) {
  const auto bounds = likely_bounds("p99", responses_at(309, 1), 60);
  ASSERT_TRUE(bounds);
  EXPECT_GT(bounds->least, 34);
  EXPECT_LT(bounds->most, 48);
  EXPECT_LT(bounds->least, bounds->most);
}

TEST(LikelyBounds, AreNotGivenWhereThereIsTooLittleToTell) {
  std::vector<TimedResponse> few = responses_at(309, 1);
  few.resize(4900);
  EXPECT_FALSE(likely_bounds("p99", few, 16));
  EXPECT_TRUE(likely_bounds("p95", few, 16));
  EXPECT_TRUE(likely_bounds("mean", few, 16));
  few.resize(190);
  EXPECT_FALSE(likely_bounds("mean", few, 0.6));
  for (const char* figure : {"max", "min", "errors", "errors%", "rate"})
    EXPECT_FALSE(likely_bounds(figure, responses_at(309, 1), 60)) << figure;
}

TEST(JudgeRate, IsSureFarFromTheEdgeAndNotAtIt) {
  const auto p99 = limits({"p99<40ms"});
  EXPECT_EQ(judged(280, p99).verdict, RateVerdict::met);
  EXPECT_EQ(judged(350, p99).verdict, RateVerdict::not_met);
  const RateStep at_the_edge = judged(309, p99);
  EXPECT_EQ(at_the_edge.verdict, RateVerdict::undecided);
  EXPECT_EQ(at_the_edge.rate_per_s, 309);
  EXPECT_EQ(at_the_edge.seconds, 60);
  EXPECT_EQ(at_the_edge.users, 100U);
}

TEST(JudgeRate, TheWorstLimitDecides) {
  const RateStep step = judged(280, limits({"p99<40ms", "p50<20ms", "errors<1%"}));
  EXPECT_EQ(step.verdict, RateVerdict::not_met);
  EXPECT_EQ(step.limits[0].verdict, RateVerdict::met);
  EXPECT_EQ(step.limits[1].verdict, RateVerdict::not_met);
  EXPECT_EQ(step.limits[1].figure, "p50");
  EXPECT_EQ(step.limits[2].verdict, RateVerdict::met);
  EXPECT_EQ(judged(280, limits({"rate>1000"})).verdict, RateVerdict::undecided) << "a figure that there is not";
}

TEST(JudgeRate, IsHopelessIfNoRequestIsFastEnough) {
  EXPECT_TRUE(judged(40, limits({"p99<19ms"})).hopeless);
  EXPECT_FALSE(judged(280, limits({"p99<19ms"})).hopeless) << "a line may have made all of them slow";
  EXPECT_FALSE(judged(40, limits({"p99<21ms"})).hopeless);
  EXPECT_FALSE(judged(280, limits({"errors<1%"})).hopeless);
}

TEST(JudgeRate, NeedsConnectionsToSpare) {
  const auto responses = responses_at(280, 1);
  Report report = report_of(responses, 280);
  report.most_waiting = 1;
  EXPECT_EQ(judge_rate(limits({"p99<40ms"}), report, responses).verdict, RateVerdict::met);
  report.most_waiting = 7;
  const RateStep step = judge_rate(limits({"p99<40ms"}), report, responses);
  EXPECT_EQ(step.verdict, RateVerdict::not_met);
  EXPECT_EQ(step.remark, "all 100 connections were busy, and 7 requests waited for one (--users)");
}

TEST(JudgeRate, OfAnInvalidRunIsOfTheLoadTool) {
  const auto responses = responses_at(280, 1);
  Report report = report_of(responses, 280);
  report.validity = {Verdict::invalid, {{"generator", Verdict::invalid, "the generator thread worked 99 %"}}};
  const RateStep step = judge_rate(limits({"p99<40ms"}), report, responses);
  EXPECT_EQ(step.verdict, RateVerdict::invalid);
  EXPECT_EQ(step.remark, "the generator thread worked 99 %");
  EXPECT_EQ(step.suspicion, step.remark);
}

TEST(JudgeRate, OfASuspectRunKeepsWhy) {
  const auto responses = responses_at(280, 1);
  Report report = report_of(responses, 280);
  report.validity = {Verdict::suspect, {{"send_lag", Verdict::suspect, "late"}}};
  const RateStep step = judge_rate(limits({"p99<40ms"}), report, responses);
  EXPECT_EQ(step.verdict, RateVerdict::met);
  EXPECT_EQ(step.suspicion, "late");
}

TEST(JudgeRate, OfALoadToolThatWasOnlyLateIsMetIfAllLimitsAreKept) {
  for (const char* check : {"send_lag", "little"}) {
    const auto judge_at = [&](double rate) {
      const auto responses = responses_at(rate, 1);
      Report report = report_of(responses, rate);
      report.validity = {Verdict::invalid, {{check, Verdict::invalid, "late"}}};
      return judge_rate(limits({"p99<40ms"}), report, responses).verdict;
    };
    EXPECT_EQ(judge_at(280), RateVerdict::met) << check;
    EXPECT_EQ(judge_at(350), RateVerdict::invalid) << check;
  }
}

TEST(JudgeRate, WithoutAGoodAnswerIsNotMetHoweverFast) {
  const auto responses = responses_at(280, 1);
  Report report = report_of(responses, 280);
  report.counts = {.sent = 100, .failed = 100};
  const RateStep step = judge_rate(limits({"p99<40ms"}), report, responses);
  EXPECT_EQ(step.verdict, RateVerdict::not_met);
  EXPECT_TRUE(step.hopeless);
  report.counts = {.sent = 100, .failed = 50, .timed_out = 50};
  EXPECT_FALSE(judge_rate(limits({"p99<40ms"}), report, responses).hopeless) << "fewer might be answered";
}

TEST(JudgeRate, KeepsWhereTheTimeOfTheLateOnesWent) {
  const auto responses = responses_at(280, 1);
  Report report = report_of(responses, 280);
  report.breakdown = Breakdown{"", 100, 25, {{"wait", 25}}};
  EXPECT_EQ(judge_rate(limits({"p99<40ms"}), report, responses).late->at, "");
  report.breakdowns = {{"p50", 10, 20, {{"wait", 20}}}, {"p99", 10, 40, {{"queue", 20}, {"wait", 20}}}};
  EXPECT_EQ(judge_rate(limits({"errors<1%", "p99<40ms"}), report, responses).late->at, "p99");
}

TEST(TimedResponses, CountFromTheEndOfTheWarmUp) {
  client::Recording recording;
  recording.counted_from = 1'000'000'000;
  client::Sample sample;
  sample.planned = 1'500'000'000;
  sample.end = 1'520'000'000;
  recording.samples = {sample};
  const auto responses = timed_responses(recording);
  ASSERT_EQ(responses.size(), 1U);
  EXPECT_DOUBLE_EQ(responses[0].due_s, 0.5);
  EXPECT_DOUBLE_EQ(responses[0].ms, 20);
}

}  // namespace
}  // namespace hundred::loadtest
