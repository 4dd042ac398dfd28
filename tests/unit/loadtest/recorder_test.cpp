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
