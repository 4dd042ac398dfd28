#include "loadtest/report/comparison_text.hpp"

#include <gmock/gmock.h>

#include "loadtest/report/comparison_cells.hpp"
#include "tests/unit/loadtest/comparison_samples.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string summary(const Comparison& comparison) { return summary_text(comparison, Style(false)); }

/// On one line, wherever its lines end.
std::string flat(const Comparison& comparison) {
  std::string text = summary(comparison);
  for (std::size_t at = 0; (at = text.find("\n  ", at)) != std::string::npos;) text.replace(at, 3, " ");
  return text;
}

Comparison demo() { return comparison_of(burst_of(), {all_modes_sleeping(), all_modes_computing()}); }

TEST(ComparisonText, OfTheDemo) { expect_golden(to_text(demo(), Style(false)), "comparison.txt"); }

TEST(ComparisonText, IsTheSummaryAndThenTheCosts) {
  const std::string whole = to_text(demo(), Style(false));
  EXPECT_TRUE(whole.starts_with(summary(demo())));
  EXPECT_THAT(summary(demo()), Not(HasSubstr("switches")));
  EXPECT_THAT(whole, HasSubstr("voluntary"));
}

TEST(ComparisonText, SentencesAreOfWhatWasMeasured) {
  const Contest sleep = contest_of(sleeping(), burst_of(), {{"worker-pool", "4 threads", 4, 652, 1255, "queue", 92}});
  const std::string four = flat(comparison_of(burst_of(), {sleep}));
  EXPECT_THAT(four, AllOf(HasSubstr("4 workers need 25 rounds of 50.2 ms (100/4)."), Not(HasSubstr("loop")),
                          Not(HasSubstr("One thread"))));
  const std::string thirty =
      flat(comparison_of(burst_of(30), {contest_of(sleeping(), burst_of(30),
                                                   {{"prefork", "8 processes", 8, 100, 201, "queue", 70},
                                                    {"single-threaded", "1 thread", 1, 750, 1506, "queue", 95}})}));
  EXPECT_THAT(thirty, AllOf(HasSubstr("8 workers need 4 rounds of 50.2 ms (30/8, rounded up)."),
                            HasSubstr("One thread: user 30 waits 30 times as long.")));
}

TEST(ComparisonText, OfSomeModesWithOtherWorkers) {
  const Contest sleep = contest_of(sleeping(), burst_of(),
                                   {{"worker-pool", "4 threads", 4, 652, 1255, "queue", 92},
                                    {"thread-per-request", "100 threads", 1, 52, 53.9, "wait", 95}});
  const Contest burn = contest_of(computing(), burst_of(),
                                  {{"event-loop", "1 loop", 1, 1010, 2012, "queue", 98, 1005, 1990},
                                   {"hybrid", "1 loop + 2", 2, 504, 1010, "pool", 96, 0.9, 4.1}});
  expect_golden(summary(comparison_of(burst_of(), {sleep, burn})), "comparison_some.txt");
}

TEST(ComparisonText, SaysNothingThatTheFiguresDoNotBearOut) {
  Contest sleep = all_modes_sleeping(), burn = all_modes_computing();
  for (Contest* contest : {&sleep, &burn})
    for (Entry& entry : contest->entries)
      for (Report& round : entry.rounds) round.answered = Answered{3000, 3000, 3000};
  const std::string text = flat(comparison_of(burst_of(), {sleep, burn}));
  for (const char* claim :
       {"A loop starts", "workers need", "One thread", "finish together", "who waits", "event loop:"})
    EXPECT_THAT(text, Not(HasSubstr(claim)));
  EXPECT_THAT(text, HasSubstr("Off theory by over 10 %: single-threaded -40 %"));
}

TEST(ComparisonText, DoesNotSayThatCpusWereUsedWhichOthersHad) {
  EndpointFacts facts = computing();
  facts.cpus = 1.1;
  const double all_ms = 100 * facts.work.total_ms / facts.cpus;
  const std::vector<Measured> modes{{"worker-pool", "8 threads", 8, all_ms / 2, all_ms, "queue", 85},
                                    {"thread-per-request", "100 threads", 1, all_ms, all_ms, "ready", 96}};
  EXPECT_THAT(summary(comparison_of(burst_of(), {contest_of(facts, burst_of(), modes)})),
              AllOf(Not(HasSubstr("together")), Not(HasSubstr("nearly all"))));
}

TEST(ComparisonText, OfOneCpu) {
  EndpointFacts facts = computing();
  facts.cpus = 1;
  Comparison c = comparison_of(
      burst_of(), {contest_of(facts, burst_of(),
                              {{"worker-pool", "8 threads", 8, 1040, 2015, "queue", 85, 500, 980},
                               {"thread-per-request", "100 threads", 1, 1990, 2020, "ready", 96, 3, 28}})});
  c.environment.cpus = 1;
  EXPECT_THAT(flat(c), AllOf(HasSubstr("100 x 20.2 ms = 2.02 s of work; 1 CPU needs 2.02 s"),
                             HasSubstr("Both modes finish together: there is one CPU."),
                             HasSubstr("100 threads share 1 CPU, so nearly all wait 2.04 s.")));
}

TEST(ComparisonText, OfRowsThatCannotBeBelieved) {
  Contest mixed = contest_of(both(), burst_of(),
                             {{"hybrid", "1 loop + 2", 2, 200, 270, "pool", 66, 1.2, 8},
                              {"prefork", "8 processes", 8, 351, 790, "queue", 85, 300, 700},
                              {"thread-per-request", "1000 threads", 1, 260, 280, "ready", 60, 0.4, 31}});
  mixed.entries[0].rounds[1].answered->all_ms.reset();
  mixed.entries[0].rounds[1].counts = {.sent = 100, .ok = 60, .failed = 40};
  mixed.entries[1].rounds.pop_back();
  mixed.entries[1].rounds[0].validity = {
      Verdict::suspect,
      {{"send_lag", Verdict::suspect, "99 % of requests were sent within 40 ms of when they could be"}}};
  mixed.entries[2].rounds[0].validity = {Verdict::suspect, {{"kernel", Verdict::suspect, "3 connections"}}};
  mixed.entries[2].rounds[2].validity = {
      Verdict::invalid,
      {{"kernel", Verdict::suspect, "3 connections"},
       {"generator", Verdict::invalid,
        "the generator thread worked 96 % of its time: the figures show its limit too"}}};
  mixed.entries.push_back({"event-loop", {}, {}});
  Comparison c = comparison_of(burst_of(), {mixed});
  c.failures = {{"event-loop", "park", 1, "the server ended with exit code 1: out of luck\nof all kinds"}};
  expect_golden(summary(c), "comparison_doubts.txt");
}

TEST(ComparisonText, OfFiveRounds) {
  const Factors rounds{1.0, 1.05, 1.02, 0.97, 1.01};
  Contest burn = all_modes_computing(rounds);
  for (Report& round : burn.entries[2].rounds) round.answered->all_ms = *round.answered->all_ms * 1.04;
  expect_golden(summary(comparison_of(burst_of(), {burn})), "comparison_five.txt");
}

TEST(ComparisonText, OfAClosedLoop) {
  const client::Load load = loop_of();
  const std::vector<Measured> sleep{{"single-threaded", "1 thread", 1, 19.9, 5060, "queue", 99},
                                    {"hybrid", "1 loop + 2", 2, 1972.3, 51.9, "wait", 98},
                                    {"worker-pool", "8 threads", 8, 159.1, 640, "queue", 92}};
  const std::vector<Measured> burn{{"worker-pool", "8 threads", 8, 98.1, 1040, "queue", 92, 960, 1020},
                                   {"hybrid", "1 loop + 2", 2, 97.2, 1060, "pool", 97, 0.8, 6}};
  expect_golden(summary(comparison_of(load, {contest_of(sleeping(), load, sleep, {1, 1.04}),
                                             contest_of(computing(), load, burn, {1, 1.01})})),
                "comparison_loop.txt");
}

TEST(ComparisonText, ABlankStandsBeforeWhatABystanderSaw) {
  const client::Load load = loop_of();
  const std::vector<Measured> quick{{"hybrid", "1 loop + 2", 2, 97.2, 1060, "pool", 97, 0.21, 0.37}};
  EXPECT_THAT(summary(comparison_of(load, {contest_of(computing(), load, quick, {1, 1})})),
              HasSubstr("in pool's queue  97 %  210-370 us\n"));
  constexpr std::size_t width = 12;  // of the column
  for (const double most : {0.001, 0.9994, 0.9996, 9.994, 9.996, 999.4, 999.6, 9994.0, 9996.0, 99'940.0, 99'960.0})
    EXPECT_LT(span_text(most / 1.1, most).size(), width) << span_text(most / 1.1, most);
}

TEST(ComparisonText, WaysToKeepConnectionsAliveAreColumns) {
  const std::vector<Measured> parked{{"worker-pool", "8 threads", 8, 351, 653, "queue", 85},
                                     {"event-loop", "1 loop", 1, 51, 51.6, "wait", 98}};
  std::vector<Measured> closed = parked;
  closed[0].all_ms = 751;
  Contest other = contest_of(sleeping(), burst_of(), closed, three_rounds, "close");
  other.entries[1].rounds[0].validity = {Verdict::suspect, {{"kernel", Verdict::suspect, "3 connections"}}};
  const Contest one = contest_of(sleeping(), burst_of(), parked);
  expect_golden(summary(comparison_of(burst_of(), {one, other})), "comparison_policies.txt");
  const client::Load load = loop_of();
  const std::vector<Measured> sleep{{"worker-pool", "8 threads", 8, 159.1, 640, "queue", 92}};
  const Factors five{1.0, 1.001, 1.002, 1.003, 1.004};
  const std::vector<Measured> slower{{"worker-pool", "8 threads", 8, 140.1, 740, "queue", 92}};
  EXPECT_THAT(
      flat(comparison_of(
          load, {contest_of(sleeping(), load, sleep, five), contest_of(sleeping(), load, slower, five, "close")})),
      AllOf(HasSubstr("  per s      p99"), HasSubstr("Time with close beside park: worker-pool +14 % (p = 0.0079).")));
}

TEST(ComparisonText, SaysWhenItWasInterrupted) {
  Comparison c = demo();
  c.interrupted = true;
  EXPECT_THAT(summary(c), HasSubstr("Interrupted: these are the rounds up to then."));
}

TEST(ComparisonText, SaysHowManyRowsAreValid) {
  Comparison c = demo();
  EXPECT_THAT(summary(c), HasSubstr(" all 12 rows: valid\n"));
  c.contests[0].entries[1].rounds[2].validity.verdict = Verdict::suspect;
  c.contests[1].entries[3].rounds[0].validity.verdict = Verdict::suspect;
  EXPECT_THAT(summary(c), HasSubstr(" 2 of 12 rows: suspect\n"));
  c.contests[1].entries[3].rounds[1].validity.verdict = Verdict::invalid;
  EXPECT_THAT(summary(c), HasSubstr(" 10 of 12 rows: valid\n"));
  c.contests[1].entries[0].rounds.clear();
  EXPECT_THAT(summary(c), HasSubstr(" 9 of 12 rows: valid\n"));
  const Contest one = contest_of(sleeping(), burst_of(), {{"hybrid", "1 loop + 2", 2, 51, 52, "wait", 98}});
  EXPECT_THAT(summary(comparison_of(burst_of(), {one})), HasSubstr(" the one row: valid\n"));
}

}  // namespace
}  // namespace hundred::loadtest
