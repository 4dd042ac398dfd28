#include "loadtest/report/statistics.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace hundred::loadtest {
namespace {

using testing::ElementsAre;

std::vector<std::int64_t> milliseconds_up_to(std::size_t count) {
  std::vector<std::int64_t> values(count);
  std::iota(values.begin(), values.end(), 1);
  for (std::int64_t& value : values) value *= 1'000'000;
  return values;
}

std::vector<std::string> names(const Summary& summary) {
  std::vector<std::string> names;
  for (const auto& [name, value] : summary.figures) names.push_back(name);
  return names;
}

TEST(Summarize, PrintsOnlyPercentilesThatTheSampleCarries) {
  EXPECT_THAT(names(summarize(milliseconds_up_to(0))), ElementsAre());
  EXPECT_THAT(names(summarize(milliseconds_up_to(1))), ElementsAre("min", "mean", "max"));
  EXPECT_THAT(names(summarize(milliseconds_up_to(9))), ElementsAre("min", "mean", "p50", "p75", "max"));
  EXPECT_THAT(names(summarize(milliseconds_up_to(10))), ElementsAre("min", "mean", "p50", "p75", "p90", "max"));
  EXPECT_THAT(names(summarize(milliseconds_up_to(99))), ElementsAre("min", "mean", "p50", "p75", "p90", "p95", "max"));
  EXPECT_THAT(names(summarize(milliseconds_up_to(999))),
              ElementsAre("min", "mean", "p50", "p75", "p90", "p95", "p99", "max"));
  EXPECT_THAT(names(summarize(milliseconds_up_to(1000))),
              ElementsAre("min", "mean", "p50", "p75", "p90", "p95", "p99", "p99.9", "max"));
}

TEST(Summarize, IsExactWhateverTheOrder) {
  auto values = milliseconds_up_to(1000);
  std::swap(values[0], values[999]);
  std::swap(values[10], values[500]);
  const Summary summary = summarize(values);
  EXPECT_EQ(summary.count, 1000U);
  EXPECT_DOUBLE_EQ(summary.figure("min").value_or(-1), 1);
  EXPECT_DOUBLE_EQ(summary.figure("mean").value_or(-1), 500.5);
  EXPECT_DOUBLE_EQ(summary.figure("p50").value_or(-1), 500);
  EXPECT_DOUBLE_EQ(summary.figure("p99").value_or(-1), 990);
  EXPECT_DOUBLE_EQ(summary.figure("p99.9").value_or(-1), 999);
  EXPECT_DOUBLE_EQ(summary.figure("max").value_or(-1), 1000);
  EXPECT_FALSE(summary.figure("p42"));
}

TEST(Summarize, OfAHistogramHasTheSameFigures) {
  client::Histogram histogram;
  for (const std::int64_t value : milliseconds_up_to(200)) histogram.record(value);
  const Summary exact = summarize(milliseconds_up_to(200));
  const Summary summary = summarize(histogram);
  ASSERT_EQ(names(summary), names(exact));
  for (const auto& [name, value] : exact.figures)
    EXPECT_NEAR(summary.figure(name).value_or(-1), value, value * 1e-3) << name;
}

TEST(Median, IsInTheMiddle) {
  EXPECT_EQ(median({}), std::nullopt);
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
}

TEST(Reached, CountsThoseWhoNeverHadAnAnswer) {
  const auto sixty = milliseconds_up_to(60);
  EXPECT_DOUBLE_EQ(reached(sixty, 0.5, 100).value_or(-1), 50);
  EXPECT_FALSE(reached(sixty, 0.95, 100));
  EXPECT_FALSE(reached(sixty, 1, 100));
  EXPECT_DOUBLE_EQ(reached(sixty, 1, 60).value_or(-1), 60);
  EXPECT_FALSE(reached({}, 0.5, 0));
}

}  // namespace
}  // namespace hundred::loadtest
