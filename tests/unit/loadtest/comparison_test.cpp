#include "loadtest/report/comparison.hpp"

#include <gmock/gmock.h>

#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::HasSubstr;

LoadFacts burst_load() {
  client::Load load;
  load.users = 100;
  load.requests = 100;
  return load_facts(load);
}

LoadFacts loop_load() {
  client::Load load;
  load.users = 100;
  load.duration = 10'000'000'000;
  return load_facts(load);
}

Report report_of(const std::string& mode, const std::string& run_by, std::optional<double> half,
                 std::optional<double> all, const char* part, double share) {
  Report report;
  report.load = burst_load();
  report.mode = mode;
  report.run_by = run_by;
  report.counts = {.sent = 100, .ok = all ? 100U : 60U, .failed = all ? 0U : 40U};
  report.answered = Answered{half, all, all};
  report.breakdown = Breakdown{100, 100, {{part, share}, {"network", 100 - share}}};
  report.environment.cpus = 2;
  return report;
}

Entry entry_of(const std::string& mode, const std::string& run_by, double half, double all, const char* part,
               double share, const Bounds& theory) {
  Entry entry{mode, {}, BurstPrediction{theory, theory}, {}};
  for (const double noise : {1.01, 1.0, 1.2})
    entry.rounds.push_back({report_of(mode, run_by, half * noise, all * noise, part, share),
                            {all / 10 * noise, 9, 1, std::uint64_t{6'000'000}}});
  return entry;
}

Comparison burst_comparison() {
  Comparison c;
  c.load = burst_load();
  c.repeats = 3;
  c.environment.cpus = 2;
  c.contests = {{{"/io/sleep?ms=50", {50.2, 0.01, 50}, 2},
                 "park",
                 {entry_of("single-threaded", "1 thread", 2510, 5020, "queue", 98, {5020, 5020}),
                  entry_of("worker-pool", "8 threads", 351, 653, "queue", 85, {652.6, 652.6}),
                  entry_of("hybrid", "1 loop + 2", 51, 52, "wait", 98, {50.2, 50.2})}},
                {{"/cpu/burn?ms=20", {20.1, 20, 0}, 1.97},
                 "park",
                 {entry_of("hybrid", "1 loop + 2", 510, 1020, "pool", 96, {1020, 1020}),
                  entry_of("thread-per-request", "100 threads", 980, 1010, "ready", 96, {1020, 1020})}},
                {{"/mixed", {50.1, 5, 45}, 1.97},
                 "close",
                 {entry_of("hybrid", "1 loop + 2", 200, 270, "pool", 66, {254, 304}),
                  entry_of("prefork", "8 processes", 351, 790, "queue", 85, {652, 1403})}}};
  Entry& lossy = c.contests[2].entries[0];
  lossy.rounds[1].report = report_of("hybrid", "1 loop + 2", 200, {}, "pool", 66);
  c.contests[2].entries.push_back({"event-loop", {}, {}, {}});
  c.failures = {{"event-loop", "close", 1, "the server ended with exit code 1: out of luck"}};
  return c;
}

Comparison loop_comparison() {
  Comparison c = burst_comparison();
  c.load = loop_load();
  c.repeats = 1;
  c.contests.resize(1);
  c.failures.clear();
  for (Entry& entry : c.contests[0].entries) {
    entry.burst.reset();
    entry.loop = LoopPrediction{159.4, 627.5};
    entry.rounds.resize(1);
    Report& report = entry.rounds[0].report;
    report.load = c.load;
    report.answered.reset();
    report.throughput_per_s = entry.mode == "hybrid" ? 1972.3 : 99.12;
    report.response = {1000, {{"mean", 50 + report.throughput_per_s.value()}, {"p99", 812.5}}};
  }
  return c;
}

TEST(ComparisonText, OfABurst) { expect_golden(to_text(burst_comparison(), Style(false)), "comparison.txt"); }
TEST(ComparisonText, OfAClosedLoop) { expect_golden(to_text(loop_comparison(), Style(false)), "comparison_loop.txt"); }

TEST(ComparisonText, SaysWhenItWasInterrupted) {
  Comparison c = burst_comparison();
  c.interrupted = true;
  EXPECT_THAT(to_text(c, Style(false)), HasSubstr("Interrupted: these are the rounds up to then."));
}

TEST(ComparisonJson, ReadsBackAsTheSame) {
  for (const Comparison& comparison : {burst_comparison(), loop_comparison()}) {
    const auto json = to_json(comparison);
    EXPECT_EQ(to_json(comparison_from_json(json)), json);
    EXPECT_EQ(to_text(comparison_from_json(json), Style(false)), to_text(comparison, Style(false)));
  }
}

TEST(ComparisonJson, HasTheMediansFirst) {
  const auto json = to_json(burst_comparison());
  EXPECT_EQ(json["schema"], "hundred.compare/1");
  const auto& pool = json["endpoints"][0]["modes"][1];
  EXPECT_EQ(pool["mode"], "worker-pool");
  EXPECT_DOUBLE_EQ(pool["answered_ms"]["all"].get<double>(), 653 * 1.01);
  EXPECT_EQ(pool["prediction"]["all_ms"]["most"], 652.6);
  EXPECT_EQ(pool["rounds"].size(), 3U);
  EXPECT_EQ(pool["rounds"][0]["run"]["schema"], "hundred.run/1");
  EXPECT_EQ(json["failures"][0]["mode"], "event-loop");
}

TEST(Median, CountsRoundsWithoutTheFigureAsTheSlowest) {
  const Entry all = entry_of("hybrid", "", 100, 200, "wait", 90, {});
  const auto all_ms = [](const Round& r) { return r.report.answered->all_ms; };
  EXPECT_DOUBLE_EQ(*median(all, all_ms), 202);
  Entry even = all;
  even.rounds.resize(2);
  EXPECT_DOUBLE_EQ(*median(even, all_ms), 201);
  Entry most = all;
  most.rounds[0].report.answered->all_ms.reset();
  EXPECT_DOUBLE_EQ(*median(most, all_ms), 240);
  most.rounds[1].report.answered->all_ms.reset();
  EXPECT_EQ(median(most, all_ms), std::nullopt);
  EXPECT_EQ(median(Entry{}, all_ms), std::nullopt);
}

TEST(MiddleRound, IsTheOneThatIsNeitherFastNorSlow) {
  const Entry entry = entry_of("hybrid", "", 100, 200, "wait", 90, {});
  EXPECT_EQ(middle_round(entry), entry.rounds.data());
  EXPECT_EQ(middle_round(Entry{}), nullptr);
}

}  // namespace
}  // namespace hundred::loadtest
