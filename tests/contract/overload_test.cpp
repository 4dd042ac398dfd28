#include <map>

#include "tests/contract/model_test.hpp"
#include "tests/support/timeline.hpp"

namespace hundred::test {
namespace {

class Overload : public ModelTest {
 protected:
  /// The statuses of ten clients who ask at once.
  std::map<int, int> statuses_of_burst() {
    std::vector<RawConnection> connections = connect(10);
    std::map<int, int> count;
    for (RawConnection& connection : connections) connection.send(get_request("/io/sleep?ms=200"));
    for (RawConnection& connection : connections) {
      const Response response = connection.read_response();
      ++count[response.status];
      if (response.status == 503) expect_turned_away(response);
    }
    return count;
  }

  static std::string id(std::size_t request) { return "request-" + std::to_string(request); }

  static void expect_turned_away(const Response& response) {
    EXPECT_GE(std::atoi(response.header("Retry-After").c_str()), 1);
    EXPECT_EQ(response.json().at("error").at("status"), 503);
  }
};
HUNDRED_AGAINST_MODELS(Overload, models_among({"worker-pool", "thread-per-request"}));

TEST_P(Overload, BeyondTheQueueClientsAreTurnedAway) {
  start_narrow({"--queue-capacity", "2"});
  std::map<int, int> count = statuses_of_burst();
  EXPECT_GE(count[200], 2);
  EXPECT_GE(count[503], 1);
  EXPECT_EQ(count[200] + count[503], 10);
  std::uint64_t shed = 0;
  const auto stats = get("/stats").json();
  for (const auto& reason : stats["shed"]) shed += reason.get<std::uint64_t>();
  EXPECT_EQ(shed, count[503]);
}

TEST_P(Overload, OrTheyWait) {
  start_narrow({"--queue-capacity", "2", "--overload", "wait"});
  EXPECT_EQ(statuses_of_burst()[200], 10);
  EXPECT_EQ(statuses_of_burst()[200], 10) << "the second time";
}

/// What is told to end may be readable once more before reading goes on.
TEST_P(Overload, OrTheyLeaveMeanwhile) {
  start_narrow({"--queue-capacity", "1", "--overload", "wait", "--header-timeout", "900ms"});
  RawConnection leaving = connect();
  leaving.send("GET /ping HTTP/1.1\r\n");
  leaving.await_read();
  std::vector<RawConnection> connections = connect(3);  // one is served, one queues, one finds no room
  for (RawConnection& connection : connections) {
    connection.send(get_request("/io/sleep?ms=1500"));
    connection.await_read();
  }
  leaving.finish_sending();
  EXPECT_EQ(leaving.read_response().status, 408);
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(leaving.await_ending(), Ending::closed);
}

TEST_P(Overload, AQueueThatIsLongEnoughTurnsNobodyAway) {
  start_narrow({"--queue-capacity", "20"});
  const auto asked = Clock::now();
  EXPECT_EQ(statuses_of_burst()[200], 10);
  EXPECT_GE(milliseconds_since(asked), 2000) << "more than one was served at a time";
  const auto queue = get("/stats").json()["queue"];
  EXPECT_GE(queue["peak"], 5) << queue;
  EXPECT_EQ(queue["length"], 0);
}

TEST_P(Overload, WhoWasTurnedAwayIsServedAfterwards) {
  start_narrow({"--queue-capacity", "2"});
  statuses_of_burst();
  EXPECT_EQ(get("/ping").status, 200);
}

TEST_P(Overload, TheQueueIsFirstInFirstOut) {
  start_narrow();
  std::vector<RawConnection> connections = connect(6);
  for (std::size_t i = 0; i < connections.size(); ++i) {
    connections[i].send(get_request(i == 0 ? "/io/sleep?ms=300" : "/io/sleep?ms=1", "X-Request-Id: " + id(i) + "\r\n"));
    connections[i].await_read();  // so that they are queued in this order
  }
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  std::int64_t before = 0;
  for (std::size_t i = 0; i < connections.size(); ++i) {
    const Interval handler = interval(exchanges_with_id(port(), id(i)).at(0), "handler");
    EXPECT_GE(handler.start, before) << i;
    before = handler.end;
  }
}

}  // namespace
}  // namespace hundred::test
