// Findings of failures, of how the load was spread, and of what surrounds it.
#include <gmock/gmock.h>

#include "loadtest/report/findings.hpp"
#include "tests/unit/loadtest/finding_reports.hpp"

namespace hundred::loadtest {
namespace {

using testing::ElementsAre, testing::HasSubstr, testing::Not;

Report good_burst() { return burst_report("worker-pool", 8, sleeping_work, "queue"); }
Report good_loop() { return loop_report("worker-pool", 8, sleeping_work, "queue"); }

TEST(FailureFindings, SayWhoTurnedRequestsAway) {
  Report report = good_burst();
  EXPECT_THAT(report, Not(says("503")));
  report.errors = {{"unexpected_status", "503", 88}};
  report.counts.ok = 12;
  EXPECT_THAT(report, says("88 of 100 requests got status 503: the work queue was full (--queue-capacity), as all"));
  EXPECT_THAT(report, Not(says("waited"))) << "few who were served say nothing of the rest";
  report.mode = "event-loop";
  EXPECT_THAT(report, says("got status 503: the server was overloaded, or not ready."));
}

TEST(FailureFindings, CountInRoundsWhoWasServed) {
  Report report = good_burst();
  report.counts.ok = 60;
  EXPECT_THAT(report, says("8 threads take 60 requests in 8 rounds."));
}

TEST(FailureFindings, SayWhatAnUnexpectedStatusMeans) {
  Report report = good_burst();
  const auto with = [&](const char* status) {
    report.errors = {{"unexpected_status", "418", 1}, {"unexpected_status", status, 7}};
    return report;
  };
  EXPECT_THAT(with("404"),
              says("7 of 100 requests got status 404: the server refuses what was asked, so look at the URL"));
  EXPECT_THAT(with("302"), says("got status 302: the server sends elsewhere, so ask for that URL."));
  EXPECT_THAT(with("500"), says("got status 500: the server failed at them."));
  report.errors = {{"unexpected_status", "503", 1}};
  EXPECT_THAT(report, Not(says("failed at them")));
}

TEST(FailureFindings, TellBrokenConnectionsFromRefusedOnes) {
  Report report = good_burst();
  EXPECT_THAT(report, Not(says("connection")));
  report.errors = {{"reset", "", 2}, {"short_answer", "", 1}};
  EXPECT_THAT(report, says("3 requests lost the connection before the answer was whole"));
  report.errors = {{"refused", "", 1}};
  EXPECT_THAT(report, says("1 request found nobody who listens"));
}

TEST(FailureFindings, SayThatTimeOutsHideTime) {
  Report report = good_burst();
  EXPECT_THAT(report, Not(says("--timeout")));
  report.counts.timed_out = 5;
  EXPECT_THAT(report, says("5 requests had no answer within 60.0 s (--timeout)"));
}

TEST(FailureFindings, KnowALostSynByItsTime) {
  Report report = good_burst();
  EXPECT_THAT(report, Not(says("SYN")));
  report.connecting.near_3s = 1;
  EXPECT_THAT(report, says("1 connection took 1, 3 or 7 s to make"));
}

TEST(FailureFindings, AreAllThatARunWithoutAnAnswerHas) {
  Report report = good_burst();
  report.counts.ok = 0;
  report.errors = {{"refused", "", 100}};
  EXPECT_THAT(findings(report), ElementsAre(HasSubstr("100 requests found nobody")));
}

TEST(SpreadFindings, NameTheUsersWhomPinningStarves) {
  Report report = good_burst();
  report.pinned_workers = 8;
  EXPECT_THAT(report, Not(says("--keep-alive park"))) << "all were served";
  for (std::size_t i = 8; i < 100; ++i) report.requests[i].outcome = "timed_out";
  EXPECT_THAT(report,
              says("Only 8 of 100 users had an answer, for each worker serves one connection; --keep-alive park"));
  report.pinned_workers.reset();
  EXPECT_THAT(report, Not(says("--keep-alive park")));
}

TEST(SpreadFindings, NameWorkersThatRanMoreThanOthers) {
  Report report = good_burst();
  report.workers = {{"p0", 10}, {"p1", 80}, {"p2", 10}};
  report.fairness = Fairness{0.51, {}, 100, 1, 1, 0};
  EXPECT_THAT(report, says("The work was spread unevenly: p1 ran 80 of 100 requests, p0 only 10 (Jain's index 0.51"));
  report.fairness->workers_index = 0.9;
  EXPECT_THAT(report, Not(says("unevenly")));
  report.fairness->workers_index = 0.51;
  report.workers.resize(26, {"p", 1});
  EXPECT_THAT(report, Not(says("unevenly"))) << "too few requests for so many workers";
  report.workers.resize(3);
  --report.counts.ok;
  EXPECT_THAT(report, Not(says("unevenly"))) << "who turned a request away is no worker";
}

TEST(SpreadFindings, NameAUserWhoFaresWorse) {
  Report report = good_loop();
  report.fairness = Fairness{{}, 0.8, 100, 100, 310, 7};
  EXPECT_THAT(report,
              says("Some users fare worse: user 8 waited 310 ms on average, 3.1 times as long as the one in the"));
  report.fairness->slowest_user_ms = 199;
  EXPECT_THAT(report, Not(says("fare worse")));
  report.fairness = Fairness{{}, {}, 100, 100, 310, 7};
  EXPECT_THAT(report, Not(says("fare worse"))) << "each asked once";
}

TEST(SpreadFindings, SayWhatALongTailHasMore) {
  Report report = good_loop();
  EXPECT_THAT(report, Not(says("p99")));
  report.response.figures = {{"mean", 100}, {"p50", 50}, {"p99", 403}};
  report.breakdowns = {{"p50", 1, 50, {{"queue", 10}, {"wait", 40}}}, {"p99", 1, 400, {{"queue", 325}, {"wait", 75}}}};
  EXPECT_THAT(report, says("p99 is 403 ms, 8.1 times the median: 90 % of the difference is time in the queue."));
  report.breakdowns.clear();
  EXPECT_THAT(report, says("p99 is 403 ms, 8.1 times the median."));
  report.load.kind = LoadKind::burst;
  EXPECT_THAT(report, Not(says("p99"))) << "a burst's last user is its tail";
  report = good_loop();
  report.response.figures = {{"mean", 100}, {"p50", 50}, {"p99", 149}};
  EXPECT_THAT(report, Not(says("p99")));
}

TEST(SpreadFindings, SayThatThereAreTooFewConnections) {
  Report report = good_loop();
  report.load.kind = LoadKind::open_loop;
  report.most_waiting = 37;
  report.service.figures = {{"mean", 500}};
  EXPECT_THAT(report, says("Up to 37 requests were due while all 100 connections were busy"));
  report.service.figures = {{"mean", 600}};
  EXPECT_THAT(report, Not(says("Up to"))) << "hardly any time";
  report.service.figures = {{"mean", 500}};
  report.breakdown->parts = {{"client", 500}, {"queue", 125}};
  EXPECT_THAT(report, says("before the load tool sent it: all connections were busy (--users)."));
  EXPECT_THAT(report, Not(says("Up to"))) << "it is said already";
}

TEST(SpreadFindings, SayWhatABystanderFelt) {
  Report report = good_loop();
  EXPECT_THAT(report, Not(says("A small request")));
  report.bystander = BystanderFacts{"/ping", 10, {}, {30, {{"p50", 480}}}};
  EXPECT_THAT(report, says("A small request beside the load took 480 ms at the median: it waits behind the others"));
  report.bystander->response.figures = {{"p50", 1.2}};
  EXPECT_THAT(report, says("A small request beside the load stayed quick: 1.20 ms at the median."));
  report.bystander->response.figures.clear();
  EXPECT_THAT(report, Not(says("A small request")));
}

TEST(SpreadFindings, TellUsersFromRequestsInFlight) {
  Report report = good_loop();
  EXPECT_THAT(report, Not(says("in flight")));
  report.load.think_ms = 1000;
  report.throughput_per_s = 95;
  report.response.figures = {{"mean", 50}};
  EXPECT_THAT(report, says("100 users who think for 1.00 s between requests are 4.8 requests in flight."));
}

TEST(SpreadFindings, CountContextSwitchesWhereTheyAreMany) {
  Report report = good_burst();
  report.usage = Usage{1, 1, 1, {}, 300, 200};
  EXPECT_THAT(report, says("Each request cost 5 context switches."));
  report.usage->involuntary_switches = 2200;
  EXPECT_THAT(report, says("Each request cost 25 context switches, 22 of them because others wanted the CPU."));
  report.usage->involuntary_switches = 100;
  EXPECT_THAT(report, Not(says("context switches")));
  report.usage->involuntary_switches.reset();
  EXPECT_THAT(report, Not(says("context switches")));
}

TEST(SpreadFindings, NameWhatHeldTheLoop) {
  Report report = good_loop();
  EXPECT_THAT(report, Not(says("held the loop")));
  report.loop_blocks = {{"/io/odd", 1, 30}, {"/cpu/burn", 53, 51.5}};
  EXPECT_THAT(report, says("/cpu/burn held the loop for more than 25 ms, 53 times (51.5 ms at most): everybody else on "
                           "that loop waited meanwhile."));
}

TEST(SpreadFindings, AskForMoreWhereTheSampleIsSmall) {
  Report report = good_loop();
  report.response.count = 99;
  EXPECT_THAT(report, says("99 requests are too few for a p99: ask for more (-n, -d)."));
  report.response.count = 100;
  EXPECT_THAT(report, Not(says("too few")));
}

}  // namespace
}  // namespace hundred::loadtest
