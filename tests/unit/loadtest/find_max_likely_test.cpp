#include <gtest/gtest.h>

#include <cmath>

#include "loadtest/find_max/likely_rate.hpp"

namespace hundred::loadtest {
namespace {

RateStep long_step(double rate, double p99_ms, RateVerdict verdict) {
  RateStep step;
  step.rate_per_s = rate;
  step.seconds = 60;
  step.limits = {{"p99", {"p99<40ms", p99_ms, p99_ms < 40}, {}, verdict}};
  step.verdict = verdict;
  return step;
}

/// At that rate p99 is 30 ms at 200/s, and 1 % more for each 1/s.
double exponential_ms(double rate) { return 30 * std::exp(0.01 * (rate - 200)); }
const double true_rate = 200 + std::log(40.0 / 30) / 0.01;  // 228.8

std::vector<RateStep> exponential_steps() {
  std::vector<RateStep> steps;
  for (const double rate : {210, 220, 230, 240, 250})
    steps.push_back(long_step(rate, exponential_ms(rate),
                              rate <= 210   ? RateVerdict::met
                              : rate >= 250 ? RateVerdict::not_met
                                            : RateVerdict::undecided));
  return steps;
}

TEST(LikelyRate, IsWhereTheFigureComesToItsLimit) {
  EXPECT_NEAR(likely_rate(exponential_steps()).value(), true_rate, 0.001);
}

TEST(LikelyRate, IsHardlyMovedByAStepThatAStallHasSpoiled) {
  auto steps = exponential_steps();
  steps[1].limits[0].result.measured = 120;
  EXPECT_NEAR(likely_rate(steps).value(), true_rate, 0.02 * true_rate);
}

TEST(LikelyRate, OfSeveralLimitsIsTheLowest) {
  auto steps = exponential_steps();
  for (RateStep& step : steps) {
    step.limits.push_back({"errors%", {"errors<1%", 0, true}, {}, RateVerdict::met});
    step.limits.push_back({"p95", {"p95<35ms", exponential_ms(step.rate_per_s), true}, {}, step.verdict});
  }
  EXPECT_NEAR(likely_rate(steps).value(), 200 + std::log(35.0 / 30) / 0.01, 0.001);
}

TEST(LikelyRate, AsksForThreeLongStepsThatAreNotInvalid) {
  auto steps = exponential_steps();
  steps[1].seconds = steps[2].seconds = 20;
  EXPECT_TRUE(likely_rate(steps));
  steps[3].verdict = RateVerdict::invalid;
  EXPECT_FALSE(likely_rate(steps));
}

TEST(LikelyRate, IsUnknownWhereTheFigureDoesNotRise) {
  auto steps = exponential_steps();
  for (RateStep& step : steps) step.limits[0].result.measured = 39;
  EXPECT_FALSE(likely_rate(steps));
}

TEST(LikelyRate, IsUnknownOutsideOfTheRange) {
  auto steps = exponential_steps();
  steps[1].verdict = steps[2].verdict = RateVerdict::met;
  EXPECT_FALSE(likely_rate(steps)) << "230/s was met";
  EXPECT_FALSE(likely_rate({}));
}

}  // namespace
}  // namespace hundred::loadtest
