#include "loadtest/size/size_theory.hpp"

#include <gtest/gtest.h>

namespace hundred::loadtest {
namespace {

SizeQuestion question(Work work, double rate, const char* limit, double cpus = 2) {
  SizeQuestion question;
  question.work = work;
  question.cpus = cpus;
  question.rate_per_s = rate;
  question.limits = {*parse_threshold(limit)};
  question.run_s = 20;
  return question;
}

constexpr Work mixed{50, 5, 45};

ModeSize size(const char* mode, const SizeQuestion& question) {
  QueueFigures figures(question);
  return size_by_theory(*find_mode(mode), question, figures);
}

TEST(SizeTheory, TheAnswerMeetsTheLimitAndOneLessDoesNot) {
  const SizeQuestion asked = question(mixed, 100, "p99<115ms");
  const TheorySize pool = size("worker-pool", asked).theory;
  EXPECT_EQ(pool.lack, Lack::none);
  EXPECT_EQ(pool.minimum, 6U) << "five are busy all the time: the line would have no end";
  ASSERT_TRUE(pool.answer);
  EXPECT_EQ(pool.answer->workers, 7U);
  EXPECT_LT(pool.answer->figure_ms, 115);
  EXPECT_GT(pool.one_less_ms.value(), 115);
  EXPECT_GT(pool.chance_ms, 0);
  EXPECT_LT(pool.chance_ms, 50);
  EXPECT_EQ(pool.answer, size("prefork", asked).theory.answer) << "the same queue";
}

TEST(SizeTheory, SaysUpToWhichRateAndWhatMoreWouldTakeAndGain) {
  const SizeQuestion asked = question(mixed, 200, "p99<100ms", 4);
  const TheorySize pool = size("worker-pool", asked).theory;
  QueueFigures figures(asked);
  const auto at = [&](std::uint64_t workers, double rate) { return figures.of({workers, workers}, 4, rate); };
  EXPECT_EQ(pool.minimum, 11U);
  ASSERT_TRUE(pool.answer && pool.up_to_per_s && pool.at_more && pool.best);
  const std::uint64_t workers = pool.answer->workers;
  EXPECT_TRUE(at(workers, *pool.up_to_per_s).met);
  EXPECT_FALSE(at(workers, 1.03 * *pool.up_to_per_s).met);
  EXPECT_GT(*pool.at_more, workers);
  EXPECT_TRUE(at(*pool.at_more, 240).met);
  EXPECT_FALSE(at(*pool.at_more - 1, 240).met);
  EXPECT_GT(pool.best->workers, workers);
  EXPECT_LT(pool.best->figure_ms, 1.03 * at(1000, 200).shown_ms);
  EXPECT_GT(at(pool.best->workers - 1, 200).shown_ms, pool.best->figure_ms);
  EXPECT_FALSE(pool.crowd);
}

TEST(SizeTheory, SeveralLimitsAreAllMet) {
  SizeQuestion asked = question(mixed, 100, "p99<115ms");
  asked.limits.push_back(*parse_threshold("mean<51.5ms"));
  const TheorySize both = size("worker-pool", asked).theory;
  ASSERT_TRUE(both.answer);
  EXPECT_GT(both.answer->workers, 7U);
}

TEST(SizeTheory, AGreatestIsThatOfARun) {
  SizeQuestion asked = question({50, 0, 50}, 100, "max<130ms");
  asked.run_s = 10;
  const TheorySize short_runs = size("worker-pool", asked).theory;
  asked.run_s = 300;
  const TheorySize long_runs = size("worker-pool", asked).theory;
  ASSERT_TRUE(short_runs.answer && long_runs.answer);
  EXPECT_LT(short_runs.answer->workers, long_runs.answer->workers);
}

TEST(SizeTheory, ALoopIsHeldByComputingAlone) {
  const SizeQuestion asked = question(mixed, 190, "p99<100ms");
  EXPECT_EQ(size("event-loop", asked).theory.minimum, 1U) << "190 x 5 ms";
  EXPECT_EQ(size("hybrid", asked).theory.answer, size("event-loop", asked).theory.answer);
  SizeQuestion waiting = question({50, 0, 50}, 10'000, "p99<60ms");
  waiting.run_s = 1;
  const TheorySize loop = size("event-loop", waiting).theory;
  ASSERT_TRUE(loop.answer);
  EXPECT_EQ(loop.answer->workers, 1U);
  EXPECT_FALSE(loop.up_to_per_s) << "up to any";
  EXPECT_EQ(loop.at_more, 1U);
}

TEST(SizeTheory, SaysWhatIsLacking) {
  EXPECT_EQ(size("worker-pool", question(mixed, 400, "p99<1s")).theory.lack, Lack::cpus);
  EXPECT_EQ(size("single-threaded", question(mixed, 100, "p99<1s")).theory.lack, Lack::workers);
  const TheorySize slow = size("worker-pool", question(mixed, 100, "p99<49ms")).theory;
  EXPECT_EQ(slow.lack, Lack::speed);
  EXPECT_EQ(slow.minimum, 6U);
  EXPECT_FALSE(slow.answer);
  ASSERT_TRUE(slow.best);
  EXPECT_GE(slow.best->figure_ms, 50);
  EXPECT_LT(slow.best->figure_ms, 60);
}

TEST(SizeTheory, WhereWorkersAreNotCountedItIsMetOrNot) {
  const TheorySize threads = size("thread-per-request", question(mixed, 100, "p99<115ms")).theory;
  EXPECT_EQ(threads.answer.value().workers, 1U);
  EXPECT_EQ(size("single-threaded", question(mixed, 5, "p99<200ms")).theory.answer.value().workers, 1U);
  EXPECT_FALSE(size("single-threaded", question(mixed, 19, "p99<200ms")).theory.answer);
}

TEST(SizeTheory, MoreThanShareTheCpusAreSlower) {
  const TheorySize computing = size("worker-pool", question({10, 10, 0}, 180, "p99<150ms")).theory;
  ASSERT_TRUE(computing.answer);
  EXPECT_EQ(computing.answer->workers, 2U);
  ASSERT_TRUE(computing.crowd);
  EXPECT_GT(computing.crowd->figure_ms, 1.5 * computing.best->figure_ms);
}

TEST(SizeTheory, OneInterpreterLockLetsOneCompute) {
  SizeQuestion asked = question(mixed, 200, "p99<100ms");
  const ModeSize pool = size("worker-pool", asked);
  ASSERT_TRUE(pool.theory.answer && pool.under_gil);
  EXPECT_EQ(pool.under_gil->lack, Lack::cpus) << "200 x 5 ms is all of one core";
  EXPECT_FALSE(size("prefork", asked).under_gil) << "each process has its own";
  asked.rate_per_s = 20;
  EXPECT_FALSE(size("worker-pool", asked).under_gil) << "it changes nothing";
  asked.rate_per_s = 200;
  asked.gil = Gil::process;
  EXPECT_EQ(size("worker-pool", asked).theory.lack, Lack::cpus);
  EXPECT_TRUE(size("prefork", asked).theory.answer);
  asked.gil = Gil::worker;
  EXPECT_EQ(size("worker-pool", asked).theory.answer, pool.theory.answer);
}

}  // namespace
}  // namespace hundred::loadtest
