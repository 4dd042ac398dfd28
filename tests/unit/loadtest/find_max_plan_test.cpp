#include <gmock/gmock.h>

#include <sstream>

#include "loadtest/cli.hpp"
#include "loadtest/find_max/find_max.hpp"
#include "loadtest/find_max/rate_theory.hpp"
#include "tests/unit/loadtest/limits.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::ElementsAre, testing::HasSubstr, testing::Not, testing::StartsWith;

constexpr Work sleeping_20{20, 0, 20}, computing{5, 5, 0}, mixed{50, 5, 45};
constexpr Servers eight{8, 8}, threads{1024, 1024}, loop{1, Servers::unlimited};
constexpr auto poisson = client::Arrivals::poisson, constant = client::Arrivals::constant;

FindMaxOptions options_of(std::vector<std::string> arguments, const char* slo = "p99<40ms") {
  arguments.insert(arguments.end(), {"--mode", "worker-pool", "/io/sleep?ms=20", "--slo", slo});
  return parse_find_max_options(arguments);
}

TEST(FindMaxOptions, AreThoseOfAnOpenLoopOfIndependentUsers) {
  const FindMaxOptions options = options_of({"--workers", "8", "--server-arg=--overload=wait"});
  EXPECT_EQ(options.run.plan.arrivals, poisson);
  EXPECT_THAT(options.run.urls, ElementsAre("/io/sleep?ms=20"));
  EXPECT_EQ(options.run.workers, 8U);
  EXPECT_EQ(options.edge, std::chrono::seconds(60));
  EXPECT_FALSE(options.run.plan.rate);
  EXPECT_EQ(options_of({"--from", "250", "--arrivals=constant"}).run.plan.rate, 250);
}

TEST(FindMaxOptions, LimitErrorsUnlessTheUserDoes) {
  const auto texts = [](const FindMaxOptions& options) {
    std::vector<std::string> given;
    for (const Threshold& limit : options.run.thresholds) given.push_back(limit.text);
    return given;
  };
  EXPECT_THAT(texts(options_of({})), ElementsAre("p99<40ms", "errors<1%"));
  EXPECT_THAT(texts(options_of({}, "errors<5")), ElementsAre("errors<5"));
}

TEST(FindMaxOptions, ThatCannotBeUsedAreNamedInOneLine) {
  struct Mistake {
    std::vector<std::string> arguments;
    const char* said;
  };
  for (const Mistake& mistake : std::vector<Mistake>{
           {{"--slo", "p99<9ms"}, "no URL"},
           {{"x:1"}, "find-max: no limit that the rate must keep: give one, such as --slo 'p99<50ms'"},
           {{"x:1", "--slo", "p98<9ms"}, "--slo 'p98<9ms': must be a limit"},
           {{"/ping", "--slo", "p99<9ms"}, "--mode"},
           {{"x:1", "--workers", "4", "--slo", "p99<9ms"}, "--workers: is for a server that hundred-load starts"},
           {{"x:1", "-R", "5", "--slo", "p99<9ms"}, "-R: find-max looks for the rate; --from"},
           {{"x:1", "-d", "5s", "--slo", "p99<9ms"}, "-d: the search ends by itself; --step and --edge"},
           {{"x:1", "-n500", "--slo", "p99<9ms"}, "-n500: the search ends by itself"},
           {{"x:1", "--from", "0", "--slo", "p99<9ms"}, "--from '0': must be a number of requests per second above 0"},
           {{"x:1", "--edge", "1ms", "--slo", "p99<9ms"}, "--edge '1ms': must be a duration from 1s to 1h"},
           {{"x:1", "-c", "2", "-t", "3", "--slo", "p99<9ms"}, "--threads 3: must be at most the number of users, 2"},
           {{"x:1", "-o", "x.html", "--slo", "p99<9ms"}, "--output 'x.html': must be a file that ends in one of .json"},
           {{"x:1", "--think", "1s", "--slo", "p99<9ms"}, "--think: unknown option"}}) {
    std::vector<std::string> arguments = mistake.arguments;
    arguments.insert(arguments.begin(), "find-max");
    std::ostringstream out, err;
    Terminal terminal{out, err};
    SCOPED_TRACE(mistake.said);
    EXPECT_EQ(run_program(arguments, terminal), exit_usage);
    EXPECT_THAT(err.str(), AllOf(StartsWith("hundred-load: "), HasSubstr(mistake.said)));
    EXPECT_EQ(out.str(), "");
  }
}

TEST(RunArguments, LoadTheSameServerAtThatRate) {
  const FindMaxOptions options = options_of({"--workers", "8", "--from=300", "--edge", "30s", "-o", "x.json"});
  EXPECT_THAT(run_arguments(options, 312),
              ElementsAre("--workers", "8", "--mode", "worker-pool", "/io/sleep?ms=20", "--slo", "p99<40ms", "-R",
                          "312", "-d", "30s", "--arrivals", "poisson"));
  const FindMaxOptions even = options_of({"--arrivals", "constant"});
  EXPECT_THAT(run_arguments(even, 0.5), Not(testing::Contains("--arrivals")));
}

TEST(UsersFor, AreTenTimesThoseThatTheLimitsAllow) {
  EXPECT_EQ(users_for(options_of({}), 316), 127U);
  EXPECT_EQ(users_for(options_of({}), 10), 100U);
  EXPECT_EQ(users_for(options_of({}), 1e6), 10'000U);
  EXPECT_EQ(users_for(options_of({}, "errors<5"), 100), 1000U) << "as if a second were allowed";
  EXPECT_EQ(users_for(options_of({"-c", "7"}), 316), 7U);
}

TEST(TheoryOfRate, OfEightServersOf20MsKeepsP99Below40MsUpTo309PerSecond) {
  // By the recursion of a request and the one eight before it, 30 million requests at each rate: at 308/s 0.92 % take
  // 40 ms or more, at 310/s 1.03 %.
  const auto theory = theory_of_rate({sleeping_20, eight, 2, 0}, poisson, limits({"p99<40ms", "errors<1%"}));
  ASSERT_TRUE(theory);
  EXPECT_NEAR(theory->rate_per_s(), 309.4, 3);
  EXPECT_DOUBLE_EQ(theory->capacity_per_s, 400);
  EXPECT_TRUE(theory->simulated);
}

TEST(TheoryOfRate, OfOneServerIsThatOfPollaczekAndKhinchine) {
  // 10 + 10 load / (2 (1 - load)) = 20 where load = 2/3.
  const auto theory = theory_of_rate({{10, 0, 10}, {1, 1}, 2, 0}, poisson, limits({"mean<20ms"}));
  ASSERT_TRUE(theory);
  EXPECT_NEAR(theory->rate_per_s(), 66.7, 1);
}

TEST(TheoryOfRate, OfEvenlySpacedArrivalsIsTheCapacity) {
  EXPECT_DOUBLE_EQ(theory_of_rate({sleeping_20, eight, 2, 0}, constant, limits({"p99<40ms"}))->rate_per_s(), 400);
}

TEST(TheoryOfRate, IsZeroWhereARequestAloneBreaksTheLimit) {
  EXPECT_EQ(theory_of_rate({mixed, eight, 2, 0}, poisson, limits({"p99<50ms"}))->rate_per_s(), 0);
  EXPECT_EQ(theory_of_rate({mixed, eight, 2, 0}, constant, limits({"p50<49ms"}))->rate_per_s(), 0);
}

TEST(TheoryOfRate, IsNotAskedForWhatItDoesNotKnow) {
  EXPECT_FALSE(theory_of_rate({{0.1, 0.01, 0}, eight, 2, 0}, poisson, limits({"p99<5ms"}))) << "most of it is HTTP";
  EXPECT_FALSE(theory_of_rate({{20.1, 0.01, 20}, loop, 2, 0}, poisson, limits({"p99<40ms"}))) << "what limits is HTTP";
  EXPECT_FALSE(theory_of_rate({{20.1, 0.01, 20}, threads, 2, 0}, poisson, limits({"p99<40ms"})));
  EXPECT_FALSE(theory_of_rate({sleeping_20, eight, 2, 0}, poisson, limits({"max<1s"}))) << "grows with the time";
  EXPECT_TRUE(theory_of_rate({computing, loop, 2, 0}, poisson, limits({"p99<40ms"})));
}

TEST(SearchPlan, BeginsJustBelowWhatTheorySays) {
  const RateTheory theory{{sleeping_20, eight, 2, 316}, 400, true};
  const SearchPlan plan = search_plan(options_of({}), theory, sleeping_20);
  EXPECT_NEAR(plan.first_per_s, 0.9 * 316, 1);
  EXPECT_NEAR(plan.first_per_s * (1 + plan.spread), 1.08 * 316, 1) << "the next is about as far above";
  EXPECT_EQ(plan.lowest_per_s, 1);
  EXPECT_NEAR(plan.wanted_requests, 10'000, 1);
  EXPECT_NEAR(plan.needed_requests, 130, 1);
  EXPECT_EQ(plan.edge_s, 60);
}

TEST(SearchPlan, WithoutTheoryBeginsCautiouslyAndDoubles) {
  EXPECT_EQ(search_plan(options_of({}), {}, {}).first_per_s, 10);
  EXPECT_EQ(search_plan(options_of({}), {}, {}).spread, 1);
  EXPECT_NEAR(search_plan(options_of({}), {}, Work{20.1, 0.01, 20}).first_per_s, 1000, 1);
}

TEST(SearchPlan, BeginsWhereTheUserSays) {
  const RateTheory theory{{sleeping_20, eight, 2, 316}, 400, true};
  EXPECT_EQ(search_plan(options_of({"--from", "250"}), theory, sleeping_20).first_per_s, 250);
  EXPECT_EQ(search_plan(options_of({"--step", "3s"}), theory, sleeping_20).short_s, 3);
}

TEST(SearchPlan, AsksForNoRateThatCannotBeEnough) {
  const SearchPlan plan = search_plan(options_of({}, "rate>500"), {}, {});
  EXPECT_EQ(plan.lowest_per_s, 500);
  EXPECT_NEAR(plan.first_per_s, 550, 1);
}

TEST(SearchPlan, WhereNoRateIsGoodEnoughByTheoryBeginsWithOneThatIsHardlyFelt) {
  const RateTheory none{{mixed, eight, 2, 0}, 160, true};
  const SearchPlan plan = search_plan(options_of({}), none, mixed);
  EXPECT_NEAR(plan.first_per_s, 3.2, 0.1);
}

TEST(Estimate, IsSaidInMinutes) {
  const RateTheory theory{{sleeping_20, eight, 2, 316}, 400, true};
  EXPECT_EQ(estimate_words(search_plan(options_of({}), theory, sleeping_20), true),
            "looking for the highest rate takes about 4 to 9 minutes: steps of 20 s, near the edge of 60 s");
  EXPECT_THAT(estimate_words(search_plan(options_of({}), {}, {}), false), HasSubstr("takes 5 minutes or more"));
}

}  // namespace
}  // namespace hundred::loadtest
