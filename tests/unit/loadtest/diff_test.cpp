#include "loadtest/report/diff.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "common/option_table.hpp"
#include "loadtest/report/diff_words.hpp"
#include "tests/unit/loadtest/diff_samples.hpp"

namespace hundred::loadtest {
namespace {

using testing::DoubleNear, testing::ElementsAre, testing::HasSubstr, testing::IsEmpty, testing::Optional;
using Seen = Difference::Seen;

Factors times(const Factors& factors, double slower) {
  Factors changed = factors;
  for (double& factor : changed) factor *= slower;
  return changed;
}

Contest on(const EndpointFacts& facts, const std::string& keep_alive = "park") {
  return contest_of(facts, burst_of(), {{"hybrid", "1 loop + 2", 2, 51, 52, "wait", 98}}, seven, keep_alive);
}

TEST(Diff, OfTheSameIsNone) {
  const Diff diff = diff_of(pool_and_loop(seven, seven), pool_and_loop(seven, seven));
  ASSERT_EQ(diff.rows.size(), 2U);
  for (const DiffRow& row : diff.rows) {
    EXPECT_EQ(row.seen, Seen::no);
    EXPECT_THAT(row.p, Optional(1.0));
    EXPECT_THAT(row.decisive.percent(), Optional(0.0));
    EXPECT_FALSE(row.decisive.apart);
  }
  EXPECT_THAT(diff.conditions, IsEmpty());
  EXPECT_THAT(worse_by_more(diff, 0), IsEmpty());
}

TEST(Diff, SaysWhichRowIsSlowerAndByWhat) {
  const Diff diff = diff_of(pool_and_loop(seven, seven), pool_and_loop(times(seven, 1.1), seven));
  const DiffRow& pool = diff.rows.at(0);
  EXPECT_EQ(pool.mode, "worker-pool");
  EXPECT_TRUE(pool.slower());
  EXPECT_FALSE(pool.faster());
  EXPECT_TRUE(pool.decisive.apart);
  EXPECT_THAT(pool.p, Optional(DoubleNear(2 * 2.0 / 3432, 1e-12))) << "twice, as there are two rows";
  EXPECT_THAT(pool.decisive.worse_percent(), Optional(DoubleNear(10, 1e-9)));
  EXPECT_EQ(pool.percentiles.size(), 3U);
  EXPECT_THAT(pool.parts.at(0).percent(), Optional(DoubleNear(10, 1e-9)));
  EXPECT_THAT(pool.parts.at(2).percent(), Optional(0.0)) << "what it waited for";
  EXPECT_EQ(diff.rows.at(1).seen, Seen::no);
  EXPECT_TRUE(diff_of(pool_and_loop(seven, times(seven, 1.1)), pool_and_loop(seven, seven)).rows.at(1).faster());
}

TEST(Diff, OfALoopIsByItsAnswersPerSecond) {
  const auto loop = [](const Factors& rounds) {
    return comparison_of(
        loop_of(), {contest_of(sleeping(), loop_of(), {{"hybrid", "1 loop + 2", 2, 2000, 52, "wait", 98}}, rounds)});
  };
  const Diff diff = diff_of(loop(seven), loop(times(seven, 1.25)));
  const DiffRow& row = diff.rows.at(0);
  EXPECT_EQ(row.decisive.name, "throughput_per_s");
  EXPECT_THAT(row.decisive.percent(), Optional(DoubleNear(-20, 1e-9)));
  EXPECT_THAT(row.decisive.worse_percent(), Optional(DoubleNear(20, 1e-9)));
  EXPECT_TRUE(row.slower());
  Comparison none = loop(seven);
  for (Report& round : none.contests[0].entries[0].rounds) round.throughput_per_s.reset();
  EXPECT_THAT(worse_by_more(diff_of(loop(seven), none), 99),
              ElementsAre("hybrid '/io/sleep?ms=50': answers per s 2000 -> 0.0 (-100 %)"));
}

TEST(Diff, ARoundThatNeverEndedIsTheSlowest) {
  Comparison never = pool_and_loop(seven, seven);
  for (Report& round : never.contests[0].entries[0].rounds) round.answered->all_ms.reset();
  const Diff diff = diff_of(pool_and_loop(seven, seven), never);
  EXPECT_TRUE(diff.rows.at(0).slower());
  EXPECT_TRUE(std::isinf(diff.rows.at(0).decisive.worse_percent().value_or(0)));
  EXPECT_THAT(worse_by_more(diff, 1000),
              ElementsAre("worker-pool '/io/sleep?ms=50': all 100 have an answer 653 ms -> -"));
  EXPECT_TRUE(diff_of(never, pool_and_loop(seven, seven)).rows.at(0).faster());
}

TEST(Diff, AServerWithoutARoundIsWorse) {
  Comparison failed = pool_and_loop(seven, seven);
  failed.contests[0].entries[0].rounds.clear();
  const Diff diff = diff_of(pool_and_loop(seven, seven), failed);
  EXPECT_EQ(diff.rows.at(0).seen, Seen::untested);
  EXPECT_EQ(worse_by_more(diff, 10).size(), 1U);
  EXPECT_THAT(worse_by_more(diff_of(failed, pool_and_loop(seven, seven)), 10), IsEmpty());
  EXPECT_EQ(diff_of(failed, failed).rows.size(), 1U);
}

TEST(Diff, TooFewRoundsAreNotTestedButFailByTheirMedians) {
  const Factors five{1, 1.01, 1.02, 1.03, 1.04};
  const Diff diff = diff_of(pool_and_loop(five, five), pool_and_loop(times(five, 1.2), five));
  EXPECT_EQ(diff.rows.at(0).seen, Seen::untested) << "five would do for one row, but there are two";
  EXPECT_EQ(diff.rows.at(0).p, std::nullopt);
  EXPECT_EQ(diff.rows.at(1).seen, Seen::no) << "medians less than 3 % apart are no difference anyway";
  EXPECT_EQ(worse_by_more(diff, 10).size(), 1U);
  EXPECT_THAT(worse_by_more(diff, 21), IsEmpty());
}

TEST(Diff, KnowsHowManyRoundsItTakes) {
  EXPECT_EQ(rounds_to_tell(1), 5U);
  EXPECT_EQ(rounds_to_tell(2), 6U);
  EXPECT_EQ(rounds_to_tell(4), 6U);
  EXPECT_EQ(rounds_to_tell(5), 7U);
  EXPECT_EQ(rounds_to_tell(17), 7U);
  EXPECT_EQ(rounds_to_tell(18), 8U);
}

TEST(Diff, WhatTheTestDoesNotSeeBreaksNothing) {
  const Factors wide{0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4};
  const Diff diff = diff_of(pool_and_loop(wide, seven), pool_and_loop(times(wide, 1.15), seven));
  EXPECT_EQ(diff.rows.at(0).seen, Seen::no);
  EXPECT_THAT(worse_by_more(diff, 10), IsEmpty());
}

TEST(Diff, PairsEndpointsThatOnlyOneOfTheTwoHas) {
  EndpointFacts slower = sleeping();
  slower.endpoint = "/io/sleep?ms=55";
  const Diff diff = diff_of(comparison_of(burst_of(), {on(sleeping()), on(computing())}),
                            comparison_of(burst_of(), {on(computing()), on(slower)}));
  ASSERT_EQ(diff.rows.size(), 2U);
  EXPECT_EQ(name_of(diff.rows[0]), "hybrid '/io/sleep?ms=50' -> '/io/sleep?ms=55'");
  EXPECT_EQ(name_of(diff.rows[1]), "hybrid '/cpu/burn?ms=20'");
  ASSERT_EQ(diff.conditions.size(), 1U);
  EXPECT_EQ(diff.conditions[0].kind, "endpoint");
  EXPECT_EQ(diff.conditions[0].after, "'/io/sleep?ms=55'");
}

TEST(Diff, NamesWhatOnlyOneHas) {
  Comparison before = pool_and_loop(seven, seven), after = before;
  before.contests[0].entries.erase(before.contests[0].entries.begin());
  after.contests.push_back(on(sleeping(), "close"));
  const Diff diff = diff_of(before, after);
  EXPECT_EQ(diff.rows.size(), 1U);
  EXPECT_THAT(diff.only_before, IsEmpty());
  EXPECT_THAT(diff.only_after,
              ElementsAre("worker-pool '/io/sleep?ms=50'", "hybrid '/io/sleep?ms=50', --keep-alive close"));
  EXPECT_THAT(diff_of(after, before).only_before, testing::SizeIs(2));
}

TEST(Diff, TakesTwoThatHaveSomethingInCommon) {
  const Comparison burst = comparison_of(burst_of(), {on(sleeping())}), all = pool_and_loop(seven, seven);
  const Comparison loop = comparison_of(
      loop_of(), {contest_of(sleeping(), loop_of(), {{"hybrid", "1 loop + 2", 2, 2000, 52, "wait", 98}})});
  EXPECT_THROW(diff_of(burst, all), UsageError) << "no mode";
  EXPECT_THROW(diff_of(burst, loop), UsageError) << "no figure";
}

TEST(Diff, KnowsWhetherRoundsWereMeasuredInTurn) {
  const auto at = [](std::vector<std::string> minutes) {
    Comparison comparison = pool_and_loop(seven, seven);
    for (Entry& entry : comparison.contests[0].entries)
      for (std::size_t i = 0; i < entry.rounds.size(); ++i)
        entry.rounds[i].environment.started_at = "2026-11-02T10:" + minutes[i % minutes.size()] + ":00Z";
    return comparison;
  };
  EXPECT_EQ(diff_of(at({"01", "03", "05"}), at({"02", "04", "06"})).interleaved, true);
  EXPECT_EQ(diff_of(at({"01", "02", "03"}), at({"04", "05", "06"})).interleaved, false);
  EXPECT_EQ(diff_of(at({"04", "05", "06"}), at({"01", "02", "03"})).interleaved, false);
  EXPECT_EQ(diff_of(pool_and_loop(seven, seven), pool_and_loop(seven, seven)).interleaved, std::nullopt);
}

TEST(Diff, OfRunsIsNotTestedButFailsByEachFigure) {
  const Report before = pool_and_loop(seven, seven).contests[0].entries[0].rounds[2];
  Report after = before;
  after.response.figures[2].second *= 1.5;
  after.endpoint = "/io/sleep?ms=55";
  after.mode = "prefork";
  const Diff diff = diff_of(before, after);
  EXPECT_TRUE(diff.of_runs);
  ASSERT_EQ(diff.rows.size(), 1U);
  EXPECT_EQ(diff.rows[0].p, std::nullopt);
  EXPECT_EQ(verdict_words(diff.rows[0], diff), "one run each");
  EXPECT_EQ(diff.conditions.size(), 1U);
  EXPECT_THAT(worse_by_more(diff, 10), ElementsAre(HasSubstr("p99 632 ms -> 948 ms (+50.0 %)")));
  EXPECT_THAT(worse_by_more(diff, 50.1), IsEmpty());
}

TEST(Diff, OfRunsComparesThePercentilesThatBothCanCarry) {
  const Report before = pool_and_loop(seven, seven).contests[0].entries[0].rounds[2];
  Report after = before;
  after.response.figures.pop_back();
  const Diff diff = diff_of(before, after);
  EXPECT_EQ(diff.rows[0].percentiles.size(), 2U);
  EXPECT_THAT(worse_by_more(diff, 10), IsEmpty());
}

}  // namespace
}  // namespace hundred::loadtest
