// Sections of a report's text, each with what it says and when it is not there.
#include "loadtest/report/text.hpp"

#include <gmock/gmock.h>

#include "loadtest/report/text_details.hpp"
#include "loadtest/report/text_sections.hpp"
#include "tests/unit/loadtest/finding_reports.hpp"
#include "tests/unit/loadtest/full_run.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::HasSubstr, testing::Not;

const Style plain(false);

TEST(TheoryLine, StandsBelowWhatWasMeasured) {
  EXPECT_THAT(to_text(burst_report("worker-pool", 8, sleeping_work, "queue"), plain),
              HasSubstr("650 ms\ntheory: half 350 ms, all 650 ms; a request alone takes 50.0 ms\n"));
  EXPECT_THAT(to_text(burst_report("worker-pool", 8, {50, 5, 45}, "queue"), plain),
              HasSubstr("theory: half 350 ms to 900 ms, all 650 ms to 900 ms; a request alone"));
  EXPECT_THAT(to_text(loop_report("worker-pool", 8, sleeping_work, "queue"), plain),
              HasSubstr("theory: 160 answers/s, mean response 625 ms; a request alone takes 50.0 ms\n"));
  Report report = burst_report("worker-pool", 8, sleeping_work, "queue");
  report.prediction.reset();
  EXPECT_THAT(to_text(report, plain), Not(HasSubstr("theory: ")));
  EXPECT_THAT(to_text(burst_report("worker-pool", 8, {0.1, 0, 0.1}, "queue"), plain), Not(HasSubstr("theory: ")));
}

TEST(BreakdownTable, HasAColumnForEachPercentile) {
  Report report;
  report.breakdown = Breakdown{"", 100, 50, {{"network", 0.02}, {"queue", 40}, {"gil", 0}, {"wait", 9.98}}};
  report.breakdowns = {{"p50", 3, 40, {{"network", 0.015}, {"queue", 30}, {"gil", 0}, {"wait", 9.985}}},
                       {"max", 2, 90, {{"network", 0.04}, {"queue", 80}, {"gil", 0}, {"wait", 9.96}}}};
  EXPECT_EQ(breakdown_table(report, plain),
            "\nWhere the time went  of 100 answers; good: mostly cpu and wait\n"
            "                  mean              p50      max\n"
            "  queue        40.0 ms  80.0 %  30.0 ms  80.0 ms\n"
            "  wait         9.98 ms  20.0 %  9.98 ms  9.96 ms\n"
            "  together     50.0 ms 100.0 %  40.0 ms  90.0 ms\n"
            "  queue: arrived, but its handler has not begun; wait: sleeping, or waiting for\n"
            "  files, database, upstream\n");
}

TEST(BreakdownTable, LeavesOutOnlyWhatIsNothingEverywhere) {
  Report report;
  report.breakdown = Breakdown{"", 100, 50, {{"queue", 0}, {"wait", 50}}};
  report.breakdowns = {{"max", 2, 90, {{"queue", 40}, {"wait", 50}}}};
  EXPECT_THAT(breakdown_table(report, plain), HasSubstr("\n  queue              0   0.0 %  40.0 ms\n"));
  report.breakdown->parts = {{"unexplained", -1}, {"wait", 51}};
  EXPECT_THAT(breakdown_table(report, plain), HasSubstr("\n  unexplained -1.00 ms  -2.0 %        -\n"));
  report.breakdowns[0].parts = report.breakdown->parts;
  report.breakdown->parts = {{"wait", 50}};
  EXPECT_THAT(breakdown_table(report, plain), HasSubstr("\n  unexplained        -   0.0 % -1.00 ms\n"))
      << "the timeline told of these only";
}

TEST(BreakdownTable, SaysWhyThereIsNone) {
  Report report;
  report.counts.ok = 1;
  EXPECT_EQ(breakdown_table(report, plain),
            "\nWhere the time went  not known: the server sends no Server-Timing header\n");
}

TEST(FairnessLines, CompareWorkersAndUsers) {
  Report report;
  report.workers = {{"w0", 1}, {"w1", 3}, {"w2", 8}};
  report.fairness = Fairness{0.65, {}, 12, 100, 300, 7};
  EXPECT_EQ(fairness_lines(report, plain),
            "\nFairness  how evenly work and waiting were spread; good: Jain's index near 1\n"
            "  3 workers: least 1, median 3, most 8 requests; Jain's index 0.65\n"
            "  w0:1  w1:3  w2:8\n"
            "  12 users: the slowest (8) waited 300 ms, the one in the middle 100 ms\n");
  report.fairness->users_index = 0.5;
  report.workers.resize(1);
  EXPECT_EQ(fairness_lines(report, plain),
            "\nFairness  how evenly work and waiting were spread; good: Jain's index near 1\n"
            "  one worker, w0, ran 1 requests\n"
            "  12 users: the slowest (8) waited 300 ms on average, the one in the middle\n"
            "  100 ms; Jain's index of their requests 0.50\n");
  report.fairness->users = 1;
  EXPECT_THAT(fairness_lines(report, plain), Not(HasSubstr("users")));
  report.workers.resize(33, {"w", 1});
  EXPECT_THAT(fairness_lines(report, plain), AllOf(HasSubstr("33 workers"), Not(HasSubstr("w:1"))));
}

TEST(UsageLines, AreForEachRequest) {
  Report report;
  report.counts.sent = 100;
  report.usage = Usage{640, 9, 1, {}, {}, {}};
  EXPECT_EQ(usage_lines(report, plain),
            "\nWhat it cost the server  all its processes; good: little for each request\n"
            "  CPU time 640 ms, 6.40 ms for each request; 9 threads in 1 process\n");
  report.usage = Usage{640, 1, 9, 3 << 19, 250, 40};
  EXPECT_EQ(usage_lines(report, plain),
            "\nWhat it cost the server  all its processes; good: little for each request\n"
            "  CPU time 640 ms, 6.40 ms for each request; 1 thread in 9 processes; 1.5 MiB at\n"
            "  most; context switches for each request: 2.50 to wait, 0.40 forced\n");
}

TEST(EnvironmentLines, SayWhoSharesTheCpus) {
  Report report;
  report.environment = {"0.1.0", "2026-01-02T03:04:05Z", "Linux", 2, {}, {}};
  EXPECT_THAT(environment_lines(report, plain),
              HasSubstr("  Linux, 2 CPUs, hundred-load 0.1.0, 2026-01-02T03:04:05Z\n"));
  report.environment.shares_cpus = true;
  EXPECT_THAT(environment_lines(report, plain), HasSubstr("2 CPUs shared with the server, "));
  report.environment.shares_cpus = false;
  EXPECT_THAT(environment_lines(report, plain),
              AllOf(HasSubstr("2 CPUs apart from the server's, "), Not(HasSubstr("told"))));
  report.environment.arguments = {"-c", "5", "http://x/?a=1&b=it's"};
  EXPECT_THAT(environment_lines(report, plain), HasSubstr("\n  told: -c 5 'http://x/?a=1&b=it'\\''s'\n"));
}

TEST(Explanations, FollowEachSectionThatIsThere) {
  const Report full = full_report();
  const std::string text = to_text(full, plain, Detail::explained), brief = to_text(full, plain);
  std::string rest;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    const std::string line = text.substr(at, end - at);
    if (!line.starts_with("  | ")) rest += line;
    at = end;
  }
  EXPECT_EQ(rest, brief) << "they are lines of their own";
  EXPECT_GE(sections().size(), 13U);
  for (const Section& section : sections()) {
    EXPECT_NE(section.lines(full, plain), "") << section.explanation;
    EXPECT_THAT(text, HasSubstr("  | " + std::string(section.explanation.substr(0, 25))));
  }
  EXPECT_THAT(to_text(Report{}, plain, Detail::explained), Not(HasSubstr("  | Jain's index")));
}

}  // namespace
}  // namespace hundred::loadtest
