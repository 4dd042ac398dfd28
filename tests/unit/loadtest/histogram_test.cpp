#include "client/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace hundred::client {
namespace {

std::int64_t read_back(std::int64_t value) {
  Histogram histogram;
  histogram.record(0);
  histogram.record(value);
  histogram.record(Histogram::most);
  return histogram.quantile(0.5);
}

TEST(Histogram, KeepsThreeDigitsFromNanosecondsToAnHour) {
  for (double exact = 100; exact < 3.6e12; exact *= 1.0137) {
    const auto value = static_cast<std::int64_t>(exact);
    ASSERT_NEAR(static_cast<double>(read_back(value)), exact, exact * 5.1e-4 + 1) << value;
  }
}

TEST(Histogram, IsExactBelowTwoMicroseconds) {
  for (const std::int64_t value : {0, 1, 100, 1023, 1024, 1025, 2047}) EXPECT_EQ(read_back(value), value);
}

TEST(Histogram, CountsWhatLiesOutsideAsTheLimit) {
  Histogram histogram;
  histogram.record(-5);
  histogram.record(Histogram::most * 2);
  EXPECT_EQ(histogram.min(), 0);
  EXPECT_EQ(histogram.max(), Histogram::most);
  EXPECT_EQ(histogram.quantile(1), Histogram::most);
}

TEST(Histogram, QuantilesAgreeWithSortedValues) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> latency(14, 1.5);
  std::vector<std::int64_t> values(20'000);
  Histogram histogram;
  for (std::int64_t& value : values) histogram.record(value = static_cast<std::int64_t>(latency(random)));
  std::sort(values.begin(), values.end());
  for (const double quantile : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto exact = static_cast<double>(values[nearest_rank(quantile, values.size()) - 1]);
    EXPECT_NEAR(static_cast<double>(histogram.quantile(quantile)), exact, exact * 1e-3) << quantile;
  }
  EXPECT_EQ(histogram.min(), values.front());
  EXPECT_EQ(histogram.max(), values.back());
}

TEST(Histogram, MergedIsAsIfRecordedInOne) {
  Histogram left;
  Histogram right;
  Histogram whole;
  for (std::int64_t i = 1; i <= 1000; ++i) {
    (i % 3 == 0 ? left : right).record(i * i * 1000);
    whole.record(i * i * 1000);
  }
  left.merge(right);
  EXPECT_EQ(left.count(), whole.count());
  EXPECT_EQ(left.min(), whole.min());
  EXPECT_EQ(left.max(), whole.max());
  EXPECT_DOUBLE_EQ(left.mean(), whole.mean());
  for (const double quantile : {0.1, 0.5, 0.9}) EXPECT_EQ(left.quantile(quantile), whole.quantile(quantile));
}

TEST(Histogram, EmptyHasNoValues) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(0.5), 0);
  EXPECT_EQ(histogram.mean(), 0);
}

TEST(NearestRank, IsTheCeilingOfQuantileTimesCount) {
  EXPECT_EQ(nearest_rank(0.5, 100), 50U);
  EXPECT_EQ(nearest_rank(0.95, 100), 95U);
  EXPECT_EQ(nearest_rank(0.99, 100), 99U);
  EXPECT_EQ(nearest_rank(0.999, 1000), 999U);
  EXPECT_EQ(nearest_rank(0.5, 3), 2U);
  EXPECT_EQ(nearest_rank(0, 10), 1U);
  EXPECT_EQ(nearest_rank(1, 10), 10U);
  EXPECT_EQ(nearest_rank(0.95, 1), 1U);
}

}  // namespace
}  // namespace hundred::client
