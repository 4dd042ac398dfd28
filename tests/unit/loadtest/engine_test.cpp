#include <gmock/gmock.h>
#include <sys/eventfd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "client/errors.hpp"
#include "client/run.hpp"
#include "common/descriptor.hpp"
#include "load_helpers.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

using test::answering, test::ok_answer, test::read_request, test::send_text, test::TestServer;

TEST(Engine, ReleasesABurstAtOneInstant) {
  const TestServer server(answering(std::string(ok_answer)));
  const Recording recording = run_load(load_on(server.url(), 20, 20));
  EXPECT_EQ(recording[Outcome::ok], 20U);
  EXPECT_EQ(server.connections(), 20);
  EXPECT_EQ(recording.connect_times.size(), 20U);
  EXPECT_EQ(recording.connect.count(), 0U);
  std::vector<bool> asked(20);
  for (const Sample& sample : recording.samples) {
    EXPECT_EQ(sample.planned, recording.released);
    EXPECT_LE(sample.stamps.connect_start, sample.stamps.connected);
    EXPECT_LE(sample.stamps.connected, sample.planned);
    EXPECT_LE(sample.planned, sample.stamps.sent);
    EXPECT_LE(sample.stamps.sent, sample.stamps.first_byte);
    EXPECT_LE(sample.stamps.first_byte, sample.stamps.last_byte);
    EXPECT_EQ(sample.end, sample.stamps.last_byte);
    EXPECT_EQ(sample.status, 200);
    asked[sample.user] = true;
  }
  EXPECT_THAT(asked, testing::Each(true));
}

TEST(Engine, ReusesConnectionsInAClosedLoop) {
  const TestServer server(answering(std::string(ok_answer)));
  const Recording recording = run_load(load_on(server.url(), 5, 300));
  EXPECT_EQ(recording[Outcome::ok], 300U);
  EXPECT_EQ(recording.body_bytes, 600U);
  EXPECT_EQ(server.connections(), 5);
}

TEST(Engine, AwaitsWhatIsInFlightWhenTheTimeIsOver) {
  const TestServer server([](int socket) {
    while (read_request(socket)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
      send_text(socket, ok_answer);
    }
  });
  Load load = load_on(server.url(), 3, 3);
  load.requests.reset();
  load.duration = 20 * millisecond;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[Outcome::ok], 3U);
  EXPECT_EQ(recording.requests(), 3U);
  EXPECT_GE(recording.response.min(), 149 * millisecond);
}

TEST(Engine, KeepsAskingUntilTheTimeIsOver) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 2, 2);
  load.requests.reset();
  std::uint64_t answers = 0;
  for (load.duration = 100 * millisecond; answers <= 10 && load.duration < 30'000 * millisecond; *load.duration *= 2) {
    const Recording recording = run_load(load);
    EXPECT_GE(recording.ended - recording.released, *load.duration);
    answers = recording[Outcome::ok];
  }
  EXPECT_GT(answers, 10U);
}

TEST(Engine, SaysThatNobodyListens) {
  const Load load = load_on("http://127.0.0.1:" + std::to_string(test::free_port()), 3, 3);
  EXPECT_THROW(run_load(load), ConnectError);
}

TEST(Engine, SaysThatANameDoesNotResolve) {
  EXPECT_THROW(run_load(load_on("http://no.such.host.invalid/", 1, 1)), RunError);
}

TEST(Engine, TriesEveryAddressOfAName) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 2, 2);
  load.urls.front().host = "localhost";
  EXPECT_EQ(run_load(load)[Outcome::ok], 2U);
}

TEST(Engine, SaysThatThereAreTooFewDescriptors) {
  EXPECT_THROW(run_load(load_on("http://127.0.0.1:1/", 2'000'000'000, 2'000'000'000)), RunError);
}

TEST(Engine, CountsBadStatusesByCode) {
  const TestServer server([](int socket) {
    for (const char* status : {"503 A", "404 B", "503 C"})
      if (read_request(socket)) send_text(socket, "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 0\r\n\r\n");
  });
  const Recording recording = run_load(load_on(server.url(), 1, 3));
  EXPECT_THAT(recording.bad_statuses, testing::ElementsAre(testing::Pair(404, 1), testing::Pair(503, 2)));
}

TEST(Engine, CountsRefusalsDuringTheLoad) {
  std::unique_ptr<TestServer> server;
  server = std::make_unique<TestServer>([&](int socket) {
    read_request(socket);
    server->stop_listening();
    send_text(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  const Recording recording = run_load(load_on(server->url(), 1, 3));
  EXPECT_EQ(recording[Outcome::ok], 1U);
  EXPECT_EQ(recording[Outcome::refused], 2U);
  EXPECT_EQ(recording.service.count(), 1U);
}

TEST(Engine, AsksAgainOnlyOnceAfterAStaleConnection) {
  std::uint64_t asked_again = 0;
  for (int i = 0; i < 20 && asked_again == 0; ++i) {  // it is not where either side is held up for 50 ms
    std::atomic<int> connections{0};
    const TestServer server([&](int socket) {
      const bool first = connections++ == 0;
      read_request(socket);
      if (first) send_text(socket, ok_answer);
    });
    const Recording recording = run_load(load_on(server.url(), 1, 2));
    asked_again = recording.connect.count();
    EXPECT_EQ(recording[Outcome::ok], 1U);
    EXPECT_EQ(recording[Outcome::reset], 1U);
    EXPECT_EQ(server.connections(), 1 + asked_again);
  }
  EXPECT_EQ(asked_again, 1U);
}

TEST(Engine, DoesNotAskAgainForWhatTheServerHasHadForLong) {
  const TestServer server([&](int socket) {
    read_request(socket);
    send_text(socket, ok_answer);
    read_request(socket);
    std::this_thread::sleep_for(std::chrono::milliseconds(80));
  });
  const Recording recording = run_load(load_on(server.url(), 1, 2));
  EXPECT_EQ(recording[Outcome::ok], 1U);
  EXPECT_EQ(recording[Outcome::reset], 1U);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Engine, ReadsChunksAndWhatTheServerSaysOfItself) {
  const TestServer server(
      answering("HTTP/1.1 200 OK\r\nServer-Timing: queue;dur=1.5, handler;dur=2, worker;desc=\"w7\"\r\n"
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
  const Recording recording = run_load(load_on(server.url(), 2, 6));
  EXPECT_EQ(recording[Outcome::ok], 6U);
  EXPECT_EQ(recording.body_bytes, 18U);
  EXPECT_EQ(recording.timed, 6U);
  EXPECT_DOUBLE_EQ(recording.phase_us[static_cast<std::size_t>(Phase::queue)], 9000);
  ASSERT_EQ(recording.workers.size(), 2U);
  EXPECT_EQ(recording.workers[1].name, "w7");
  EXPECT_EQ(recording.workers[1].requests, 6U);
}

TEST(Engine, ReadsLargeBodies) {
  const std::string body(3'000'000, 'x');
  const TestServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + body));
  const Recording recording = run_load(load_on(server.url(), 3, 9));
  EXPECT_EQ(recording[Outcome::ok], 9U);
  EXPECT_EQ(recording.body_bytes, 27'000'000U);
}

TEST(Engine, BacksOffAfterErrors) {
  const TestServer server([](int socket) { read_request(socket); });
  const Recording recording = run_load(load_on(server.url(), 1, 5));
  ASSERT_EQ(recording[Outcome::reset], 5U);
  Time pause = 10 * millisecond;
  for (std::size_t i = 1; i < 5; ++i, pause *= 2)
    EXPECT_GE(recording.samples[i].planned - recording.samples[i - 1].end, pause) << i;
}

TEST(Engine, ReportsWhatIsInFlightWhenBrokenOff) {
  std::atomic<int> asked{0};
  const TestServer server([&](int socket) {
    while (read_request(socket)) ++asked;
  });
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  Progress progress;
  std::thread user([&] {
    while (asked < 4) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    eventfd_write(stop.get(), 1);
  });
  const Recording recording = run(load_on(server.url(), 4, 4), stop.get(), progress);
  user.join();
  EXPECT_TRUE(recording.interrupted);
  EXPECT_EQ(recording[Outcome::unanswered], 4U);
  EXPECT_GE(recording.response.min(), 19 * millisecond);
}

TEST(Engine, ShowsTheOutcomeOfEachUserOfABurst) {
  std::atomic<int> asked{0};
  const TestServer server([&](int socket) {
    while (read_request(socket)) {
      const bool first = asked++ == 0;
      if (!first) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      send_text(socket, first ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" : ok_answer);
    }
  });
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  Load load = load_on(server.url(), 4, 4);
  load.threads = 2;
  Progress progress;
  const Recording recording = run(load, stop.get(), progress);
  ASSERT_TRUE(Progress::sees_users_of(load));
  std::vector<UserOutcome> expected(4);
  for (const Sample& sample : recording.samples)
    expected[sample.user] = {sample.end - recording.released, sample.outcome != Outcome::ok};
  EXPECT_EQ(progress.outcomes(4), expected);
  EXPECT_EQ(recording[Outcome::bad_status], 1U);
}

TEST(Engine, ShowsNoUsersOfOtherLoads) {
  EXPECT_FALSE(Progress::sees_users_of(load_on("http://127.0.0.1/", 401, 401)));
  const TestServer server(answering(std::string(ok_answer)));
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  const Load load = load_on(server.url(), 2, 6);
  Progress progress;
  run(load, stop.get(), progress);
  EXPECT_FALSE(Progress::sees_users_of(load));
  EXPECT_EQ(progress.outcomes(2), std::vector<UserOutcome>(2));
}

TEST(Engine, CanBeBrokenOffBeforeTheLoad) {
  const TestServer server(answering(std::string(ok_answer)));
  const Descriptor stop(eventfd(1, EFD_CLOEXEC));
  Progress progress;
  const Recording recording = run(load_on(server.url(), 4, 4), stop.get(), progress);
  EXPECT_TRUE(recording.interrupted);
}

}  // namespace
}  // namespace hundred::client
