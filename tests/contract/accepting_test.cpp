#include <map>

#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

class Accepting : public ModelTest {
 protected:
  /// How many of the connections each loop or process serves.
  static std::map<std::string, int> connections_by_worker(std::vector<RawConnection>& connections) {
    std::map<std::string, int> count;
    for (RawConnection& connection : connections) {
      connection.send(get_request("/ping"));
      ++count[server_timing(connection.read_response()).worker];
    }
    return count;
  }

  static void expect_an_even_spread(const std::map<std::string, int>& count) {
    ASSERT_EQ(count.size(), 2U);
    for (const auto& [worker, served] : count) {
      EXPECT_GE(served, 40) << worker;
      EXPECT_LE(served, 60) << worker;
    }
  }
};
HUNDRED_AGAINST_MODELS(Accepting, models_among({"event-loop", "prefork"}));

TEST_P(Accepting, SpreadsConnectionsThatComeAtOnce) {
  start({"--workers", "2"});
  std::vector<RawConnection> connections = connect(100);
  expect_an_even_spread(connections_by_worker(connections));
}

TEST_P(Accepting, SpreadsConnectionsThatComeOneByOne) {
  start({"--workers", "2"});
  std::vector<RawConnection> connections;
  for (int i = 0; i < 100; ++i) {
    connections.emplace_back(port());
    connections.back().send(get_request("/ping"));
    connections.back().read_response();
  }
  expect_an_even_spread(connections_by_worker(connections));
}

TEST_P(Accepting, DoesNotWaitForALoopThatComputes) {
  start({"--workers", "2"});
  RawConnection busy = connect();
  busy.send(get_request("/cpu/burn?ms=3000"));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get("/ping").status, 200);
  EXPECT_FALSE(busy.readable()) << "others had to wait for the computation";
  EXPECT_EQ(busy.read_response().status, 200);
}

class ManyConnections : public ModelTest {};
HUNDRED_AGAINST_ALL_MODELS(ManyConnections);

TEST_P(ManyConnections, FiveHundredAtOnceAreAllServed) {
  start();
  std::vector<RawConnection> connections = connect(500);
  for (int round = 0; round < 2; ++round) {
    for (RawConnection& connection : connections) connection.send(get_request("/ping"));
    for (RawConnection& connection : connections) ASSERT_EQ(connection.read_response().status, 200);
  }
}

}  // namespace
}  // namespace hundred::test
