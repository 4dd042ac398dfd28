#include <gmock/gmock.h>

#include "client/recorder.hpp"
#include "loadtest/report/building.hpp"
#include "tests/unit/loadtest/release.hpp"

namespace hundred::loadtest {
namespace {

using client::microsecond, client::millisecond, client::Phase, client::Sample, client::Time;
using testing::Contains, testing::ElementsAre, testing::Key, testing::Not;

/// One of requests that are due at the release: answered after that many milliseconds, of which the load tool takes
/// 100 us, the way 200 us there and 300 us back, computing 400 us, and the queue the rest.
Sample request(std::uint32_t number, Time response_ms) {
  Sample sample;
  sample.number = number;
  sample.planned = sample.ready = release;
  sample.stamps.sent = release + 100 * microsecond;
  sample.end = release + response_ms * millisecond;
  sample.status = 200;
  sample.timing.present = true;
  sample.timing.microseconds[static_cast<std::size_t>(Phase::cpu)] = 400;
  sample.timing.microseconds[static_cast<std::size_t>(Phase::queue)] =
      static_cast<std::uint32_t>(response_ms * 1000 - 1000);
  return sample;
}

Exchange exchange_of(const Sample& sample) {
  Exchange exchange;
  exchange.arrival = sample.stamps.sent + 200 * microsecond;
  exchange.end = sample.end - 300 * microsecond;
  return exchange;
}

/// Requests that are answered after 1, 2, 3 ... milliseconds, the last first.
client::Recording requests(std::uint32_t count) {
  client::Recorder recorder(count);
  for (std::uint32_t i = count; i >= 1; --i) recorder.record(request(i, i), "", 0);
  return recorder.recording();
}

Exchanges exchanges(const client::Recording& recording) {
  Exchanges exchanges;
  for (const Sample& sample : recording.samples) exchanges.emplace(sample.number, exchange_of(sample));
  return exchanges;
}

double part(const Breakdown& breakdown, const std::string& wanted) {
  for (const auto& [name, ms] : breakdown.parts)
    if (name == wanted) return ms;
  ADD_FAILURE() << wanted;
  return -1;
}

void expect_sum(const Breakdown& breakdown) {
  double sum = 0;
  for (const auto& [name, ms] : breakdown.parts) sum += ms;
  EXPECT_NEAR(sum, breakdown.total_ms, 1e-5);
}

TEST(MeanBreakdown, GivesTheNetworkWhatIsLeft) {
  const Breakdown mean = mean_breakdown(requests(9), {}).value_or(Breakdown{});
  EXPECT_EQ(mean.count, 9U);
  EXPECT_DOUBLE_EQ(mean.total_ms, 5);
  EXPECT_DOUBLE_EQ(part(mean, "client"), 0.1);
  EXPECT_DOUBLE_EQ(part(mean, "network"), 0.5);
  EXPECT_DOUBLE_EQ(part(mean, "queue"), 4);
  EXPECT_DOUBLE_EQ(part(mean, "cpu"), 0.4);
  EXPECT_THAT(mean.parts, Not(Contains(Key("unexplained"))));
  expect_sum(mean);
}

TEST(MeanBreakdown, MeasuresTheWayThatTheTimelineTellsOf) {
  client::Recording recording = requests(9);
  const Exchanges told = exchanges(recording);
  const Breakdown mean = mean_breakdown(recording, told).value_or(Breakdown{});
  EXPECT_DOUBLE_EQ(part(mean, "network"), 0.5);
  EXPECT_DOUBLE_EQ(part(mean, "unexplained"), 0);
  expect_sum(mean);
}

TEST(MeanBreakdown, CallsUnexplainedWhatStampsDoNotAccountFor) {
  client::Recording recording = requests(9);
  const Exchanges told = exchanges(recording);
  const auto with = [&](Phase phase, int more_us) {
    for (Sample& sample : recording.samples) {
      std::uint32_t& said = sample.timing.microseconds[static_cast<std::size_t>(phase)];
      said = static_cast<std::uint32_t>(static_cast<int>(said) + more_us);
    }
    const Breakdown mean = mean_breakdown(recording, told).value_or(Breakdown{});
    expect_sum(mean);
    EXPECT_DOUBLE_EQ(part(mean, "network"), 0.5);
    return part(mean, "unexplained");
  };
  EXPECT_DOUBLE_EQ(with(Phase::queue, 70), -0.07) << "the server says more than its timeline";
  EXPECT_DOUBLE_EQ(with(Phase::cpu, -120), 0.05) << "it says less";
}

TEST(MeanBreakdown, IsJoinedOnlyIfTheTimelineTellsOfAll) {
  const client::Recording recording = requests(9);
  Exchanges told = exchanges(recording);
  told.erase(4);
  for (auto& [number, exchange] : told) exchange.arrival += millisecond;
  const Breakdown mean = mean_breakdown(recording, told).value_or(Breakdown{});
  EXPECT_THAT(mean.parts, Not(Contains(Key("unexplained"))));
  EXPECT_DOUBLE_EQ(part(mean, "network"), 0.5);
}

TEST(MeanBreakdown, HasNoNetworkBelowNothing) {
  client::Recording recording = requests(1);
  recording.samples[0].timing.microseconds[static_cast<std::size_t>(Phase::queue)] = 5000;
  EXPECT_EQ(part(mean_breakdown(recording, {}).value_or(Breakdown{}), "network"), 0);
}

TEST(MeanBreakdown, IsOfAnswersWithATimingOnly) {
  EXPECT_FALSE(mean_breakdown({}, {}));
  client::Recorder recorder(2);
  recorder.record(request(1, 3), "", 0);
  Sample untold = request(2, 1000);
  untold.timing = {};
  recorder.record(untold, "", 0);
  EXPECT_DOUBLE_EQ(mean_breakdown(recorder.recording(), {}).value_or(Breakdown{}).total_ms, 3);
}

TEST(MeanBreakdown, IsOfAllAnswersWhereSamplesWereDropped) {
  client::Recording recording = requests(9);
  recording.samples.resize(2);
  const Breakdown mean = mean_breakdown(recording, exchanges(recording)).value_or(Breakdown{});
  EXPECT_EQ(mean.count, 9U);
  EXPECT_DOUBLE_EQ(mean.total_ms, 5);
  EXPECT_DOUBLE_EQ(part(mean, "client"), 0.1);
  EXPECT_DOUBLE_EQ(part(mean, "network"), 0.5);
  EXPECT_DOUBLE_EQ(part(mean, "queue"), 4);
}

TEST(BreakdownsAtPercentiles, AreOfTheAnswersThereabouts) {
  std::vector<std::string> at;
  std::vector<std::uint64_t> counts;
  std::vector<double> totals;
  for (const Breakdown& breakdown : breakdowns_at_percentiles(requests(1000), {})) {
    at.push_back(breakdown.at);
    counts.push_back(breakdown.count);
    totals.push_back(breakdown.total_ms);
    expect_sum(breakdown);
    EXPECT_NEAR(part(breakdown, "queue"), breakdown.total_ms - 1, 1e-5);
  }
  EXPECT_THAT(at, ElementsAre("p50", "p95", "p99", "max"));
  EXPECT_THAT(counts, ElementsAre(21, 21, 21, 11)) << "ten ranks to each side";
  EXPECT_THAT(totals, ElementsAre(500, 950, 990, 995));
}

TEST(BreakdownsAtPercentiles, AreThoseThatTheSampleCanCarry) {
  const auto at = [](std::uint32_t count) {
    std::string all;
    for (const Breakdown& breakdown : breakdowns_at_percentiles(requests(count), {})) all += breakdown.at + " ";
    return all;
  };
  EXPECT_EQ(at(1), "");
  EXPECT_EQ(at(2), "p50 max ");
  EXPECT_EQ(at(20), "p50 p95 max ");
  EXPECT_EQ(at(100), "p50 p95 p99 max ");
  const auto of_ten = breakdowns_at_percentiles(requests(10), {});
  EXPECT_EQ(of_ten.front().count, 1U) << "a rank away would be ten in a hundred";
  EXPECT_DOUBLE_EQ(of_ten.back().total_ms, 10);
}

TEST(BreakdownsAtPercentiles, AreJoinedWhereTheTimelineTellsOfTheirAnswers) {
  const client::Recording recording = requests(100);
  Exchanges told = exchanges(recording);
  for (std::uint32_t number = 1; number <= 60; ++number) told.erase(number);
  const auto breakdowns = breakdowns_at_percentiles(recording, told);
  ASSERT_EQ(breakdowns.size(), 4U);
  EXPECT_THAT(breakdowns[0].parts, Not(Contains(Key("unexplained"))));
  EXPECT_THAT(breakdowns[3].parts, Contains(Key("unexplained")));
}

}  // namespace
}  // namespace hundred::loadtest
