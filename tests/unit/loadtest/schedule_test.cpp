// When requests of an open loop are due, held against the definition: the k-th when the integral of the rate reaches k,
// or the sum of k exponentially distributed gaps.
#include "client/schedule.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace hundred::client {
namespace {

using testing::ElementsAre;

OpenLoop constant_rate(double rate, Time duration) { return {.first_rate = rate, .stages = {{duration, rate}}}; }

OpenLoop poisson(OpenLoop plan, std::uint64_t seed) {
  plan.arrivals = Arrivals::poisson;
  plan.seed = seed;
  return plan;
}

/// Up, level, a jump, nothing, a jump, down: each of them for a while.
OpenLoop many_stages(double rate) {
  return {.first_rate = 0,
          .stages = {{2 * second, rate}, {second, rate}, {0, 0}, {second, 0}, {0, 3 * rate}, {2 * second, 0}}};
}

std::vector<Time> moments(const OpenLoop& plan, Schedule::Part part = {}, Time warmup = 0,
                          std::optional<std::uint64_t> requests = {}) {
  Schedule schedule(plan, part, warmup, requests);
  std::vector<Time> moments;
  while (const auto next = schedule.next()) moments.push_back(*next);
  return moments;
}

/// The integral of the plan's rate from the release to `moment`: how many requests are due by then.
double integral(const OpenLoop& plan, Time moment) {
  double sum = 0, rate = plan.first_rate;
  Time begin = 0;
  for (const Stage& stage : plan.stages) {
    const Time within = std::clamp<Time>(moment - begin, 0, stage.duration);
    if (stage.duration > 0) {
      const double share = static_cast<double>(within) / static_cast<double>(stage.duration);
      const double rate_then = rate + (stage.rate - rate) * share;
      sum += (rate + rate_then) / 2 * static_cast<double>(within) / second;
    }
    begin += stage.duration;
    rate = stage.rate;
  }
  return sum;
}

/// The greatest difference between the distribution of these gaps and the exponential one of mean 1.
double distance_from_exponential(std::vector<double> gaps) {
  std::sort(gaps.begin(), gaps.end());
  const auto count = static_cast<double>(gaps.size());
  double greatest = 0, below = 0;
  for (const double gap : gaps) {
    const double expected = -std::expm1(-gap);
    greatest = std::max({greatest, expected - below / count, (below + 1) / count - expected});
    ++below;
  }
  return greatest;
}

/// Gaps on the scale on which a Poisson process of any rate has rate 1.
std::vector<double> scaled_gaps(const OpenLoop& plan) {
  std::vector<double> gaps;
  double last = 0;
  for (const Time moment : moments(plan)) {
    const double position = integral(plan, moment);
    gaps.push_back(position - last);
    last = position;
  }
  return gaps;
}

/// Kolmogorov and Smirnov's test at the 1 % level, of the first 10,000 gaps.
void expect_poisson_process(const OpenLoop& plan) {
  std::vector<double> gaps = scaled_gaps(plan);
  ASSERT_GE(gaps.size(), 10'000U);
  gaps.resize(10'000);
  EXPECT_LE(distance_from_exponential(gaps), 1.628 / std::sqrt(10'000)) << "seed " << plan.seed;
}

TEST(Schedule, SpacesConstantArrivalsEvenly) {
  for (const Time rate : {1, 100, 10'000, 50'000, 1'000'000}) {
    const std::vector<Time> due = moments(constant_rate(static_cast<double>(rate), 2 * second));
    ASSERT_EQ(due.size(), static_cast<std::size_t>(2 * rate));
    for (std::size_t k = 0; k < due.size(); ++k) ASSERT_EQ(due[k], static_cast<Time>(k) * (second / rate)) << rate;
  }
}

TEST(Schedule, RoundsToTheNearestNanosecondAndDoesNotDrift) {
  const std::vector<Time> due = moments(constant_rate(3, 1000 * second));
  ASSERT_EQ(due.size(), 3000U);
  EXPECT_EQ(due[1], 333'333'333);
  EXPECT_EQ(due[2], 666'666'667);
  EXPECT_EQ(due[2998], 999'333'333'333);
  EXPECT_EQ(due[2999], 999'666'666'667);
}

TEST(Schedule, TakesRatesBelowOneASecond) {
  EXPECT_THAT(moments(constant_rate(0.5, 5 * second)), ElementsAre(0, 2 * second, 4 * second));
}

TEST(Schedule, RampsUpFromNothing) {
  const OpenLoop plan{.first_rate = 0, .stages = {{2 * second, 100}}};
  const std::vector<Time> due = moments(plan);
  ASSERT_EQ(due.size(), 100U);
  for (std::size_t k = 0; k < due.size(); ++k)  // 25 t² = k
    EXPECT_NEAR(static_cast<double>(due[k]), std::sqrt(static_cast<double>(k) / 25) * second, 1) << k;
}

TEST(Schedule, RampsDownToNothing) {
  const OpenLoop plan{.first_rate = 100, .stages = {{2 * second, 0}}};
  const std::vector<Time> due = moments(plan);
  ASSERT_EQ(due.size(), 100U);
  for (std::size_t k = 0; k < due.size(); ++k)  // 25 (2 - t)² = 100 - k
    EXPECT_NEAR(static_cast<double>(due[k]), (2 - std::sqrt(4 - static_cast<double>(k) / 25)) * second, 2) << k;
}

TEST(Schedule, FollowsTheIntegralThroughAllStages) {
  const OpenLoop plan = many_stages(1000);
  const std::vector<Time> due = moments(plan);
  ASSERT_EQ(due.size(), 5000U);  // 1000 + 1000 + 0 + 3000
  for (std::size_t k = 0; k < due.size(); ++k) EXPECT_NEAR(integral(plan, due[k]), static_cast<double>(k), 1e-5) << k;
}

TEST(Schedule, IsSilentWhereTheRateIsZero) {
  const std::vector<Time> due = moments(many_stages(100));
  EXPECT_TRUE(std::is_sorted(due.begin(), due.end()));
  EXPECT_EQ(std::count_if(due.begin(), due.end(), [](Time at) { return at >= 3 * second && at < 4 * second; }), 0);
  EXPECT_EQ(due[199], 2990 * millisecond);
  EXPECT_EQ(due[200], 4 * second);
  EXPECT_TRUE(moments(constant_rate(0, second)).empty());
  EXPECT_TRUE(moments(OpenLoop{.first_rate = 100, .stages = {}}).empty());
  EXPECT_TRUE(moments(poisson(constant_rate(0, second), 1)).empty());
}

TEST(Schedule, PartsInterleaveToTheWhole) {
  for (const OpenLoop& plan : {constant_rate(1000, second), many_stages(100), poisson(many_stages(100), 1)}) {
    const std::vector<Time> whole = moments(plan);
    for (std::uint32_t index = 0; index < 3; ++index) {
      std::vector<Time> expected;
      for (std::size_t k = index; k < whole.size(); k += 3) expected.push_back(whole[k]);
      EXPECT_EQ(moments(plan, {.index = index, .of = 3}), expected) << index;
    }
  }
}

TEST(Schedule, EndsWithTheRequests) {
  const OpenLoop plan = constant_rate(10, 100 * second);
  EXPECT_THAT(moments(plan, {}, 0, 3), ElementsAre(0, 100 * millisecond, 200 * millisecond));
  EXPECT_TRUE(moments(plan, {}, 0, 0).empty());
  EXPECT_EQ(moments(plan, {}, 0, 5000).size(), 1000U);
  // All parts together.
  EXPECT_THAT(moments(plan, {.index = 0, .of = 2}, 0, 3), ElementsAre(0, 200 * millisecond));
  EXPECT_THAT(moments(plan, {.index = 1, .of = 2}, 0, 3), ElementsAre(100 * millisecond));
}

TEST(Schedule, DoesNotCountTheWarmUpAgainstTheRequests) {
  const OpenLoop plan = constant_rate(10, 100 * second);
  const std::vector<Time> due = moments(plan, {}, 2 * second, 5);
  EXPECT_EQ(due.size(), 25U);
  EXPECT_EQ(due[20], 2 * second);
  EXPECT_EQ(due.back(), 2400 * millisecond);
  EXPECT_EQ(moments(plan, {.index = 1, .of = 2}, 2 * second, 5).size(), 12U);
}

TEST(Schedule, PoissonArrivalsHangOnTheSeedAlone) {
  const OpenLoop plan = constant_rate(1000, second);
  const std::vector<Time> due = moments(poisson(plan, 1));
  EXPECT_EQ(due, moments(poisson(plan, 1)));
  EXPECT_NE(due, moments(poisson(plan, 2)));
  EXPECT_TRUE(std::is_sorted(due.begin(), due.end()));
  EXPECT_LT(due.back(), second);
  EXPECT_NEAR(static_cast<double>(due.size()), 1000, 4 * std::sqrt(1000));
}

TEST(Schedule, PoissonArrivalsHaveExponentialGaps) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    expect_poisson_process(poisson(constant_rate(10'000, 2 * second), seed));
}

TEST(Schedule, PoissonArrivalsAreAPoissonProcessThroughAllStages) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    expect_poisson_process(poisson({.first_rate = 0, .stages = {{2 * second, 11'000}}}, seed));
    expect_poisson_process(poisson(many_stages(3000), seed));
  }
}

TEST(Schedule, EvenlySpacedArrivalsAreNoPoissonProcess) {
  const std::vector<double> gaps = scaled_gaps(constant_rate(10'000, second));
  EXPECT_GT(distance_from_exponential(gaps), 0.5);
}

}  // namespace
}  // namespace hundred::client
