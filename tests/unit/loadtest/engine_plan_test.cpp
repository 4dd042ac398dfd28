// When requests are made: open loops, think time, warm-up, generator threads, a bystander.
#include <gmock/gmock.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "common/descriptor.hpp"
#include "load_helpers.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

using std::chrono::milliseconds;
using test::answering, test::ok_answer, test::read_request, test::send_text, test::TestServer;

/// Answers each request after a while.
TestServer::Behaviour answering_after(milliseconds delay) {
  return [delay](int socket) {
    while (read_request(socket)) {
      std::this_thread::sleep_for(delay);
      send_text(socket, ok_answer);
    }
  };
}

Load open_load(const std::string& url, std::uint32_t users, double rate, std::uint64_t requests) {
  Load load = load_on(url, users, requests);
  load.open_loop = OpenLoop{rate, {{3600'000 * millisecond, rate}}};
  return load;
}

std::vector<Time> planned_offsets(const Recording& recording) {
  std::vector<Time> offsets;
  for (const Sample& sample : recording.samples) offsets.push_back(sample.planned - recording.released);
  std::sort(offsets.begin(), offsets.end());
  return offsets;
}

TEST(OpenLoop, PlansRequestsWhateverBecomesOfThoseBefore) {
  const TestServer server(answering_after(milliseconds(200)));
  const Recording recording = run_load(open_load(server.url(), 2, 100, 8));
  ASSERT_EQ(recording[Outcome::ok], 8U);
  const std::vector<Time> offsets = planned_offsets(recording);
  for (std::size_t i = 0; i < offsets.size(); ++i) EXPECT_EQ(offsets[i], static_cast<Time>(i) * 10 * millisecond);
  // Two at a time take 200 ms: the last two begin after 600 ms at the earliest, and were due after 60 and 70 ms.
  EXPECT_GE(recording.response.max(), (800 - 70) * millisecond);
  EXPECT_GE(recording.most_waiting, 6U - 1U);
  for (const Sample& sample : recording.samples) {
    EXPECT_LE(sample.planned, sample.ready);
    EXPECT_LE(sample.ready, sample.stamps.sent);
    EXPECT_GE(sample.service_time(), 199 * millisecond);
  }
  EXPECT_EQ(recording.service.count(), 8U);
}

TEST(OpenLoop, HasTheSamePlanOnAnyNumberOfThreads) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = open_load(server.url(), 7, 2000, 100);
  load.open_loop->arrivals = Arrivals::poisson;
  load.open_loop->seed = 42;
  const std::vector<Time> alone = planned_offsets(run_load(load));
  load.threads = 3;
  const Recording shared = run_load(load);
  EXPECT_EQ(planned_offsets(shared), alone);
  EXPECT_EQ(shared.usage.size(), 3U);
}

TEST(OpenLoop, GivesUpWhatWaitsForTooLong) {
  const TestServer server([](int socket) {
    while (read_request(socket)) continue;
  });
  Load load = open_load(server.url(), 1, 1000, 5);
  load.timeout = 200 * millisecond;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[Outcome::timed_out], 5U);
  EXPECT_LE(recording.never_sent, 5 - recording.service.count()) << "the others had a user, who was to connect first";
  EXPECT_GE(recording.never_sent, 1U);
  EXPECT_GE(recording.response.min(), load.timeout);
}

TEST(OpenLoop, CountsWhatWaitsWhenItIsBrokenOff) {
  const TestServer server([](int socket) {
    while (read_request(socket)) continue;
  });
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  Progress progress;
  const Load load = open_load(server.url(), 1, 1000, 1'000'000);
  std::thread user([&] {
    while (progress.released == 0) std::this_thread::yield();
    std::this_thread::sleep_for(milliseconds(50));
    eventfd_write(stop.get(), 1);
  });
  const Recording recording = run(load, stop.get(), progress);
  user.join();
  EXPECT_TRUE(recording.interrupted);
  EXPECT_EQ(recording[Outcome::unanswered], recording.requests());
  EXPECT_GE(recording.requests(), 2U);
  EXPECT_EQ(recording.service.count(), 1U);
}

TEST(ClosedLoop, PausesToThink) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 1, 5);
  load.think = 20 * millisecond;
  const Recording recording = run_load(load);
  ASSERT_EQ(recording[Outcome::ok], 5U);
  for (std::size_t i = 1; i < 5; ++i)
    EXPECT_EQ(recording.samples[i].planned, recording.samples[i - 1].end + load.think);
}

TEST(Warmup, IsNotInTheFigures) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 2, 50);
  load.warmup = 100 * millisecond;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording.requests(), 50U);
  EXPECT_GT(recording.warmup_requests, 0U);
  EXPECT_EQ(recording.counted_from, recording.released + load.warmup);
  for (const Sample& sample : recording.samples) EXPECT_GE(sample.planned, recording.counted_from);
}

TEST(Warmup, ComesBeforeABurstAndEndsBeforeIt) {
  const TestServer server(answering_after(milliseconds(5)));
  Load load = load_on(server.url(), 4, 4);
  load.warmup = 50 * millisecond;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording.requests(), 4U);
  EXPECT_GE(recording.warmup_requests, 4U);
  for (const Sample& sample : recording.samples) EXPECT_EQ(sample.planned, recording.released);
}

TEST(Threads, ShareTheUsersAndLoseNone) {
  const TestServer server(answering_after(milliseconds(20)));
  Load load = load_on(server.url(), 10, 10);
  load.threads = 4;
  const Recording recording = run_load(load);
  std::set<std::uint32_t> users;
  for (const Sample& sample : recording.samples) {
    EXPECT_EQ(sample.planned, recording.released) << "all generators release at the same instant";
    users.insert(sample.user);
  }
  EXPECT_EQ(users.size(), 10U);
  EXPECT_EQ(*users.rbegin(), 9U);
  EXPECT_EQ(server.connections(), 10);
}

TEST(Threads, ShareTheRequestsOfAClosedLoop) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 5, 500);
  load.threads = 2;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[Outcome::ok], 500U);
  EXPECT_EQ(recording.usage.size(), 2U);
}

TEST(Bystanders, RunBesideTheLoadAndAreRecordedApart) {
  const TestServer server(answering_after(milliseconds(100)));
  const Load load = load_on(server.url(), 3, 9);
  Load beside = open_load(server.url("/beside"), 2, 50, 1);
  beside.requests.reset();
  Bystander bystander{beside, {}};
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  Progress progress;
  const Recording recording = run(load, stop.get(), progress, &bystander);
  EXPECT_EQ(recording[Outcome::ok], 9U);
  EXPECT_EQ(progress.done, 9U);
  EXPECT_GE(bystander.recording[Outcome::ok], 2U);
  EXPECT_EQ(bystander.recording[Outcome::ok], bystander.recording.requests());
  EXPECT_EQ(bystander.recording.released, recording.released);
}

TEST(RequestSeconds, AreTheNumberInFlightOverTime) {
  const TestServer server(answering_after(milliseconds(100)));
  const Recording recording = run_load(open_load(server.url(), 10, 50, 20));
  const double by_responses = recording.response.mean() * static_cast<double>(recording.requests()) * 1e-9;
  EXPECT_NEAR(recording.request_seconds, by_responses, 0.3 * by_responses);
}

/// A thread that is released late finds that its users have not been asked for by others.
TEST(Burst, HasEachUserAskOnceWhateverThreadItHas) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 8, 8);
  load.threads = 8;
  for (int i = 0; i < 50; ++i) {
    std::vector<std::uint64_t> asked(load.users);
    for (const Sample& sample : run_load(load).samples) ++asked[sample.user];
    EXPECT_THAT(asked, testing::Each(1U));
  }
}

}  // namespace
}  // namespace hundred::client
