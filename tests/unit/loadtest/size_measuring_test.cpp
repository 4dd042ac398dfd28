#include "loadtest/size/size_measuring.hpp"

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

namespace hundred::loadtest {
namespace {

using Tried = std::vector<std::uint64_t>;

ModeSize theory_says(const char* mode, std::uint64_t workers) {
  ModeSize size;
  size.mode = mode;
  size.theory.answer = SizePoint{workers, 80};
  return size;
}

/// Servers that meet the limits with so many workers or more.
class FakeServers {
 public:
  explicit FakeServers(std::map<std::string, std::uint64_t> enough) : enough_(std::move(enough)) {}

  std::optional<SizeRun> measure(const ModeSize& mode, std::uint64_t workers) {
    tried[mode.mode].push_back(workers);
    SizeRun run;
    run.workers = workers;
    run.met = workers >= enough_.at(mode.mode);
    return run;
  }

  std::map<std::string, Tried> tried;

 private:
  std::map<std::string, std::uint64_t> enough_;
};

MeasureSize by(FakeServers& servers) {
  return [&servers](const ModeSize& mode, std::uint64_t workers) { return servers.measure(mode, workers); };
}

TEST(SizeMeasuring, WhatTheorySaysTakesTwoRuns) {
  Sizing sizing;
  sizing.modes = {theory_says("worker-pool", 7), theory_says("event-loop", 1)};
  EXPECT_EQ(fewest_runs(sizing), 3U);
  FakeServers servers({{"worker-pool", 7}, {"event-loop", 1}});
  measure_sizes(sizing, by(servers));
  EXPECT_EQ(servers.tried["worker-pool"], (Tried{7, 6}));
  EXPECT_EQ(servers.tried["event-loop"], (Tried{1}));
  for (const ModeSize& mode : sizing.modes) EXPECT_TRUE(is_settled(mode));
  EXPECT_EQ(workers_needed(sizing.modes[0]), 7U);
}

TEST(SizeMeasuring, GoesOnUntilOneLessDoesNotMeetThem) {
  Sizing sizing;
  sizing.modes = {theory_says("prefork", 7), theory_says("worker-pool", 7)};
  FakeServers servers({{"prefork", 9}, {"worker-pool", 5}});
  measure_sizes(sizing, by(servers));
  EXPECT_EQ(servers.tried["prefork"], (Tried{7, 8, 10, 9}));
  EXPECT_EQ(workers_needed(sizing.modes[0]), 9U);
  EXPECT_EQ(servers.tried["worker-pool"], (Tried{7, 6, 4, 5}));
  EXPECT_EQ(workers_needed(sizing.modes[1]), 5U);
  for (const ModeSize& mode : sizing.modes) EXPECT_TRUE(is_settled(mode));
}

TEST(SizeMeasuring, EndsAfterSoManyRuns) {
  Sizing sizing;
  sizing.modes = {theory_says("worker-pool", 100)};
  FakeServers servers({{"worker-pool", 180}});
  measure_sizes(sizing, by(servers));
  EXPECT_EQ(servers.tried["worker-pool"], (Tried{100, 101, 103, 107, 115, 131, 163, 200}));
  EXPECT_EQ(fewest_measured(sizing.modes[0])->workers, 200U);
  EXPECT_FALSE(is_settled(sizing.modes[0]));
}

TEST(SizeMeasuring, EndsWhereTwiceAsManyAsAreOfUseDoNotDo) {
  Sizing sizing;
  sizing.modes = {theory_says("worker-pool", 7)};
  sizing.modes[0].theory.best = SizePoint{10, 60};
  FakeServers servers({{"worker-pool", 100}});
  measure_sizes(sizing, by(servers));
  EXPECT_EQ(servers.tried["worker-pool"], (Tried{7, 8, 10, 14, 20}));
  EXPECT_EQ(workers_needed(sizing.modes[0]), std::nullopt);
}

TEST(SizeMeasuring, LeavesOutWhatHasNoAnswerOrNoWorkers) {
  Sizing sizing;
  sizing.modes = {theory_says("thread-per-request", 1), theory_says("worker-pool", 7)};
  sizing.modes[1].theory.answer.reset();
  FakeServers servers({});
  measure_sizes(sizing, by(servers));
  EXPECT_TRUE(servers.tried.empty());
  EXPECT_EQ(fewest_runs(sizing), 0U);
}

TEST(SizeMeasuring, AFailureEndsItsModeOnly) {
  Sizing sizing;
  sizing.modes = {theory_says("prefork", 7), theory_says("worker-pool", 7)};
  FakeServers servers({{"prefork", 7}, {"worker-pool", 7}});
  measure_sizes(sizing, [&](const ModeSize& mode, std::uint64_t workers) {
    if (mode.mode == "prefork" && workers == 6) throw std::runtime_error("no luck today");
    return servers.measure(mode, workers);
  });
  ASSERT_EQ(sizing.failures.size(), 1U);
  EXPECT_EQ(sizing.failures[0].workers, 6U);
  EXPECT_EQ(sizing.failures[0].message, "no luck today");
  EXPECT_EQ(workers_needed(sizing.modes[0]), 7U) << "as the first run found";
  EXPECT_FALSE(is_settled(sizing.modes[0]));
  EXPECT_TRUE(is_settled(sizing.modes[1]));
}

TEST(SizeMeasuring, WhatWasFoundBeforeAnInterruptStays) {
  Sizing sizing;
  sizing.modes = {theory_says("worker-pool", 7), theory_says("prefork", 7)};
  FakeServers servers({{"worker-pool", 7}});
  measure_sizes(sizing, [&](const ModeSize& mode, std::uint64_t workers) {
    return workers == 6 ? std::nullopt : servers.measure(mode, workers);
  });
  EXPECT_TRUE(sizing.interrupted);
  EXPECT_EQ(sizing.modes[0].runs.size(), 1U);
  EXPECT_TRUE(sizing.modes[1].runs.empty());
}

TEST(SizeRunOf, MeetsTheLimitsOnlyIfNoRequestFailed) {
  Report report;
  report.counts = {.sent = 100, .ok = 100};
  report.thresholds = {{"p99<1s", 5, true}};
  EXPECT_TRUE(size_run(3, report).met);
  report.counts = {.sent = 100, .ok = 99, .failed = 1};
  EXPECT_FALSE(size_run(3, report).met);
  report.counts = {.sent = 100, .ok = 100};
  report.thresholds.push_back({"mean<1ms", 5, false});
  EXPECT_FALSE(size_run(3, report).met);
}

}  // namespace
}  // namespace hundred::loadtest
