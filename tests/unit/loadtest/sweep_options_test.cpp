#include "loadtest/sweep_options.hpp"

#include <gmock/gmock.h>

namespace hundred::loadtest {
namespace {

using std::chrono::seconds;
using testing::ElementsAre, testing::HasSubstr, testing::IsEmpty, testing::SizeIs;

std::vector<double> values(const char* text) {
  const auto over = parse_over(text);
  return over ? over->values : std::vector<double>{};
}

TEST(Over, ARangeIsAboutTenValuesOnALogScale) {
  EXPECT_THAT(values("workers=1..64"), ElementsAre(1, 2, 3, 4, 6, 10, 16, 25, 40, 64));
  EXPECT_THAT(values("workers=2..32"), ElementsAre(2, 3, 4, 5, 7, 9, 13, 17, 24, 32));
  EXPECT_THAT(values("rate=100..5000"), ElementsAre(100, 154, 239, 368, 569, 879, 1360, 2100, 3240, 5000));
  EXPECT_THAT(values("rate=0.5..1"), SizeIs(10));
}

TEST(Over, AShortRangeIsAllOfIt) {
  EXPECT_THAT(values("users=3..7"), ElementsAre(3, 4, 5, 6, 7));
  EXPECT_THAT(values("users=1..10"), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  EXPECT_THAT(values("users=1..14"), testing::Each(testing::Le(14)));
  EXPECT_EQ(values("users=1..14").back(), 14);
}

TEST(Over, AListIsInOrderWithoutRepeats) {
  EXPECT_THAT(values("users=10,1,100,10"), ElementsAre(1, 10, 100));
  EXPECT_EQ(parse_over("users=1,2")->what, Swept::users);
  EXPECT_EQ(parse_over("workers=1,2")->what, Swept::workers);
  EXPECT_EQ(parse_over("rate=1.5,2")->what, Swept::rate);
}

TEST(Over, WhatIsNoneIsRefused) {
  for (const char* text : {"", "workers", "workers=", "workers=4", "workers=4,4", "workers=4..4", "workers=8..4",
                           "workers=0..4", "workers=1.5,3", "users=1..2000000", "workers=1,200000", "rate=0..5",
                           "rate=1,1e3", "rate=1,-2", "users=1,,2", "users=1..2..3", "threads=1..4", "users 1..4"})
    EXPECT_THAT(values(text), IsEmpty()) << text;
  std::string many = "users=1";
  for (int i = 2; i <= 101; ++i) many += "," + std::to_string(i);
  EXPECT_THAT(values(many.c_str()), IsEmpty());
}

TEST(SweepOptions, EachPointVariesOneOfRunsOptions) {
  const SweepOptions options =
      parse_sweep_options({"--mode", "pool,async", "--over", "workers=1,2", "-c", "50", "/io/sleep?ms=20"});
  EXPECT_THAT(options.modes, ElementsAre("worker-pool", "event-loop"));
  const RunOptions point = options_at(options, "event-loop", 2);
  EXPECT_EQ(point.mode, "event-loop");
  EXPECT_EQ(point.workers, 2U);
  EXPECT_EQ(point.users, 50U);
  EXPECT_THAT(point.urls, ElementsAre("/io/sleep?ms=20"));
  EXPECT_EQ(options_at(parse_sweep_options({"--over", "users=5,9", "x:1"}), "", 9).users, 9U);
  EXPECT_EQ(options_at(parse_sweep_options({"--over", "rate=5,9", "x:1"}), "", 9).plan.rate, 9);
}

TEST(SweepOptions, KnowWhatTheUserSaid) {
  const std::vector<std::string> least{"--over", "users=5,9", "x:1"};
  EXPECT_FALSE(parse_sweep_options(least).duration);
  std::vector<std::string> more = least;
  more.insert(more.end(), {"-d", "7s", "--warmup", "1s"});
  EXPECT_EQ(parse_sweep_options(more).plan.warmup, seconds(1));
  EXPECT_EQ(parse_sweep_options(more).duration, seconds(7));
}

std::string sweep_refusal(const std::vector<std::string>& arguments) {
  try {
    parse_sweep_options(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SweepOptions, ThatDoNotGoTogetherAreNamed) {
  using Arguments = std::vector<std::string>;
  for (const auto& [arguments, said] : std::vector<std::pair<Arguments, const char*>>{
           {{"x:1"}, "no --over"},
           {{"--over", "user=1..5", "x:1"}, "did you mean 'users'"},
           {{"--over", "users=0..5", "x:1"}, "--over 'users=0..5': must be users, workers or rate"},
           {{"--over", "workers=1..5", "x:1"}, "--over workers: is for servers that hundred-load starts"},
           {{"--over", "workers=1..5", "--mode", "single", "/ping"}, "--mode single-threaded: has no --workers"},
           {{"--over", "workers=1..5", "--mode", "pool", "--workers", "3", "/ping"},
            "--workers: is what --over workers"},
           {{"--over", "users=1..5", "-c", "3", "x:1"}, "--users: is what --over users"},
           {{"--over", "users=1..5", "-R", "3", "x:1"}, "--rate: does not go with --over users"},
           {{"--over", "rate=1..5", "--think", "1s", "x:1"}, "--think: is for a closed loop"},
           {{"--over", "users=1..5", "-t", "4", "x:1"}, "--threads 4: must be at most the number of users, 1"},
           {{"--over", "users=1..5", "--mode", "poll", "/ping"}, "did you mean 'pool'"},
           {{"--over", "users=1..5", "/ping"}, "add --mode"},
           {{"--over", "users=1..5", "--workers", "4", "x:1"}, "--workers: is for a server that hundred-load starts"},
           {{"--over", "users=1..5", "x:1/a", "x:1/b"}, "'x:1/b': sweep loads one URL or path"},
           {{"--over", "users=1..5", "-n", "100", "x:1"}, "unknown option"},
           {{"--over", "users=1..5", "-o", "x.hgrm", "x:1"}, ".html, .json, .txt, .csv"},
           {{"--over", "users=1..5", "--mode", "pool"}, "no path"}})
    EXPECT_THAT(sweep_refusal(arguments), HasSubstr(said));
}

}  // namespace
}  // namespace hundred::loadtest
