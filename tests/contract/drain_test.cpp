#include <gmock/gmock.h>

#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

class Drain : public ModelTest {
 protected:
  /// A connection for each of so many requests, all of which the server has read.
  std::vector<RawConnection> ask(std::size_t count, const std::string& target) {
    std::vector<RawConnection> connections = connect(count);
    for (RawConnection& connection : connections) {
      connection.send(get_request(target));
      connection.await_read();
    }
    return connections;
  }
};
HUNDRED_AGAINST_ALL_MODELS(Drain);

TEST_P(Drain, WhatIsInFlightOrQueuedIsFinished) {
  start({"--drain-timeout", "60s"});
  std::vector<RawConnection> connections = connect_and_ask(10);
  const auto asked = Clock::now();
  for (RawConnection& connection : connections) connection.send(get_request("/io/sleep?ms=300"));
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  const bool in_time = milliseconds_since(asked) < 100;  // otherwise some had their answer before the signal
  for (RawConnection& connection : connections) {
    const Response response = connection.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(response.says_close() || !in_time);
  }
  EXPECT_EQ(server().wait_for_exit(), 0);
}

TEST_P(Drain, APipelineIsAnsweredToItsEnd) {
  constexpr int pings = 20;
  start({"--drain-timeout", "60s"});
  std::vector<RawConnection> connections = connect_and_ask(1);
  RawConnection& pipeline = connections.front();
  std::string all = get_request("/io/sleep?ms=1000");
  for (int i = 0; i < pings; ++i) all += get_request("/ping");
  const auto asked = Clock::now();
  pipeline.send(all);
  pipeline.await_read();
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  const bool in_time = milliseconds_since(asked) < 500;  // otherwise all may have had their answers before the signal
  for (int i = 0; i <= pings; ++i) {
    const Response response = pipeline.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(response.says_close() == (i == pings) || !in_time) << i;
  }
  EXPECT_EQ(server().wait_for_exit(), 0);
}

TEST_P(Drain, NewConnectionsInTheBacklogAreServed) {
  start({"--drain-timeout", "60s"});
  std::vector<RawConnection> connections = connect(30);
  for (RawConnection& connection : connections) connection.send(get_request("/io/sleep?ms=100"));
  server().signal(SIGTERM);
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

TEST_P(Drain, WhatIdleConnectionsSentJustBeforeIsServed) {
  start({"--drain-timeout", "60s"});
  std::vector<RawConnection> connections = connect_and_ask(30);
  for (RawConnection& connection : connections) connection.send(get_request("/ping"));
  server().signal(SIGTERM);
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

TEST_P(Drain, ALargeAnswerIsSentToItsEnd) {
  start({"--drain-timeout", "60s"});
  RawConnection reader(port(), 65536);
  reader.send(get_request("/io/download?kb=20480"));
  EXPECT_EQ(reader.read_head().status, 200);
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  reader.skip(20'480 * 1024);
  EXPECT_EQ(reader.await_ending(), Ending::closed);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

TEST_P(Drain, WhatTheTimeoutCutsOffIsCountedAndSaid) {
  start({"--drain-timeout", "300ms"});
  std::vector<RawConnection> connections = ask(1, "/io/sleep?ms=8000");
  EXPECT_EQ(server().stop(), 1);
  EXPECT_THAT(server().errors(), ::testing::ContainsRegex("[^0-9]1[^0-9]"));
  EXPECT_NE(connections.front().await_ending(), Ending::still_open);
}

class DrainOfBusyLoop : public Drain {};
HUNDRED_AGAINST_MODELS(DrainOfBusyLoop, models_among({"single-threaded", "event-loop", "prefork"}));

/// A loop that was busy when the signal came hears of it and of requests at once: that it stops may make it read what
/// epoll has reported too.
TEST_P(DrainOfBusyLoop, WhatCameAfterTheSignalIsTheLastOfItsConnection) {
  start_narrow({"--drain-timeout", "60s"});
  std::vector<RawConnection> connections = connect_and_ask(4);
  RawConnection& busy = connections.back();
  const auto asked = Clock::now();
  busy.send(get_request("/cpu/burn?ms=200"));
  busy.await_read();
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  for (RawConnection& connection : connections)
    if (&connection != &busy) connection.send(get_request("/io/sleep?ms=200"));
  const bool in_time = milliseconds_since(asked) < 100;  // otherwise the loop may have closed what was idle
  for (RawConnection& connection : connections) {
    const std::optional<Response> response = connection.read_response_if_any();
    EXPECT_TRUE((response && response->says_close()) || !in_time);
  }
  EXPECT_EQ(server().wait_for_exit(), 0);
}

/// Their requests were read in one go; only the first has begun.
TEST_P(DrainOfBusyLoop, WhatIsReadAndNotBegunIsCutOffAndCounted) {
  start_narrow({"--drain-timeout", "300ms"});
  std::vector<RawConnection> connections = connect_and_ask(4);
  connections.back().send(get_request("/cpu/burn?ms=200"));
  connections.back().await_read();
  for (std::size_t i = 0; i < 3; ++i) connections[i].send(get_request("/cpu/burn?ms=8000"));
  connections.front().await_read();
  EXPECT_EQ(server().stop(), 1);
  EXPECT_THAT(server().errors(), ::testing::HasSubstr("over: 3 requests were dropped"));
}

class DrainOfOne : public Drain {};
HUNDRED_AGAINST_MODELS(DrainOfOne, models_among({"single-threaded", "prefork"}));

TEST_P(DrainOfOne, WhoIsInTheBacklogIsCountedToo) {
  start({"--workers", "1", "--drain-timeout", "300ms"});
  const std::vector<RawConnection> served = ask(1, "/io/sleep?ms=8000");
  std::vector<RawConnection> outside = connect(3);
  for (RawConnection& connection : outside) connection.send(get_request("/ping"));
  EXPECT_EQ(server().stop(), 1);
  EXPECT_THAT(server().errors(), ::testing::HasSubstr("over: 4 requests were dropped"));
}

class DrainOfSeveral : public Drain {};
HUNDRED_AGAINST_MODELS(DrainOfSeveral, models_except({"single-threaded", "prefork"}));

TEST_P(DrainOfSeveral, AllThatTheTimeoutCutsOffAreCounted) {
  start({"--drain-timeout", "300ms"});
  const std::vector<RawConnection> connections = ask(3, "/io/sleep?ms=8000");
  EXPECT_EQ(server().stop(), 1);
  EXPECT_THAT(server().errors(), ::testing::ContainsRegex("[^0-9]3[^0-9]"));
}

TEST_P(DrainOfSeveral, NewConnectionsAreRefusedMeanwhile) {
  start({"--drain-timeout", "60s"});
  RawConnection waiting = connect();
  waiting.send(get_request("/io/sleep?ms=3000"));
  server().signal(SIGTERM);
  EXPECT_TRUE(eventually([this] { return refuses_connections(port()); }));
  EXPECT_FALSE(waiting.readable()) << "not before the last answer";
  EXPECT_EQ(waiting.read_response().status, 200);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

TEST_P(Drain, WhoIsInTheBacklogBecauseTheServerIsFullIsAnswered) {
  start({"--workers", "2", "--max-connections", "2", "--drain-timeout", "60s"});
  const std::vector<RawConnection> inside = connect_and_ask(2);
  std::vector<RawConnection> outside = connect(5);
  for (RawConnection& connection : outside) connection.send(get_request("/ping"));
  std::this_thread::sleep_for(50ms);
  for (RawConnection& connection : outside) EXPECT_FALSE(connection.readable());
  EXPECT_EQ(server().stop(), 0);
  for (RawConnection& connection : outside) EXPECT_EQ(connection.read_response().status, 200);
}

}  // namespace
}  // namespace hundred::test
