#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

/// --keep-alive pin: a worker serves one connection until it closes.
class Pinning : public ModelTest {
 protected:
  void start_pinned(const Arguments& more = {}) {
    Arguments arguments{"--keep-alive", "pin", "--workers", "2"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    start(arguments);
  }
  static std::string worker_of(RawConnection& connection) {
    connection.send(get_request("/ping"));
    return server_timing(connection.read_response()).worker;
  }
};
HUNDRED_AGAINST_MODELS(Pinning, models_among({"worker-pool", "prefork"}));

TEST_P(Pinning, AConnectionKeepsItsWorker) {
  start_pinned();
  std::vector<RawConnection> connections = connect(2);
  const std::string first = worker_of(connections[0]), second = worker_of(connections[1]);
  EXPECT_NE(first, second);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(worker_of(connections[1]), second);
    EXPECT_EQ(worker_of(connections[0]), first);
  }
}

TEST_P(Pinning, ConnectionsBeyondTheWorkersWaitForOneToClose) {
  start_pinned();
  std::vector<RawConnection> connections = connect(2);
  const std::string first = worker_of(connections[0]), second = worker_of(connections[1]);
  RawConnection third = connect();
  third.send(get_request("/ping"));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(worker_of(connections[0]), first);
    EXPECT_EQ(worker_of(connections[1]), second);
  }
  std::this_thread::sleep_for(100ms);
  EXPECT_FALSE(third.readable()) << "both workers have connections, be they idle";
  connections.pop_back();
  const ServerTiming timing = server_timing(third.read_response());
  EXPECT_EQ(timing.worker, second);
  EXPECT_GE(timing.queue, 90) << "it waited in the queue, and says so";
}

TEST_P(Pinning, TheKeepAliveTimeoutFreesAWorker) {
  start_pinned({"--keep-alive-timeout", "300ms"});
  std::vector<RawConnection> connections = connect(6);
  const auto begun = Clock::now();
  for (RawConnection& connection : connections) connection.send(get_request("/ping"));
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_GE(milliseconds_since(begun), 580) << "two connections each 300 ms";
}

TEST_P(Pinning, WhoLeavesWhileItIsServedFreesItsWorker) {
  start_pinned();
  for (int i = 0; i < 10; ++i) {
    RawConnection leaving = connect();
    leaving.send(get_request("/io/sleep?ms=5"));
    if (i % 2 == 0) leaving.reset();
  }
  std::vector<RawConnection> connections = connect(2);
  EXPECT_NE(worker_of(connections[0]), worker_of(connections[1]));
}

TEST_P(Pinning, WhoWaitsForAWorkerIsAnsweredBeforeTheServerStops) {
  start_pinned({"--drain-timeout", "60s"});
  std::vector<RawConnection> holding = connect(2);
  for (RawConnection& connection : holding) worker_of(connection);
  std::vector<RawConnection> waiting = connect(10);
  for (RawConnection& connection : waiting) connection.send(get_request("/ping"));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(server().stop(), 0);
  for (RawConnection& connection : waiting) {
    const Response response = connection.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Connection"), "close");
  }
}

class PinningWithAQueue : public Pinning {};
HUNDRED_AGAINST_MODELS(PinningWithAQueue, models_among({"worker-pool"}));

TEST_P(PinningWithAQueue, WhoHasAWorkerIsServedWhileReadingIsStopped) {
  start_pinned({"--workers", "1", "--queue-capacity", "1", "--overload", "wait"});
  RawConnection holding = connect();
  worker_of(holding);
  std::vector<RawConnection> waiting = connect(4);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    waiting[i].send(get_request("/ping", "Connection: close\r\n"));
    if (i < 2) waiting[i].await_read();  // one fills the queue, one finds no room; the others are not read
  }
  holding.send(get_request("/io/sleep?ms=100"));
  holding.await_read();
  holding.send(get_request("/ping") + get_request("/ping"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(holding.read_response().status, 200);
  holding.send(get_request("/ping", "Connection: close\r\n"));
  EXPECT_EQ(holding.read_response().status, 200);
  for (RawConnection& connection : waiting) EXPECT_EQ(connection.read_response().status, 200);
}

}  // namespace
}  // namespace hundred::test
