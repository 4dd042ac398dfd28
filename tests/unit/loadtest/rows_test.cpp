#include <gmock/gmock.h>

#include "client/recorder.hpp"
#include "loadtest/report/building.hpp"
#include "loadtest/report/report.hpp"
#include "tests/unit/loadtest/release.hpp"

namespace hundred::loadtest {
namespace {

using client::millisecond, client::Outcome, client::Sample, client::Time;

/// Due a millisecond after the one before it, answered half a millisecond later.
Sample request(std::uint32_t number) {
  Sample sample;
  sample.number = number;
  sample.user = number % 10;
  sample.planned = release + number * millisecond;
  sample.stamps.sent = sample.planned + millisecond / 10;
  sample.end = sample.planned + millisecond / 2;
  sample.status = 200;
  return sample;
}

client::Recording requests(std::uint32_t count) {
  client::Recorder recorder(0);
  recorder.recording().released = release;
  for (std::uint32_t number = count; number >= 1; --number) recorder.record(request(number), "w0", 0);
  return recorder.recording();
}

Exchange exchange_from(Time arrival) {
  Exchange exchange{arrival, arrival + 2000, arrival + 9000, arrival + 9500, 3000, {}};
  exchange.stretches = {{"wait", arrival + 3000, arrival + 8000}};
  return exchange;
}

TEST(RequestRows, TellTheWholeWay) {
  const auto rows = request_rows(requests(2), {{1, exchange_from(release + millisecond + 200'000)}});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_FALSE(rows[0].journey) << "the timeline does not have it";
  EXPECT_DOUBLE_EQ(rows[1].due_ms, 1);
  ASSERT_TRUE(rows[1].journey);
  const Journey& way = *rows[1].journey;
  EXPECT_DOUBLE_EQ(way.sent_ms, 1.1);
  EXPECT_DOUBLE_EQ(way.arrived_ms, 1.2);
  EXPECT_DOUBLE_EQ(way.started_ms, 1.202);
  EXPECT_DOUBLE_EQ(way.ended_ms, 1.209);
  EXPECT_DOUBLE_EQ(way.handed_ms, 1.2095);
  EXPECT_DOUBLE_EQ(way.answered_ms, 1.5);
  EXPECT_DOUBLE_EQ(way.cpu_ms, 0.003);
  ASSERT_EQ(way.stretches.size(), 1U);
  EXPECT_EQ(way.stretches[0].kind, "wait");
  EXPECT_DOUBLE_EQ(way.stretches[0].from_ms, 1.203);
  EXPECT_DOUBLE_EQ(way.stretches[0].to_ms, 1.208);
}

TEST(RequestRows, TellNoWayOfARequestWithoutAnAnswer) {
  client::Recording recording = requests(1);
  recording.samples[0].outcome = Outcome::timed_out;
  recording.samples[0].status = 0;
  EXPECT_FALSE(request_rows(recording, {{1, exchange_from(release)}})[0].journey);
}

TEST(RequestRows, AreOfAllRequestsWhileThereAreFew) {
  EXPECT_EQ(request_rows(requests(10'000), {}).size(), 10'000U);
  EXPECT_TRUE(request_rows(requests(10'001), {}).empty());
}

TEST(RequestRows, AreOfTheLastThatTheTimelineHasWhereThereAreMany) {
  Exchanges exchanges;
  for (std::uint32_t number = 1; number <= 9'000; ++number) exchanges.emplace(number, exchange_from(release));
  const auto rows = request_rows(requests(10'001), exchanges);
  ASSERT_EQ(rows.size(), 2'000U);
  EXPECT_DOUBLE_EQ(rows.front().due_ms, 7'001);
  EXPECT_DOUBLE_EQ(rows.back().due_ms, 9'000) << "in the order in which they ended";
  for (const RequestRow& row : rows) EXPECT_TRUE(row.journey);
}

}  // namespace
}  // namespace hundred::loadtest
