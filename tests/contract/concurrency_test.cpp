#include <set>

#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

/// What tells the models apart: how many requests are served at once.
class Concurrency : public ModelTest {
 protected:
  /// How long `count` clients wait who all ask at once, in milliseconds.
  double time_of_burst(std::size_t count, const std::string& target) {
    std::vector<RawConnection> connections = connect_and_ask(count);
    const auto asked = Clock::now();
    for (RawConnection& connection : connections) connection.send(get_request(target));
    for (RawConnection& connection : connections) {
      const Response response = connection.read_response();
      EXPECT_EQ(response.status, 200);
      workers_.insert(server_timing(response).worker);
    }
    return milliseconds_since(asked);
  }

  std::set<std::string> workers_;
};

class OneAtATime : public Concurrency {};
HUNDRED_AGAINST_MODELS(OneAtATime, models_among({"single-threaded"}));

TEST_P(OneAtATime, WaitsAddUp) {
  start();
  EXPECT_GE(time_of_burst(20, "/io/sleep?ms=50"), 1000);
  EXPECT_EQ(workers_.size(), 1U);
}

class AsManyAsWorkers : public Concurrency {};
HUNDRED_AGAINST_MODELS(AsManyAsWorkers, models_among({"worker-pool", "prefork"}));

TEST_P(AsManyAsWorkers, WaitsOverlapFourFold) {
  start({"--workers", "4"});
  const double time = time_of_burst(20, "/io/sleep?ms=100");
  EXPECT_GE(time, 500);
  EXPECT_LT(time, 2000) << "one at a time";
  EXPECT_GT(workers_.size(), 1U);
  EXPECT_LE(workers_.size(), 4U);
}

class AllAtOnce : public Concurrency {};
HUNDRED_AGAINST_MODELS(AllAtOnce, models_among({"thread-per-request", "event-loop", "hybrid"}));

TEST_P(AllAtOnce, WaitsOverlap) {
  start();
  const double time = time_of_burst(20, "/io/sleep?ms=100");
  EXPECT_GE(time, 100);
  EXPECT_LT(time, 2000) << "one at a time";
}

class ComputingHoldsTheLoop : public Concurrency {};
HUNDRED_AGAINST_MODELS(ComputingHoldsTheLoop, models_among({"event-loop"}));

TEST_P(ComputingHoldsTheLoop, ComputationsAddUp) {
  start();
  EXPECT_GE(time_of_burst(10, "/cpu/burn?ms=20"), 200);
  EXPECT_EQ(workers_, std::set<std::string>{"l0"});
}

class ComputingLeavesTheFrontEndFree : public Concurrency {};
HUNDRED_AGAINST_MODELS(ComputingLeavesTheFrontEndFree, models_among({"thread-per-request", "worker-pool", "hybrid"}));

TEST_P(ComputingLeavesTheFrontEndFree, OthersAreServedMeanwhile) {
  start({"--workers", "2"});
  RawConnection busy = connect();
  busy.send(get_request("/cpu/burn?ms=1500"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get("/ping").status, 200);
  EXPECT_FALSE(busy.readable());
  EXPECT_EQ(busy.read_response().status, 200);
}

class ComputingQueuesInAPool : public Concurrency {};
HUNDRED_AGAINST_MODELS(ComputingQueuesInAPool, models_among({"hybrid"}));

TEST_P(ComputingQueuesInAPool, AndSaysSo) {
  start({"--workers", "1"});
  const auto queue_length = [this] { return get("/stats").json()["queue"]["length"]; };
  RawConnection first = connect();
  std::vector<RawConnection> others = connect(9);
  const auto asked = Clock::now();
  first.send(get_request("/cpu/burn?ms=2000"));
  first.await_read();
  for (RawConnection& connection : others) connection.send(get_request("/cpu/burn?ms=5"));
  ASSERT_TRUE(eventually([&] { return queue_length() == 9; })) << queue_length();
  const double all_queued = milliseconds_since(asked);
  EXPECT_EQ(first.read_response().status, 200);
  for (RawConnection& connection : others) {
    const ServerTiming timing = server_timing(connection.read_response());
    EXPECT_GE(timing.pool, 2000 - all_queued - 1) << "each waits for the first one to end";
    EXPECT_GE(timing.cpu, 4.9);
  }
  EXPECT_EQ(queue_length(), 0);
  EXPECT_EQ(get("/stats").json()["queue"]["peak"], 9);
}

}  // namespace
}  // namespace hundred::test
