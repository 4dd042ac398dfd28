#include <algorithm>
#include <functional>
#include <map>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

class Accepting : public ModelTest {
 protected:
  /// Has a hundred connections opened, up to five times, until 40 to 60 are with each of two workers: where the machine
  /// holds up a loop while they come, the other is right to take its share.
  void expect_an_even_spread(const std::function<std::vector<RawConnection>()>& open) {
    std::map<std::string, int> count;
    const auto even = [&] {
      return count.size() == 2 && std::all_of(count.begin(), count.end(), [](const auto& worker) {
               return worker.second >= 40 && worker.second <= 60;
             });
    };
    for (int i = 0; i < 5 && !even(); ++i) {
      ASSERT_TRUE(eventually([&] { return get("/stats").json()["connections"]["open"] == 1; }));
      std::vector<RawConnection> connections = open();
      count = connections_by_worker(connections);
    }
    EXPECT_TRUE(even()) << testing::PrintToString(count);
  }

 private:
  static std::map<std::string, int> connections_by_worker(std::vector<RawConnection>& connections) {
    std::map<std::string, int> count;
    for (RawConnection& connection : connections) {
      connection.send(get_request("/ping"));
      ++count[server_timing(connection.read_response()).worker];
    }
    return count;
  }
};
HUNDRED_AGAINST_MODELS(Accepting, models_among({"event-loop", "prefork"}));

TEST_P(Accepting, SpreadsConnectionsThatComeAtOnce) {
  start({"--workers", "2"});
  expect_an_even_spread([this] { return connect(100); });
}

TEST_P(Accepting, SpreadsConnectionsThatComeOneByOne) {
  start({"--workers", "2"});
  expect_an_even_spread([this] {
    std::vector<RawConnection> connections;
    for (int i = 0; i < 100; ++i) connections.push_back(std::move(connect_and_ask(1).front()));
    return connections;
  });
}

TEST_P(Accepting, DoesNotWaitForALoopThatComputes) {
  start({"--workers", "2"});
  RawConnection busy = connect();
  const auto idle = cpu_time(server().pid());
  busy.send(get_request("/cpu/burn?ms=3000"));
  ASSERT_TRUE(eventually([&] { return cpu_time(server().pid()) > idle + 50ms; })) << "it computes";
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
