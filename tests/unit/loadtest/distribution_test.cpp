#include <gmock/gmock.h>

#include <numeric>

#include "client/recorder.hpp"
#include "loadtest/report/building.hpp"

namespace hundred::loadtest {
namespace {

using client::millisecond, client::Sample, client::Time;

/// Answered after 1000, 999 ... 1 ms, each sent half a millisecond late; but the first was never sent.
client::Recording thousand() {
  client::Recorder recorder(0);
  for (Time ms = 1000; ms >= 1; --ms) {
    Sample sample;
    sample.planned = 5'000 * millisecond;
    sample.end = sample.planned + ms * millisecond;
    if (ms < 1000) sample.stamps.sent = sample.planned + millisecond / 2;
    recorder.record(sample, "", 0);
  }
  return recorder.recording();
}

const CurvePoint& point_at(const std::vector<CurvePoint>& points, double quantile) {
  for (const CurvePoint& point : points)
    if (std::abs(point.quantile - quantile) < 1e-9) return point;
  throw std::out_of_range("no such point");
}

TEST(Curve, HasADozenPointsForEachTenthPartThatIsLeft) {
  const std::vector<CurvePoint> points = curve(thousand());
  EXPECT_EQ(points.size(), 3 * 12 + 1U);
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_LT(points[i - 1].quantile, points[i].quantile);
    EXPECT_LE(points[i - 1].response_ms, points[i].response_ms);
    EXPECT_LE(points[i - 1].service_ms, points[i].service_ms);
  }
  EXPECT_NEAR(points[1].quantile, 0.1746, 1e-4);
}

TEST(Curve, IsTheDistribution) {
  const std::vector<CurvePoint> points = curve(thousand());
  EXPECT_EQ(point_at(points, 0).response_ms, 1);
  EXPECT_EQ(point_at(points, 0.9).response_ms, 900);
  EXPECT_EQ(point_at(points, 0.99).response_ms, 990);
  EXPECT_EQ(point_at(points, 1).response_ms, 1000);
  EXPECT_EQ(point_at(points, 1).service_ms, 998.5) << "the slowest was never sent";
}

TEST(Curve, IsAsExactAsTheHistogramWhereSamplesWereDropped) {
  client::Recording recording = thousand();
  recording.samples.resize(10);
  EXPECT_NEAR(point_at(curve(recording), 0.99).response_ms, 990, 0.5);
}

TEST(Curve, NeedsTwoRequests) {
  EXPECT_TRUE(curve({}).empty());
  client::Recorder recorder(0);
  recorder.record(Sample{}, "", 0);
  EXPECT_TRUE(curve(recorder.recording()).empty());
  recorder.record(Sample{}, "", 0);
  EXPECT_FALSE(curve(recorder.recording()).empty());
}

/// So many seconds, in the i-th of which i + 1 requests end, after 10 to 200 ms.
client::Recording seconds(std::size_t count) {
  client::Recording recording;
  recording.seconds.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t n = 0; n <= i; ++n)
      recording.seconds[i].response.record(static_cast<Time>(10 + n * 31 % 191) * millisecond);
  return recording;
}

std::uint64_t sum(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

TEST(HeatMap, IsOfFiveSecondsOrMore) {
  EXPECT_FALSE(heat_map(seconds(4)));
  EXPECT_TRUE(heat_map(seconds(5)));
}

TEST(HeatMap, CountsEachRequestOnce) {
  const HeatMap map = heat_map(seconds(100)).value_or(HeatMap{});
  ASSERT_EQ(map.counts.size(), 100U);
  EXPECT_EQ(map.column_s, 1);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(sum(map.counts[i]), i + 1);
  for (const auto& column : map.counts) EXPECT_EQ(column.size(), map.edges_ms.size() - 1);
}

TEST(HeatMap, HasAtMost120Columns) {
  EXPECT_EQ(heat_map(seconds(120)).value_or(HeatMap{}).counts.size(), 120U);
  const HeatMap longer = heat_map(seconds(121)).value_or(HeatMap{});
  EXPECT_EQ(longer.column_s, 2);
  EXPECT_EQ(longer.counts.size(), 61U);
  EXPECT_EQ(sum(longer.counts[0]), 1U + 2U);
  EXPECT_EQ(heat_map(seconds(3600)).value_or(HeatMap{}).counts.size(), 120U);
}

TEST(HeatMap, HasRowsForAllResponseTimes) {
  client::Recording recording;
  recording.seconds.resize(6);
  recording.seconds[2].response.record(10 * millisecond);
  recording.seconds[3].response.record(1000 * millisecond);
  const HeatMap map = heat_map(recording).value_or(HeatMap{});
  ASSERT_GE(map.edges_ms.size(), 2U);
  EXPECT_LT(map.edges_ms.front(), 10);
  EXPECT_GT(map.edges_ms.back(), 1000);
  for (std::size_t i = 1; i < map.edges_ms.size(); ++i) EXPECT_DOUBLE_EQ(map.edges_ms[i], map.edges_ms[i - 1] * 1.25);
  EXPECT_EQ(map.counts[2].front(), 1U);
  const auto high = std::find(map.counts[3].begin(), map.counts[3].end(), 1U) - map.counts[3].begin();
  EXPECT_LE(map.edges_ms[static_cast<std::size_t>(high)], 1000 * 1.02);
  EXPECT_GT(map.edges_ms[static_cast<std::size_t>(high) + 1], 1000 * 0.98);
}

TEST(HeatMap, StandsWithoutARequest) {
  client::Recording recording;
  recording.seconds.resize(5);
  const HeatMap map = heat_map(recording).value_or(HeatMap{});
  EXPECT_EQ(map.edges_ms.size(), 2U);
  for (const auto& column : map.counts) EXPECT_EQ(sum(column), 0U);
}

}  // namespace
}  // namespace hundred::loadtest
