#include <gmock/gmock.h>

#include <algorithm>
#include <cerrno>

#include "loadtest/report/json.hpp"
#include "loadtest/report/table.hpp"
#include "loadtest/report/text.hpp"
#include "loadtest/theory.hpp"
#include "tests/unit/loadtest/golden.hpp"
#include "tests/unit/loadtest/release.hpp"

namespace hundred::loadtest {
namespace {

using client::millisecond, client::Outcome, client::Phase;
using testing::HasSubstr;

client::Load load(std::uint32_t users, std::optional<std::uint64_t> requests,
                  std::optional<client::Time> duration = std::nullopt) {
  client::Load load;
  load.urls = {client::parse_url("http://127.0.0.1:8080/io/sleep?ms=50")};
  load.users = users;
  load.requests = requests;
  load.duration = duration;
  return load;
}

client::Sample answer(std::uint32_t user, client::Time planned, client::Time response) {
  client::Sample sample;
  sample.user = user;
  sample.planned = sample.ready = planned;
  sample.stamps.sent = planned + millisecond / 10 * (user % 10);
  sample.end = planned + response;
  sample.status = 200;
  return sample;
}

/// 100 users on `workers` workers that wait 50 ms each, as a worker pool runs them.
client::Recording burst_on(std::uint32_t workers) {
  client::Recorder recorder(100);
  recorder.recording().released = recorder.recording().counted_from = release;
  for (std::uint32_t user = 0; user < 100; ++user) {
    client::Sample sample = answer(user, release, (user / workers + 1) * 50 * millisecond + millisecond);
    sample.timing.present = true;
    sample.timing.microseconds[static_cast<std::size_t>(Phase::queue)] = user / workers * 50'000;
    sample.timing.microseconds[static_cast<std::size_t>(Phase::wait)] = 49'900;
    sample.timing.microseconds[static_cast<std::size_t>(Phase::cpu)] = 100;
    sample.timing.microseconds[static_cast<std::size_t>(Phase::handler)] = 50'000;
    recorder.record(sample, "w" + std::to_string(user % workers), 20);
    recorder.recording().connect_times.push_back((user + 1) * 10'000);
  }
  return recorder.recording();
}

client::Recording closed_loop() {
  client::Recorder recorder(0);
  recorder.recording().released = recorder.recording().counted_from = release;
  for (std::uint32_t i = 0; i < 2000; ++i)
    recorder.record(answer(i % 10, release + i / 10 * 50 * millisecond, 50 * millisecond - i * 100), "", 20);
  recorder.recording().user_seconds = 10 * 10;
  recorder.recording().usage = {{10'000 * millisecond, 100 * millisecond}};
  return recorder.recording();
}

client::Recording failing() {
  client::Recorder recorder(0);
  recorder.recording().released = recorder.recording().counted_from = release;
  recorder.recording().not_accepted = 2;
  for (int i = 1; i <= 4; ++i) recorder.recording().connect.record(i * millisecond);
  recorder.recording().interrupted = true;
  recorder.recording().connect_errors[ENETUNREACH] = 1;
  for (std::uint32_t user = 0; user < 20; ++user) {
    client::Sample sample = answer(user, release, (user + 1) * millisecond);
    if (user >= 11) sample.outcome = static_cast<Outcome>(user - 11);
    if (sample.outcome == Outcome::refused || sample.outcome == Outcome::unreachable) sample.stamps.sent = 0;
    if (sample.outcome == Outcome::bad_status) sample.status = 503;
    recorder.record(sample, "", 0);
  }
  return recorder.recording();
}

Report report_of(const client::Load& load, const client::Recording& recording, const std::optional<ServerFacts>& server,
                 const std::optional<Prediction>& prediction = {}) {
  Surroundings around;
  around.prediction = prediction;
  around.server = server;
  Report report = build_report(load, recording, around);
  report.environment = {"0.1.0", "2026-01-02T03:04:05Z", "Linux 6.1.0 x86_64", 2, {}, {}};
  return report;
}

Report burst_report() {
  const ServerFacts server{"worker-pool", 8};
  const EndpointFacts alone{"/io/sleep?ms=50", {50, 0.1, 49.9}, 2};
  return report_of(load(100, 100), burst_on(8), server, predict(alone, server, load(100, 100)));
}
Report loop_report() { return report_of(load(10, std::nullopt, 10'000 * millisecond), closed_loop(), std::nullopt); }
Report failing_report() { return report_of(load(20, 20), failing(), std::nullopt); }

TEST(Text, OfABurst) { expect_golden(to_text(burst_report(), Style(false)), "burst.txt"); }
TEST(Text, OfAClosedLoop) { expect_golden(to_text(loop_report(), Style(false)), "closed_loop.txt"); }
TEST(Text, OfARunWithEveryError) { expect_golden(to_text(failing_report(), Style(false)), "failing.txt"); }

TEST(Text, OfSeveralRuns) {
  const std::vector<Report> reports{
      report_of(load(100, 100), burst_on(1), ServerFacts{"single-threaded", std::nullopt}),
      loop_report(),
      burst_report(),
      report_of(load(100, 100), burst_on(100), ServerFacts{"thread-per-request", std::nullopt}),
      failing_report(),
      report_of(load(100, 100), burst_on(100), ServerFacts{"event-loop", 1})};
  expect_golden(to_table(reports, Style(false)), "table.txt");
}

TEST(Text, HasColoursOnlyIfAsked) {
  EXPECT_THAT(to_text(burst_report(), Style(true)), HasSubstr("\x1b["));
  std::string plain = to_text(burst_report(), Style(true));
  for (std::size_t start = 0; (start = plain.find("\x1b[")) != std::string::npos;)
    plain.erase(start, plain.find('m', start) - start + 1);
  std::string expected = to_text(burst_report(), Style(false));
  EXPECT_EQ(plain, expected);
}

TEST(Text, OfAnEmptyRunStillStands) {
  client::Recording nothing = client::Recorder(0).recording();
  nothing.interrupted = true;
  EXPECT_THAT(to_text(report_of(load(5, 5), nothing, std::nullopt), Style(false)), HasSubstr("0 sent = 0 ok"));
}

TEST(Report, CountsAddUp) {
  for (const Report& report : {burst_report(), loop_report(), failing_report()}) {
    const Counts& c = report.counts;
    EXPECT_EQ(c.sent, c.ok + c.failed + c.timed_out + c.unanswered);
    std::uint64_t by_kind = 0;
    for (const ErrorCount& error : report.errors) by_kind += error.count;
    EXPECT_EQ(by_kind, c.failed);
  }
}

TEST(Report, OfABurstHasNoThroughput) {
  EXPECT_FALSE(burst_report().throughput_per_s);
  const Answered answered = burst_report().answered.value_or(Answered{});
  EXPECT_DOUBLE_EQ(answered.half_ms.value_or(-1), 351);
  EXPECT_DOUBLE_EQ(answered.p95_ms.value_or(-1), 601);
  EXPECT_DOUBLE_EQ(answered.all_ms.value_or(-1), 651);
}

TEST(Report, ThroughputCountsToTheLastAnswer) {
  const Report report = loop_report();
  EXPECT_FALSE(report.answered);
  const double last_ms = 199 * 50 + 50 - 1990 * 1e-4;  // the first of the last ten is the last to be answered
  EXPECT_NEAR(report.throughput_per_s.value_or(-1), 2000 / last_ms * 1e3, 1e-3);
}

TEST(Report, BreakdownAddsUpToTheMean) {
  const Report report = burst_report();
  double sum = 0;
  const Breakdown breakdown = report.breakdown.value_or(Breakdown{});
  for (const auto& [name, ms] : breakdown.parts) sum += ms;
  EXPECT_NEAR(sum, report.response.figure("mean").value_or(-1), 1e-5);
  EXPECT_EQ(time_spent(report).value_or(TimeSpent{}).words, "in queue");
  EXPECT_FALSE(loop_report().breakdown);
}

TEST(Report, ListsRequestsOnlyOfSmallRuns) {
  EXPECT_EQ(burst_report().requests.size(), 100U);
  EXPECT_EQ(burst_report().requests[9].worker, "w1");
  EXPECT_DOUBLE_EQ(burst_report().requests[9].queue_ms.value_or(-1), 50);
  client::Recorder recorder(0);
  for (std::size_t i = 0; i <= Report::most_request_rows; ++i) recorder.record(answer(0, release, millisecond), "", 0);
  EXPECT_TRUE(report_of(load(1, std::nullopt, millisecond), recorder.recording(), std::nullopt).requests.empty());
}

TEST(Report, TakesFiguresFromTheHistogramIfSamplesWereDropped) {
  client::Recording recording = closed_loop();
  recording.samples.resize(10);
  const Report report = report_of(load(10, std::nullopt, millisecond), recording, std::nullopt);
  EXPECT_EQ(report.response.count, 2000U);
  EXPECT_NEAR(report.response.figure("p50").value_or(-1), loop_report().response.figure("p50").value_or(-1), 0.05);
}

TEST(Json, ReadsBackAsTheSameReport) {
  for (const Report& report : {burst_report(), loop_report(), failing_report()}) {
    const auto json = to_json(report);
    const Report back = report_from_json(json);
    EXPECT_EQ(to_json(back), json);
    EXPECT_EQ(to_text(back, Style(false)), to_text(report, Style(false)));
  }
}

TEST(Json, HasTheKeysOfTheContract) {
  const auto json = to_json(burst_report());
  EXPECT_EQ(json["schema"], "hundred.run/1");
  EXPECT_EQ(json["mode"], "worker-pool");
  EXPECT_EQ(json["answered_ms"]["half"], 351);
  EXPECT_EQ(json["latency_ms"]["response"]["max"], 651);
  EXPECT_EQ(json["latency_ms"]["service"]["count"], 100);
  EXPECT_EQ(json["breakdown_ms"]["wait"], 49.9);
  EXPECT_EQ(json["workers"]["w0"], 13);
  EXPECT_EQ(json["prediction"]["all_ms"]["most"], 650);
  EXPECT_EQ(json["prediction"]["staircase"][12]["users"], 4);
  EXPECT_TRUE(json["throughput_per_s"].is_null());
  EXPECT_TRUE(json.contains("environment"));
  const auto failed = to_json(failing_report());
  EXPECT_EQ(failed["errors"]["unexpected_status"]["503"], 1);
  EXPECT_EQ(failed["errors"]["reset"], 1);
  EXPECT_EQ(failed["counts"]["timed_out"], 1);
}

TEST(RunReport, SaysWhatPinningDoes) {
  const auto text_of = [](std::uint32_t users) {
    const Report report = report_of(load(users, users), burst_on(8), ServerFacts{"worker-pool", 8, true});
    EXPECT_EQ(report_from_json(to_json(report)).pinned_workers, report.pinned_workers);
    return to_text(report, Style(false));
  };
  EXPECT_THAT(text_of(100), HasSubstr("Pinned: each of the 8 threads serves one connection until that closes. The\n"
                                      "  other 92 users wait for one to close, however idle it is.\n"));
  EXPECT_THAT(text_of(8), testing::AllOf(HasSubstr("Pinned: "), testing::Not(HasSubstr("The other"))));
}

}  // namespace
}  // namespace hundred::loadtest
