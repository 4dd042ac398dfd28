#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "loadtest/find_max/search.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::Each, testing::ElementsAre, testing::Ge, testing::IsEmpty, testing::Le;

using Server = std::function<RateVerdict(double rate_per_s)>;

RateStep step_of(const Probe& probe, RateVerdict verdict) {
  RateStep step;
  step.rate_per_s = probe.rate_per_s;
  step.seconds = probe.seconds;
  step.verdict = verdict;
  return step;
}

std::vector<RateStep> search(const SearchPlan& plan, const Server& server) {
  return search_highest_rate(
      plan, [&](const Probe& probe) { return std::optional(step_of(probe, server(probe.rate_per_s))); });
}

Server that_can_do(double most) {
  return [most](double rate) { return rate <= most ? RateVerdict::met : RateVerdict::not_met; };
}

SearchPlan near(double guess) {
  SearchPlan plan;
  plan.first_per_s = guess * 0.9;
  plan.spread = 0.2;
  return plan;
}

std::vector<double> rates(const std::vector<RateStep>& steps) {
  std::vector<double> rates;
  for (const RateStep& step : steps) rates.push_back(step.rate_per_s);
  return rates;
}

void expect_range_about(double edge, const std::vector<RateStep>& steps) {
  const RateRange range = range_of(steps);
  ASSERT_TRUE(range.met && range.not_met);
  EXPECT_LE(*range.met, edge);
  EXPECT_GE(*range.not_met, edge);
  EXPECT_LE(*range.not_met / *range.met, 1.03);
  const std::vector<double> measured = rates(steps);
  EXPECT_EQ(std::set(measured.begin(), measured.end()).size(), steps.size()) << "each rate once";
}

TEST(Search, BracketsAGoodGuessInTwoStepsAndHalvesTheBracket) {
  const std::vector<RateStep> steps = search(near(316), that_can_do(316));
  EXPECT_THAT(rates(steps), ElementsAre(284, 341, 313, 327, 320));
  expect_range_about(316, steps);
}

TEST(Search, FindsTheEdgeWhereverItIs) {
  for (const double edge : {0.9, 2.0, 33.0, 290.0, 316.0, 350.0, 1234.0, 77'000.0}) {
    SCOPED_TRACE(edge);
    SearchPlan plan = near(316);
    plan.lowest_per_s = 0.1;
    expect_range_about(edge, search(plan, that_can_do(edge)));
  }
}

TEST(Search, GoesFurtherEachTimeUpOrDown) {
  const auto first = [](double edge) {
    std::vector<double> found = rates(search(near(1000), that_can_do(edge)));
    found.resize(4);
    return found;
  };
  EXPECT_THAT(first(3000), ElementsAre(900, 1080, 1510, 2720));
  EXPECT_THAT(first(100), ElementsAre(900, 750, 536, 298));
}

TEST(Search, DoublesWhereNothingIsKnown) {
  const std::vector<RateStep> steps = search({}, that_can_do(1000));
  std::vector<double> first = rates(steps);
  first.resize(8);
  EXPECT_THAT(first, ElementsAre(10, 20, 40, 80, 160, 320, 640, 1280));
  expect_range_about(1000, steps);
}

TEST(Search, TakesLongStepsOnlyNearTheEdge) {
  for (const RateStep& step : search(near(316), that_can_do(316)))
    EXPECT_EQ(step.seconds, step.rate_per_s == 284 || step.rate_per_s == 341 ? 20 : 60) << step.rate_per_s;
}

TEST(Search, TakesShortStepsThatAreLongEnoughForThePercentile) {
  SearchPlan plan;
  plan.wanted_requests = 10'000;
  plan.needed_requests = 130;
  EXPECT_EQ(plan.seconds_at(1000, false), 10);
  EXPECT_EQ(plan.seconds_at(50'000, false), 2);
  EXPECT_EQ(plan.seconds_at(100, false), 20);
  EXPECT_EQ(plan.seconds_at(1, false), 130);
  EXPECT_EQ(plan.seconds_at(1, true), 130);
  EXPECT_EQ(plan.seconds_at(100, true), 60);
  plan.short_s = 5;
  EXPECT_EQ(plan.seconds_at(1000, false), 5);
}

TEST(Search, LeavesWhatCannotBeDecidedInTheRange) {
  const Server server = [](double rate) {
    return std::abs(rate / 316 - 1) < 0.03 ? RateVerdict::undecided : that_can_do(316)(rate);
  };
  const std::vector<RateStep> steps = search(near(316), server);
  const RateRange range = range_of(steps);
  EXPECT_GT(*range.met, 0.94 * 316);
  EXPECT_LT(*range.not_met, 1.06 * 316);
  EXPECT_THAT(range.unclear, Each(AllOf(Ge(*range.met), Le(*range.not_met))));
  EXPECT_FALSE(range.unclear.empty());
  EXPECT_LE(steps.size(), 10U);
}

TEST(Search, SpreadsEightLongStepsWhereChanceDecides) {
  const std::vector<RateStep> steps = search(near(316), [](double rate) {
    return rate < 290 ? RateVerdict::met : rate > 340 ? RateVerdict::not_met : RateVerdict::undecided;
  });
  std::vector<double> long_ones;
  for (const RateStep& step : steps)
    if (step.seconds == 60) long_ones.push_back(step.rate_per_s);
  EXPECT_EQ(long_ones.size(), 8U);
  std::sort(long_ones.begin(), long_ones.end());
  for (std::size_t i = 1; i < long_ones.size(); ++i) EXPECT_LE(long_ones[i] - long_ones[i - 1], 15);
}

TEST(Search, EndsWhateverANoisyServerDoes) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 0.02);
    const std::vector<RateStep> steps = search(near(316), [&](double rate) {
      const double seen = std::log(rate / 316) + noise(random);
      return std::abs(seen) < 0.03 ? RateVerdict::undecided : seen < 0 ? RateVerdict::met : RateVerdict::not_met;
    });
    const RateRange range = range_of(steps);
    ASSERT_TRUE(range.met && range.not_met) << seed;
    EXPECT_NEAR((*range.met + *range.not_met) / 2, 316, 0.06 * 316) << seed;
    EXPECT_LE(steps.size(), 14U) << seed;
  }
}

/// A server of 316/s, and a short step at `wrong` that goes the other way.
std::vector<RateStep> search_with_a_mistake(double wrong) {
  return search_highest_rate(near(316), [wrong](const Probe& probe) {
    RateVerdict verdict = that_can_do(316)(probe.rate_per_s);
    if (probe.rate_per_s == wrong && probe.seconds < 60)
      verdict = verdict == RateVerdict::met ? RateVerdict::not_met : RateVerdict::met;
    return std::optional(step_of(probe, verdict));
  });
}

TEST(Search, IsNotLedAstrayByAShortStep) {
  for (const double wrong : {284.0, 341.0}) {
    SCOPED_TRACE(wrong);
    const RateRange range = range_of(search_with_a_mistake(wrong));
    ASSERT_TRUE(range.met && range.not_met);
    EXPECT_LE(*range.met, 316);
    EXPECT_GE(*range.not_met, 316);
  }
}

TEST(Search, TakesTheWordOfALongStepAgainstAShortOne) {
  const RateStep lower = step_of({284, 20}, RateVerdict::not_met), higher = step_of({313, 60}, RateVerdict::met);
  EXPECT_EQ(range_of({lower, higher}).met, 313);
  EXPECT_EQ(range_of({lower, higher}).not_met, std::nullopt);
  EXPECT_EQ(range_of({lower, step_of({313, 60}, RateVerdict::invalid)}).not_met, 284) << "which says nothing";
  EXPECT_EQ(range_of({step_of({284, 60}, RateVerdict::not_met), step_of({313, 20}, RateVerdict::met)}).not_met, 284);
}

TEST(Search, StopsWhereTheLoadToolIsTheLimit) {
  const std::vector<RateStep> steps =
      search({}, [](double rate) { return rate < 1000 ? RateVerdict::met : RateVerdict::invalid; });
  const RateRange range = range_of(steps);
  EXPECT_EQ(range.met, 640);
  EXPECT_EQ(range.not_met, std::nullopt);
  EXPECT_EQ(range.invalid, 1280);
  EXPECT_EQ(steps.size(), 8U);
}

TEST(Search, GoesDownFromARateThatTheLoadToolCannotSend) {
  SearchPlan plan;
  plan.first_per_s = 100'000;
  const auto verdict = [](double rate) { return rate < 30'000 ? RateVerdict::met : RateVerdict::invalid; };
  EXPECT_THAT(rates(search(plan, verdict)), ElementsAre(100'000, 50'000, 25'000));
}

TEST(Search, TakesADisturbanceBelowWhatWasNotMetForUndecided) {
  const RateRange range = range_of({step_of({291, 20}, RateVerdict::met), step_of({340, 20}, RateVerdict::not_met),
                                    step_of({316, 60}, RateVerdict::invalid)});
  EXPECT_EQ(range.invalid, std::nullopt);
  EXPECT_THAT(range.unclear, ElementsAre(316));
}

TEST(Search, EndsWhereNoLowerRateCanBeBetter) {
  SearchPlan plan;
  plan.first_per_s = 500;
  const auto steps = search_highest_rate(plan, [](const Probe& probe) {
    RateStep step = step_of(probe, RateVerdict::not_met);
    step.hopeless = true;
    return std::optional(step);
  });
  EXPECT_THAT(rates(steps), ElementsAre(500));
}

TEST(Search, EndsAtTheLowestRate) {
  SearchPlan plan;
  plan.first_per_s = 10;
  plan.lowest_per_s = 3;
  EXPECT_THAT(rates(search(plan, that_can_do(1))), ElementsAre(10, 5, 3));
}

TEST(Search, EndsAtTheHighestRate) {
  SearchPlan plan;
  plan.highest_per_s = 50;
  EXPECT_THAT(rates(search(plan, that_can_do(1000))), ElementsAre(10, 20, 40, 50));
}

TEST(Search, EndsWhenItsTimeIsOver) {
  SearchPlan plan = near(316);
  plan.most_s = 100;
  const std::vector<RateStep> steps = search(plan, that_can_do(316));
  EXPECT_THAT(rates(steps), ElementsAre(284, 341, 313));
  EXPECT_TRUE(next_probe(near(316), steps)) << "there was more to do";
}

TEST(Search, ThatIsBrokenOffKeepsItsSteps) {
  std::size_t left = 2;
  const auto steps = search_highest_rate(near(316), [&](const Probe& probe) -> std::optional<RateStep> {
    if (left-- == 0) return std::nullopt;
    return step_of(probe, RateVerdict::met);
  });
  EXPECT_EQ(steps.size(), 2U);
  EXPECT_THAT(range_of({}).unclear, IsEmpty());
}

}  // namespace
}  // namespace hundred::loadtest
