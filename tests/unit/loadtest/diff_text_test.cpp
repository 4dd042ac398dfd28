#include "loadtest/report/diff_text.hpp"

#include <gmock/gmock.h>

#include "loadtest/report/diff_json.hpp"
#include "tests/unit/loadtest/diff_samples.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::HasSubstr, testing::Not;

Diff named(Diff diff) {
  diff.before.path = "reports/base";
  diff.before.started_at = "2026-11-02T10:00:00Z";
  diff.after.path = "reports/head";
  diff.after.started_at = "2026-11-02T10:01:00Z";
  return diff;
}

std::string text_of(const Diff& diff) { return to_text(diff, Style(false)); }

Diff one_slower() {
  Diff diff = named(diff_of(pool_and_loop(seven, seven), pool_and_loop(seven_slower, seven)));
  diff.interleaved = false;
  return diff;
}

TEST(DiffText, OfTheSame) {
  expect_golden(text_of(named(diff_of(pool_and_loop(seven, seven), pool_and_loop(seven, seven)))), "diff_same.txt");
}

TEST(DiffText, OfAModeThatBecameSlower) { expect_golden(text_of(one_slower()), "diff_slower.txt"); }

TEST(DiffText, OfWhatWasNotTheSame) {
  Comparison before = pool_and_loop(seven, seven), after = pool_and_loop({1.1, 1.12, 1.14}, {1, 1, 1});
  after.contests[0].facts.endpoint = "/io/sleep?ms=55";
  before.contests[0].entries.push_back({"prefork", {}, {}});
  before.contests[0].entries[1].rounds[0].counts.ok = 90;
  after.interrupted = true;
  after.load.users = 200;
  Diff diff = named(diff_of(before, after));
  diff.conditions.insert(diff.conditions.end(),
                         {{"load", "", "burst: 100 users", "burst: 200 users"},
                          {"options", "--users", "100", "200"},
                          {"options", "--server-arg", "not given", "--workers=4, --queue-capacity=10"},
                          {"environment", "system", "Linux 6.1.0 x86_64", "Linux 6.12.0 x86_64"},
                          {"environment", "CPUs", "4", "2"}});
  expect_golden(text_of(diff), "diff_conditions.txt");
}

TEST(DiffText, OfLoops) {
  const auto loop = [](const Factors& rounds) {
    return comparison_of(loop_of(), {contest_of(sleeping(), loop_of(),
                                                {{"thread-per-request", "100 threads", 1, 1972, 51.9, "wait", 95},
                                                 {"hybrid", "1 loop + 2", 2, 1972, 51.9, "wait", 98}},
                                                rounds)});
  };
  expect_golden(text_of(named(diff_of(loop(seven_slower), loop(seven)))), "diff_loops.txt");
}

TEST(DiffText, OfRuns) {
  const Comparison before = pool_and_loop(seven, seven), after = pool_and_loop(seven_slower, seven);
  expect_golden(
      text_of(named(diff_of(before.contests[0].entries[0].rounds[0], after.contests[0].entries[0].rounds[0]))),
      "diff_runs.txt");
}

TEST(DiffText, SaysThatRoundsWereNotInTurnOnlyWhereThatMatters) {
  const char* said = "a machine that changed in between";
  Diff diff = one_slower();
  EXPECT_THAT(text_of(diff), HasSubstr(said));
  diff.interleaved = true;
  EXPECT_THAT(text_of(diff), Not(HasSubstr(said)));
  Diff same = named(diff_of(pool_and_loop(seven, seven), pool_and_loop(seven, seven)));
  same.interleaved = false;
  EXPECT_THAT(text_of(same), Not(HasSubstr(said)));
}

TEST(DiffText, GivesAReasonOnlyForAMeanThatChanged) {
  EXPECT_THAT(text_of(one_slower()), HasSubstr("grew by 35.1 ms, most in the queue"));
  const Comparison before = pool_and_loop(seven, seven);
  Comparison after = pool_and_loop(seven_slower, seven);
  for (Report& round : after.contests[0].entries[0].rounds) round.breakdown->total_ms = 351;
  EXPECT_THAT(text_of(named(diff_of(before, after))), Not(HasSubstr("The mean response time")));
}

TEST(DiffText, HasColoursOnlyIfAsked) {
  EXPECT_THAT(to_text(one_slower(), Style(true)), HasSubstr("\x1b[1;31m1 slower"));
  EXPECT_THAT(text_of(one_slower()), Not(HasSubstr("\x1b")));
}

TEST(DiffJson, HasEachFigureOldAndNew) {
  const auto json = to_json(one_slower(), 5.0);
  EXPECT_EQ(json["schema"], "hundred.diff/1");
  const auto& pool = json["rows"][0];
  EXPECT_EQ(pool["verdict"], "slower");
  EXPECT_DOUBLE_EQ(pool["all_ms"]["old"].get<double>(), 653);
  EXPECT_DOUBLE_EQ(pool["all_ms"]["new"].get<double>(), 653 * 1.1);
  EXPECT_NEAR(pool["all_ms"]["worse_percent"].get<double>(), 10, 1e-9);
  EXPECT_NEAR(pool["response"]["p99_ms"]["percent"].get<double>(), 10, 1e-9);
  EXPECT_NEAR(pool["breakdown_ms"]["queue"]["new"].get<double>(), 351 * 1.1 - 50.1, 1e-9);
  EXPECT_EQ(json["rows"][1]["verdict"], "no_difference_seen");
  EXPECT_EQ(json["fail_above"]["broken"].size(), 1U);
  EXPECT_TRUE(to_json(one_slower(), {})["fail_above"].is_null());
}

}  // namespace
}  // namespace hundred::loadtest
