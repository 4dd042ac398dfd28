#include <algorithm>
#include <numeric>

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

  /// @param ask  tried again where the client itself was held up for so long that there was nothing to wait for, or
  /// where
  ///             the kernel has only now been asked for stamps and does not make them yet
  static void expect_honest(const std::function<Measured()>& ask) {
    Measured measured{0, 0};
    const auto honest = [&] { return measured.waited >= 60 && measured.queue >= measured.waited - 5; };
    for (int i = 0; i < 5 && !honest(); ++i) measured = ask();
    EXPECT_TRUE(honest()) << "waited for " << measured.waited << " ms, of it in the queue: " << measured.queue;
  }
};
HUNDRED_AGAINST_MODELS(Arrival, models_among({"single-threaded", "event-loop", "prefork", "worker-pool"}));

TEST_P(Arrival, OfAParkedConnectionIsWhenItsBytesCame) {
  RawConnection first = connect();
  std::vector<RawConnection> parked = connect_and_ask(1);
  RawConnection& second = parked.front();
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
  const auto asked = Clock::now();
  connection.send(get_request("/cpu/burn?ms=50") + get_request("/ping"));
  connection.read_response();
  const ServerTiming second = server_timing(connection.read_response());
  EXPECT_LE(second.queue + second.handler, milliseconds_since(asked) + 1);
}

TEST_P(Arrival, ManyHaveWaitedForEachOther) {
  std::vector<RawConnection> connections = connect_and_ask(10);
  double sending = 0;
  for (int attempt = 0; attempt < 5 && (attempt == 0 || sending > 60); ++attempt) {
    const auto asked = Clock::now();
    for (RawConnection& connection : connections) connection.send(get_request("/cpu/burn?ms=20"));
    sending = milliseconds_since(asked);
    double queued = 0;
    std::vector<double> handlers;
    for (RawConnection& connection : connections) {
      const ServerTiming timing = server_timing(connection.read_response());
      queued += timing.queue;
      handlers.push_back(timing.handler);
    }
    // Whoever is served as the k-th begins after the k - 1 before, and had come by the time that all were sent. The sum
    // is the least where the shortest go first.
    std::sort(handlers.begin(), handlers.end());
    double least = 0;
    for (std::size_t k = 0; k < handlers.size(); ++k)
      least += std::max(
          0.0, std::accumulate(handlers.begin(), handlers.begin() + static_cast<std::ptrdiff_t>(k), -sending - 1));
    EXPECT_GE(queued, least) << "sent within " << sending << " ms";
  }
  EXPECT_LE(sending, 60) << "the client never asked at once: nothing was shown";
}

}  // namespace
}  // namespace hundred::test
