#include "client/recorder.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace hundred::client {
namespace {

Sample sample(Time planned, Time sent, Time end, Outcome outcome = Outcome::ok) {
  Sample sample;
  sample.planned = planned;
  sample.stamps.sent = sent;
  sample.end = end;
  sample.outcome = outcome;
  sample.status = outcome == Outcome::ok ? 200 : outcome == Outcome::bad_status ? 503 : 0;
  return sample;
}

TEST(Recorder, TellsResponseTimeFromServiceTime) {
  Recorder recorder(0);
  recorder.record(sample(1000, 1400, 2000), "w1", 10);
  const Recording& recording = recorder.recording();
  EXPECT_EQ(recording.response.max(), 1000);
  EXPECT_EQ(recording.service.max(), 600);
  EXPECT_EQ(recording.body_bytes, 10U);
  EXPECT_EQ(recording.last_answer, 2000);
}

TEST(Recorder, KeepsFailedRequestsInTheFigures) {
  Recorder recorder(0);
  recorder.record(sample(1000, 1100, 9000, Outcome::timed_out), "", 0);
  recorder.record(sample(1000, 0, 5000, Outcome::refused), "", 0);
  recorder.record(sample(1000, 1100, 3000, Outcome::bad_status), "", 0);
  const Recording& recording = recorder.recording();
  EXPECT_EQ(recording.requests(), 3U);
  EXPECT_EQ(recording.service.count(), 2U) << "a request that was never sent has no service time";
  EXPECT_EQ(recording.response.max(), 8000);
  EXPECT_EQ(recording[Outcome::timed_out], 1U);
  EXPECT_EQ(recording[Outcome::refused], 1U);
  EXPECT_EQ(recording.bad_statuses.at(503), 1U);
  EXPECT_EQ(recording.last_answer, 0);
  EXPECT_EQ(recording.ended, 9000);
}

TEST(Recorder, CountsRequestsPerWorker) {
  Recorder recorder(0);
  for (const char* worker : {"w1", "w0", "w1", ""}) recorder.record(sample(1, 1, 2), worker, 0);
  const auto& workers = recorder.recording().workers;
  ASSERT_EQ(workers.size(), 3U);
  EXPECT_EQ(workers[0].requests, 1U);
  EXPECT_EQ(workers[1].name, "w1");
  EXPECT_EQ(workers[1].requests, 2U);
  EXPECT_EQ(recorder.recording().samples[2].worker, 1U);
}

TEST(Recorder, SumsWhatTheServerSays) {
  Recorder recorder(0);
  Sample timed = sample(0, 0, 10'000'000);
  timed.timing.present = true;
  timed.timing.microseconds[static_cast<std::size_t>(Phase::queue)] = 4000;
  recorder.record(timed, "w0", 0);
  recorder.record(timed, "w0", 0);
  recorder.record(sample(0, 0, 50'000'000), "", 0);
  EXPECT_EQ(recorder.recording().timed, 2U);
  EXPECT_DOUBLE_EQ(recorder.recording().phase_us[static_cast<std::size_t>(Phase::queue)], 8000);
  EXPECT_DOUBLE_EQ(recorder.recording().timed_response_ns, 2e7);
}

TEST(Recorder, KeepsAMillionSamplesAndCountsTheRest) {
  Recorder recorder(0);
  for (std::size_t i = 0; i < Recording::most_samples; ++i) recorder.record(sample(1, 1, 2), "", 0);
  EXPECT_TRUE(recorder.recording().has_all_samples());
  recorder.record(sample(1, 1, 2), "", 0);
  EXPECT_FALSE(recorder.recording().has_all_samples());
  EXPECT_EQ(recorder.recording().requests(), Recording::most_samples + 1);
}

TEST(Recorder, SendLagIsWhatTheGeneratorAdded) {
  Recorder recorder(0);
  Sample late = sample(1000, 1700, 2000);
  late.ready = 1400;  // due at 1000, but only then was its user free
  recorder.record(late, "", 0);
  Sample early = sample(1000, 1000, 2000);
  early.ready = 1001;
  recorder.record(early, "", 0);
  recorder.record(sample(1000, 0, 5000, Outcome::refused), "", 0);
  EXPECT_EQ(recorder.recording().send_lag.max(), 300);
  EXPECT_EQ(recorder.recording().send_lag.min(), 0) << "never negative";
  EXPECT_EQ(recorder.recording().send_lag.count(), 2U) << "what was never sent has none";
}

std::uint64_t outcomes_of(const UrlFigures& url, Outcome outcome) {
  return url.outcomes[static_cast<std::size_t>(outcome)];
}

TEST(Recorder, KeepsFiguresForEachOfSeveralUrls) {
  Recorder recorder(0, 2);
  Sample second = sample(1000, 1100, 4000, Outcome::bad_status);
  second.url = 1;
  recorder.record(sample(1000, 1100, 2000), "", 0);
  recorder.record(second, "", 0);
  recorder.record(second, "", 0);
  const Recording& recording = recorder.recording();
  ASSERT_EQ(recording.urls.size(), 2U);
  EXPECT_EQ(outcomes_of(recording.urls[0], Outcome::ok), 1U);
  EXPECT_EQ(recording.urls[0].response.max(), 1000);
  EXPECT_EQ(outcomes_of(recording.urls[1], Outcome::bad_status), 2U);
  EXPECT_EQ(outcomes_of(recording.urls[1], Outcome::ok), 0U);
  EXPECT_EQ(recording.urls[1].response.min(), 3000);
  EXPECT_EQ(recording.requests(), 3U);
  EXPECT_TRUE(Recorder(0, 1).recording().urls.empty());
}

TEST(Recorder, CountsRequestsInTheSecondInWhichTheyEnded) {
  Recorder recorder(0);
  recorder.recording().counted_from = 10 * second;
  recorder.record(sample(10 * second, 10 * second, 11 * second - 1), "", 0);
  recorder.record(sample(10 * second, 10 * second, 13 * second), "", 0);
  recorder.record(sample(12 * second, 12 * second, 13 * second + 5, Outcome::reset), "", 0);
  const auto& seconds = recorder.recording().seconds;
  ASSERT_EQ(seconds.size(), 4U);
  EXPECT_EQ(seconds[0].ok, 1U);
  EXPECT_EQ(seconds[1].ok + seconds[1].failed + seconds[2].ok + seconds[2].failed, 0U);
  EXPECT_EQ(seconds[3].ok, 1U);
  EXPECT_EQ(seconds[3].failed, 1U);
  EXPECT_EQ(seconds[3].response.max(), 3 * second);
}

TEST(Recorder, CountsSecondsForAnHour) {
  Recorder recorder(0);
  recorder.recording().counted_from = second;
  recorder.record(sample(second, second, 3601 * second - 1), "", 0);
  recorder.record(sample(second, second, 3601 * second), "", 0);
  EXPECT_EQ(recorder.recording().seconds.size(), 3600U);
  EXPECT_EQ(recorder.recording().requests(), 2U);
}

/// What one of two generator threads may have recorded.
Recorder one_thread(std::uint16_t url, Time end, Time sent) {
  Recorder recorder(0, 2);
  Recording& recording = recorder.recording();
  recording.counted_from = second;
  Sample one = sample(second, second + sent, end);
  one.ready = second;
  one.url = url;
  recorder.record(one, "", 0);
  recording.connect.record(end);
  recording.connect_times = {end};
  recording.asked_again = 1;
  recording.warmup_requests = 10;
  recording.never_sent = 2;
  recording.most_waiting = 3;
  recording.request_seconds = 1.5;
  recording.usage = {{end, sent}};
  return recorder;
}

TEST(Recorder, MergesWhatTheThreadsSawOfUrlsAndSeconds) {
  Recorder left = one_thread(0, 2 * second - 1, 100);
  const Recorder right = one_thread(1, 4 * second, 300);
  left.merge(right);
  const Recording& merged = left.recording();
  EXPECT_EQ(outcomes_of(merged.urls[0], Outcome::ok), 1U);
  EXPECT_EQ(outcomes_of(merged.urls[1], Outcome::ok), 1U);
  EXPECT_EQ(merged.urls[1].response.max(), 3 * second);
  ASSERT_EQ(merged.seconds.size(), 4U);
  EXPECT_EQ(merged.seconds[0].ok, 1U);
  EXPECT_EQ(merged.seconds[3].ok, 1U);
  EXPECT_EQ(merged.seconds[3].response.max(), 3 * second);
  EXPECT_EQ(merged.send_lag.count(), 2U);
  EXPECT_EQ(merged.send_lag.max(), 300);
  Recorder shorter = one_thread(0, 2 * second - 1, 100);
  left.merge(shorter);
  EXPECT_EQ(left.recording().seconds.size(), 4U);
  EXPECT_EQ(left.recording().seconds[0].ok, 2U);
}

TEST(Recorder, MergesWhatTheThreadsCounted) {
  Recorder left = one_thread(0, 2 * second, 100);
  left.merge(one_thread(1, 4 * second, 300));
  const Recording& merged = left.recording();
  EXPECT_EQ(merged.counted_from, second);
  EXPECT_EQ(merged.connect.count(), 2U);
  EXPECT_EQ(merged.connect.max(), 4 * second);
  EXPECT_EQ(merged.connect_times.size(), 2U);
  EXPECT_EQ(merged.asked_again, 2U);
  EXPECT_EQ(merged.warmup_requests, 20U);
  EXPECT_EQ(merged.never_sent, 4U);
  EXPECT_EQ(merged.most_waiting, 6U);
  EXPECT_DOUBLE_EQ(merged.request_seconds, 3);
  ASSERT_EQ(merged.usage.size(), 2U);
  EXPECT_EQ(merged.usage[1].busy, 300);
}

TEST(Recorder, MergedIsAsIfRecordedInOne) {
  Recorder left(0);
  Recorder right(0);
  left.record(sample(1000, 1100, 2000), "w0", 1);
  left.recording().released = 1000;
  right.record(sample(900, 1100, 4000), "w1", 2);
  right.record(sample(900, 1100, 5000, Outcome::bad_status), "w0", 0);
  right.recording().released = 900;
  right.recording().connect_errors[ENETUNREACH] = 1;
  left.merge(right);
  const Recording& merged = left.recording();
  EXPECT_EQ(merged.requests(), 3U);
  EXPECT_EQ(merged.released, 900);
  EXPECT_EQ(merged.last_answer, 4000);
  EXPECT_EQ(merged.ended, 5000);
  EXPECT_EQ(merged.body_bytes, 3U);
  EXPECT_EQ(merged[Outcome::ok], 2U);
  EXPECT_EQ(merged.bad_statuses.at(503), 1U);
  EXPECT_EQ(merged.connect_errors.at(ENETUNREACH), 1U);
  ASSERT_EQ(merged.workers.size(), 3U);
  EXPECT_EQ(merged.workers[1].requests, 2U);
  EXPECT_EQ(merged.workers[merged.samples[1].worker].name, "w1");
}

}  // namespace
}  // namespace hundred::client
