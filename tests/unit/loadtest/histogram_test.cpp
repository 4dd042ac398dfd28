#include "client/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
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

std::int64_t coarsely_read_back(std::int64_t value) {
  Histogram histogram(Histogram::coarse);
  histogram.record(0);
  histogram.record(value);
  histogram.record(Histogram::most);
  return histogram.quantile(0.5);
}

TEST(CoarseHistogram, KeepsValuesToOnePointSixPercent) {
  for (double exact = 64; exact < 3.6e12; exact *= 1.0137) {
    const auto value = static_cast<std::int64_t>(exact);
    ASSERT_NEAR(static_cast<double>(coarsely_read_back(value)), exact, exact / 64 + 1) << value;
  }
  for (const std::int64_t value : {0, 1, 31, 32, 63}) EXPECT_EQ(coarsely_read_back(value), value);
  EXPECT_NE(coarsely_read_back(1001), coarsely_read_back(1100));
  EXPECT_EQ(coarsely_read_back(1001), coarsely_read_back(1002)) << "not as fine as the other";
}

TEST(CoarseHistogram, KeepsExtremesCountAndMeanExactly) {
  Histogram histogram(Histogram::coarse);
  for (const std::int64_t value : {123'456'789, 987'654'321, 555'555'555}) histogram.record(value);
  EXPECT_EQ(histogram.count(), 3U);
  EXPECT_EQ(histogram.min(), 123'456'789);
  EXPECT_EQ(histogram.max(), 987'654'321);
  EXPECT_DOUBLE_EQ(histogram.mean(), (123'456'789.0 + 987'654'321.0 + 555'555'555.0) / 3);
}

TEST(CoarseHistogram, HasNoQuantileBeyondItsExtremes) {
  Histogram low(Histogram::coarse), high(Histogram::coarse);
  low.record(1'000'000 + 1'000);  // below the middle of its bucket
  high.record(1'015'000);         // above that of the same one
  EXPECT_EQ(low.quantile(1), low.max());
  EXPECT_EQ(high.quantile(0), high.min());
}

using Buckets = std::vector<std::pair<std::int64_t, std::uint64_t>>;

Buckets buckets_of(const Histogram& histogram) {
  Buckets buckets;
  histogram.for_each([&](std::int64_t value, std::uint64_t count) { buckets.emplace_back(value, count); });
  return buckets;
}

TEST(CoarseHistogram, MergesOneThatGrewFurtherAndOneThatDidNot) {
  Histogram small(Histogram::coarse), large(Histogram::coarse), whole(Histogram::coarse);
  for (const std::int64_t value : {5, 5, 900}) small.record(value), whole.record(value);
  for (const std::int64_t value : {900, 7'000'000}) large.record(value), whole.record(value);
  Histogram grown = small;
  grown.merge(large);
  Histogram as_it_was = large;
  as_it_was.merge(small);
  for (const Histogram& merged : {grown, as_it_was}) {
    EXPECT_EQ(buckets_of(merged), buckets_of(whole));
    EXPECT_EQ(merged.count(), 5U);
    EXPECT_EQ(merged.min(), 5);
    EXPECT_EQ(merged.max(), 7'000'000);
    EXPECT_DOUBLE_EQ(merged.mean(), whole.mean());
  }
  small.merge(Histogram(Histogram::coarse));
  EXPECT_EQ(buckets_of(small).size(), 2U);
  EXPECT_EQ(small.min(), 5);
}

TEST(Histogram, VisitsItsValuesFromTheLeastToTheGreatest) {
  Histogram histogram;
  for (const std::int64_t value : {2000, 3, 3, 0, 77, 2000, 3}) histogram.record(value);
  EXPECT_EQ(buckets_of(histogram), (Buckets{{0, 1}, {3, 3}, {77, 1}, {2000, 2}}));
  EXPECT_TRUE(buckets_of(Histogram()).empty());
}

TEST(Histogram, VisitsTheMiddleOfABucket) {
  Histogram histogram(Histogram::coarse);
  for (std::int64_t value = 1024; value < 1024 + 32; ++value) histogram.record(value);
  EXPECT_EQ(buckets_of(histogram), (Buckets{{1024 + 16, 32}}));
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
