#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

/// With one worker and a request that computes, who asks meanwhile has waited since the bytes arrived, whenever the
/// server got round to reading them.
class Arrival : public ModelTest {
 protected:
  void SetUp() override { start({"--workers", "1"}); }

  struct Measured {
    double waited;  ///< what the second request's header must at least show
    double queue;   ///< what it shows
  };

  /// The second connection asks while the first one's request computes for 200 ms.
  static Measured ask_behind(RawConnection& first, const std::function<RawConnection&()>& second) {
    const auto asked = Clock::now();
    first.send(get_request("/cpu/burn?ms=200"));
    std::this_thread::sleep_for(20ms);
    RawConnection& other = second();
    other.send(get_request("/ping"));
    const double later = milliseconds_since(asked);
    const ServerTiming burned = server_timing(first.read_response());
    const ServerTiming pinged = server_timing(other.read_response());
    return {burned.queue + burned.handler - later, pinged.queue};
  }

  /// @param ask  tried again where the client itself was held up for so long that there was nothing to wait for
  static void expect_honest(const std::function<Measured()>& ask) {
    Measured measured{0, 0};
    for (int i = 0; i < 5 && measured.waited < 60; ++i) measured = ask();
    ASSERT_GE(measured.waited, 60) << "the client never came in time";
    EXPECT_GE(measured.queue, 60);
    EXPECT_GE(measured.queue, measured.waited - 5);
  }
};
HUNDRED_AGAINST_MODELS(Arrival, models_among({"single-threaded", "event-loop", "prefork", "worker-pool"}));

TEST_P(Arrival, OfAParkedConnectionIsWhenItsBytesCame) {
  RawConnection first = connect();
  RawConnection second = connect();
  second.send(get_request("/ping"));
  second.read_response();
  expect_honest([&] { return ask_behind(first, [&]() -> RawConnection& { return second; }); });
}

TEST_P(Arrival, OfANewConnectionIsWhenItsBytesCame) {
  RawConnection first = connect();
  std::vector<std::unique_ptr<RawConnection>> others;
  expect_honest([&] {
    return ask_behind(
        first, [&]() -> RawConnection& { return *others.emplace_back(std::make_unique<RawConnection>(port())); });
  });
}

TEST_P(Arrival, OfAPipelinedRequestIsNotBeforeItsTurn) {
  RawConnection connection = connect();
  connection.send(get_request("/cpu/burn?ms=50") + get_request("/ping"));
  const ServerTiming first = server_timing(connection.read_response());
  const ServerTiming second = server_timing(connection.read_response());
  EXPECT_LT(second.queue, first.queue + first.handler + 50 * slowness);
}

TEST_P(Arrival, EachOfManyWaitsLongerThanTheOneBefore) {
  std::vector<RawConnection> connections = connect(10);
  for (RawConnection& connection : connections) {
    connection.send(get_request("/ping"));
    connection.read_response();
  }
  for (RawConnection& connection : connections) connection.send(get_request("/cpu/burn?ms=20"));
  double most = 0;
  double sum = 0;
  for (RawConnection& connection : connections) {
    const double queue = server_timing(connection.read_response()).queue;
    most = std::max(most, queue);
    sum += queue;
  }
  // 0, 20, … 180 ms, less what passed between the first request and the last.
  EXPECT_GE(most, 120);
  EXPECT_GE(sum / 10, 55);
}

}  // namespace
}  // namespace hundred::test
