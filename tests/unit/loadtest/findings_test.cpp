// Each finding against data that bears it, and data that does not.
#include "loadtest/report/findings.hpp"

#include <gmock/gmock.h>

#include "tests/unit/loadtest/finding_reports.hpp"

namespace hundred::loadtest {
namespace {

using testing::ElementsAre, testing::HasSubstr, testing::IsEmpty, testing::Not, testing::SizeIs;

TEST(Findings, TellTheStoryOfABurst) {
  EXPECT_THAT(
      findings(burst_report("single-threaded", std::nullopt, sleeping_work, "queue")),
      ElementsAre("User 100 waited 5.00 s, 90 % of it in the queue: one thread serves one request at a time. A worker "
                  "pool of 8 threads would bring it to about 650 ms, an event loop to about 50.0 ms.",
                  "Theory says 5.00 s until all have an answer; measured 5.00 s: it fits.",
                  "Answers came one after the other, about 50.0 ms apart."));
  EXPECT_THAT(findings(burst_report("worker-pool", 8, sleeping_work, "queue")),
              ElementsAre("User 100 waited 650 ms, 90 % of it in the queue: 8 threads take 100 requests in 13 rounds. "
                          "16 threads would bring it to about 350 ms, an event loop to about 50.0 ms.",
                          "Theory says 650 ms until all have an answer; measured 650 ms: it fits.",
                          "Answers came in 13 steps about 50.0 ms apart, 8 users at a time."));
  EXPECT_THAT(
      findings(burst_report("event-loop", 1, sleeping_work, "wait")),
      ElementsAre("An average user waited 50.0 ms, 90 % of it sleeping or waiting for others: there is nothing "
                  "to gain in the server.",
                  "Theory says 50.0 ms until all have an answer; measured 50.0 ms: it fits.",
                  "All answers came together, within 0 of each other: nobody stood in line behind the others."));
}

TEST(Findings, SayWhoComputesInWhoseWay) {
  EXPECT_THAT(
      burst_report("event-loop", 1, burning_work, "queue"),
      says("User 100 waited 2.00 s, 90 % of it in the queue: who computes holds the loop, and all others wait for "
           "it. 2 loops would bring it to about 1.00 s."));
  EXPECT_THAT(burst_report("single-threaded", std::nullopt, burning_work, "queue"),
              says("A worker pool of 2 threads would bring it to about 1.00 s."));
  EXPECT_THAT(burst_report("worker-pool", 8, burning_work, "queue"),
              says("8 threads take 100 requests in 13 rounds. All CPUs are at work: only less computing, or more CPUs, "
                   "would help."));
  EXPECT_THAT(burst_report("hybrid", 2, burning_work, "pool"),
              says("waiting for a thread of the pool: its pool computes 2 requests at a time. All CPUs"));
  EXPECT_THAT(
      burst_report("thread-per-request", std::nullopt, burning_work, "ready"),
      says("90 % of it able to run, but without a CPU: 100 threads share 2 CPUs. A worker pool of 2 threads would "
           "have answered half of them after 500 ms, and the last no later."));
}

TEST(Findings, GiveTheReasonOfTheLargestPart) {
  EXPECT_THAT(burst_report("worker-pool", 8, sleeping_work, "network"),
              says("on the way: look at the way to the server"));
  EXPECT_THAT(burst_report("worker-pool", 8, sleeping_work, "client"),
              says("look at the load tool, not at the server"));
  EXPECT_THAT(burst_report("worker-pool", 8, sleeping_work, "cpu"),
              says("computing: only less work, or faster CPUs, would help."));
  EXPECT_THAT(burst_report("worker-pool", 8, sleeping_work, "gil"),
              says("the interpreter lock: one thread holds it at a time."));
  EXPECT_THAT(burst_report("event-loop", 1, sleeping_work, "pool"), says("helper threads do what blocks"));
  EXPECT_THAT(burst_report("prefork", 2, burning_work, "ready"),
              says("others had the CPUs, perhaps the load tool itself"));
  EXPECT_THAT(burst_report("event-loop", 1, {20, 5, 15}, "ready"),
              says("holds the loop, and all others wait for it. 2 loops"));
  EXPECT_THAT(burst_report("hybrid", 2, burning_work, "queue"), says("the loop was busy, or had no CPU"));
  Report elsewhere = burst_report("thread-per-request", std::nullopt, burning_work, "ready");
  elsewhere.environment.shares_cpus.reset();
  EXPECT_THAT(elsewhere, says("more could run than there were CPUs"));
  EXPECT_THAT(elsewhere, Not(says("share 2 CPUs")));
}

TEST(Findings, KnowOfAServerThatRanAlreadyOnlyWhatItSays) {
  Report report = burst_report("worker-pool", 8, sleeping_work, "queue");
  report.mode.clear();
  report.run_by.clear();
  report.prediction.reset();
  EXPECT_THAT(findings(report), ElementsAre("User 100 waited 650 ms, 90 % of it in the queue."));
  report.breakdown.reset();
  report.breakdowns.clear();
  EXPECT_THAT(findings(report), IsEmpty()) << "it says nothing";
}

TEST(Findings, ProposeNothingThatTheoryDoesNotBear) {
  Report report = burst_report("worker-pool", 100, sleeping_work, "queue");
  EXPECT_THAT(report, Not(says("would bring it")));
  report = burst_report("worker-pool", 8, {0.5, 0, 0.5}, "queue");
  EXPECT_THAT(report, Not(says("would bring it"))) << "too short for theory";
  EXPECT_THAT(report, Not(says("Theory says")));
  report = burst_report("worker-pool", 8, sleeping_work, "queue");
  --report.counts.ok;
  EXPECT_THAT(report, Not(says("would bring it"))) << "not all were served";
}

TEST(Findings, OfALoopAreOfItsAverageRequest) {
  EXPECT_THAT(
      findings(loop_report("worker-pool", 8, sleeping_work, "queue")),
      ElementsAre("An average request took 625 ms, 90 % of it in the queue: 8 threads serve 8 of 100 users at a "
                  "time. 16 threads would give about 320 answers/s, an event loop about 2000 answers/s.",
                  "Theory says 160 answers/s; measured 160: it fits."));
  EXPECT_THAT(loop_report("event-loop", 1, sleeping_work, "wait"), Not(says("would give")));
}

TEST(Findings, HoldMeasurementsAgainstTheory) {
  Report report = burst_report("worker-pool", 8, sleeping_work, "queue");
  const auto with = [&](double all_ms) {
    report.answered->all_ms = all_ms;
    return report;
  };
  EXPECT_THAT(with(655), says("measured 655 ms: it fits within 1 %."));
  EXPECT_THAT(with(712), says("measured 712 ms: it fits within 10 %."));
  EXPECT_THAT(with(900), says("measured 900 ms: 38 % more, so something took time that theory does not know of."));
  EXPECT_THAT(with(400), says("measured 400 ms: 38 % less, so the requests that were measured alone were slower"));
  report.validity.verdict = Verdict::invalid;
  EXPECT_THAT(report, Not(says("Theory says")));
  report.validity.verdict = Verdict::valid;
  report.answered->all_ms.reset();
  EXPECT_THAT(report, Not(says("Theory says")));
}

TEST(Findings, KnowWhyTheoryIsOffUnderTheInterpreterLock) {
  Report report = burst_report("worker-pool", 8, {50, 5, 45}, "gil");
  report.answered->all_ms = 1200;
  EXPECT_THAT(report, says("measured 1.20 s: 33 % more, for theory does not know of the interpreter lock."));
  report = burst_report("worker-pool", 8, {50, 5, 45}, "queue");
  report.answered->all_ms = 1200;
  EXPECT_THAT(report, says("measured 1.20 s: 33 % more, so something took time that theory does not know of."));
}

TEST(Findings, HoldMeasurementsAgainstBounds) {
  Report report = burst_report("worker-pool", 8, {50, 5, 45}, "queue");
  report.answered->all_ms = 700;
  EXPECT_THAT(report, says("Theory says 650 ms to 900 ms until all have an answer; measured 700 ms: it fits."));
  report.answered->all_ms = 1200;
  EXPECT_THAT(report, says("measured 1.20 s: 33 % more"));
}

TEST(Findings, HoldThroughputAgainstTheory) {
  Report report = loop_report("worker-pool", 8, sleeping_work, "queue");
  report.throughput_per_s = 120;
  EXPECT_THAT(report, says("Theory says 160 answers/s; measured 120: 25 % less, so something took time that theory"));
  report.throughput_per_s = 200;
  EXPECT_THAT(report, says("measured 200: 25 % more, so the requests that were measured alone were slower"));
  report.load.think_ms = 1001;
  EXPECT_THAT(report, Not(says("Theory says"))) << "less than ten times the thinking";
}

TEST(Findings, SeeStepsOnlyWhereThereAreSome) {
  Report report = burst_report("worker-pool", 8, sleeping_work, "queue");
  for (RequestRow& row : report.requests) row.response_ms += 17.0 * (*row.user % 3);
  EXPECT_THAT(report, Not(says("Answers came")));
  EXPECT_THAT(burst_report("worker-pool", 50, sleeping_work, "queue"), Not(says("Answers came")))
      << "two are no staircase";
  report = burst_report("event-loop", 1, sleeping_work, "wait");
  report.requests.pop_back();
  EXPECT_THAT(report, Not(says("All answers came"))) << "not all are known";
  report = burst_report("event-loop", 1, sleeping_work, "wait");
  report.requests.resize(9);
  report.counts.ok = report.counts.sent = 9;
  EXPECT_THAT(report, Not(says("All answers came"))) << "too few";
}

TEST(Findings, BeginWithDoubt) {
  Report report = burst_report("worker-pool", 8, sleeping_work, "queue");
  report.validity = {Verdict::invalid, {{"counts", Verdict::valid, "fine"}, {"generator", Verdict::invalid, "busy"}}};
  EXPECT_EQ(findings(report).front(), "Do not trust these figures: busy.");
  report.validity = {Verdict::suspect, {{"kernel", Verdict::suspect, "drops"}}};
  EXPECT_EQ(findings(report).front(), "Read these figures with care: drops.");
}

TEST(Findings, AreAtMostSix) {
  Report report = burst_report("worker-pool", 8, sleeping_work, "queue");
  report.validity = {Verdict::suspect, {{"kernel", Verdict::suspect, "drops"}}};
  report.errors = {{"unexpected_status", "503", 1}, {"unexpected_status", "404", 1}, {"reset", "", 1}};
  report.counts.timed_out = 1;
  report.connecting.near_1s = 1;
  EXPECT_THAT(findings(report), SizeIs(6));
}

}  // namespace
}  // namespace hundred::loadtest
