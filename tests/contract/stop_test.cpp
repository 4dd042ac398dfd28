#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"

namespace hundred::test {
namespace {

class Stop : public ModelTest {
 protected:
  /// Waits until a request that computes is being served.
  void await_computing() {
    const auto before = cpu_time(server().pid());
    ASSERT_TRUE(eventually([&] { return cpu_time(server().pid()) > before + 100ms; }));
  }
};
HUNDRED_AGAINST_ALL_MODELS(Stop);

TEST_P(Stop, EachSignalStopsIt) {
  for (const int number : {SIGTERM, SIGINT, SIGQUIT}) {
    start();
    EXPECT_EQ(get("/ping").status, 200);
    EXPECT_EQ(server().stop(number), 0) << "signal " << number << ": " << server().errors();
    EXPECT_TRUE(refuses_connections(port()));
  }
}

TEST_P(Stop, BeforeAnyConnection) {
  start();
  EXPECT_EQ(server().stop(), 0);
}

TEST_P(Stop, IdleConnectionsAreClosedAtOnce) {
  start({"--drain-timeout", "60s"});
  std::vector<RawConnection> connections = connect_and_ask(10);
  for (RawConnection& unused : connect(3)) connections.push_back(std::move(unused));
  const auto asked = Clock::now();
  EXPECT_EQ(server().stop(), 0);
  EXPECT_LT(milliseconds_since(asked), 3000 * slowness);
  for (RawConnection& connection : connections) EXPECT_NE(connection.await_ending(), Ending::still_open);
}

TEST_P(Stop, ASecondSignalEndsItAtOnce) {
  start({"--drain-timeout", "60s"});
  RawConnection waiting = connect();
  waiting.send(get_request("/io/sleep?ms=8000"));
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  EXPECT_TRUE(server().running());
  server().signal(SIGTERM);
  EXPECT_EQ(server().wait_for_exit(3s * slowness), 1);
  EXPECT_EQ(lines_of(server().errors()).empty(), false) << "nothing was said";
}

TEST_P(Stop, ASecondSignalEndsItWhileAHandlerComputes) {
  start({"--workers", "1", "--drain-timeout", "60s"});
  RawConnection computing = connect();
  computing.send(get_request("/cpu/burn?ms=30000"));
  await_computing();
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  server().signal(SIGINT);
  EXPECT_EQ(server().wait_for_exit(3s * slowness), 1);
}

TEST_P(Stop, TheDrainTimeoutEndsItWhileAHandlerComputes) {
  start({"--workers", "1", "--drain-timeout", "300ms"});
  RawConnection computing = connect();
  computing.send(get_request("/cpu/burn?ms=30000"));
  await_computing();
  const auto asked = Clock::now();
  EXPECT_EQ(server().stop(SIGTERM, 10s), 1);
  EXPECT_GE(milliseconds_since(asked), 290);
}

}  // namespace
}  // namespace hundred::test
