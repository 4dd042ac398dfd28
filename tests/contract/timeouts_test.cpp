#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

class Timeouts : public ModelTest {
 protected:
  static constexpr double limit = 400;                     ///< the time-outs used here, in milliseconds
  static constexpr double late = limit + 2000 * slowness;  ///< the sweep for deadlines is coarse

  /// Sends a byte every 50 ms until the server answers or ends the connection.
  /// @param begun  when there was no connection yet
  static void expect_dripping_ends(RawConnection& connection, Clock::time_point begun, const std::string& start) {
    connection.send(start);
    bool open = true;
    while (!connection.readable() && open && milliseconds_since(begun) < 2 * late) {
      open = connection.send("x");
      eventually([&] { return connection.readable(); }, 50ms);
    }
    expect_ended(connection, begun);
  }

  /// Now is the time when the server ended it, with a 408 or nothing.
  static void expect_ended(RawConnection& connection, Clock::time_point begun) {
    const double after = milliseconds_since(begun);
    EXPECT_GE(after, limit);
    EXPECT_LT(after, late);
    ASSERT_TRUE(connection.readable()) << "still open";
    const auto response = connection.read_response_if_any();
    EXPECT_TRUE(!response || response->status == 408) << response->status;
    EXPECT_NE(connection.await_ending(), Ending::still_open);
  }
};
HUNDRED_AGAINST_ALL_MODELS(Timeouts);

TEST_P(Timeouts, AHeaderMustBeCompleteInTime) {
  start({"--header-timeout", "400ms"});
  const auto begun = Clock::now();
  RawConnection connection = connect();
  expect_dripping_ends(connection, begun, "GET /ping HTTP/1.1\r\nHost: a\r\nX: ");
}

TEST_P(Timeouts, ALaterHeaderMustBeCompleteInTime) {
  start({"--header-timeout", "400ms"});
  RawConnection connection = connect();
  connection.send(get_request("/ping"));
  connection.read_response();
  expect_dripping_ends(connection, Clock::now(), "GET /ping HTTP/1.1\r\nHost: a\r\nX: ");
}

TEST_P(Timeouts, ABodyMustBeCompleteInTime) {
  start({"--body-timeout", "400ms"});
  RawConnection connection = connect();
  expect_dripping_ends(connection, Clock::now(), request("POST", "/echo", "Content-Length: 1000\r\n"));
}

TEST_P(Timeouts, AChunkedBodyMustBeCompleteInTime) {
  start({"--body-timeout", "400ms"});
  RawConnection connection = connect();
  expect_dripping_ends(connection, Clock::now(),
                       request("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "1000\r\n");
}

TEST_P(Timeouts, AConnectionThatNeverAsksIsEnded) {
  start({"--header-timeout", "400ms", "--keep-alive-timeout", "400ms"});
  const auto begun = Clock::now();
  RawConnection connection = connect();
  eventually([&] { return connection.readable(); });
  expect_ended(connection, begun);
}

TEST_P(Timeouts, AnIdleConnectionIsClosedSilently) {
  start({"--keep-alive-timeout", "400ms"});
  RawConnection connection = connect();
  const auto asked = Clock::now();
  connection.send(get_request("/ping"));
  connection.read_response();
  EXPECT_FALSE(connection.read_response_if_any().has_value());
  EXPECT_GE(milliseconds_since(asked), limit);
  EXPECT_LT(milliseconds_since(asked), late);
}

TEST_P(Timeouts, TheHandlersTimeDoesNotProlongIdleness) {
  start({"--keep-alive-timeout", "400ms"});
  RawConnection connection = connect();
  connection.send(get_request("/io/sleep?ms=4000"));
  connection.read_response();
  const auto answered = Clock::now();
  EXPECT_FALSE(connection.read_response_if_any().has_value());
  EXPECT_LT(milliseconds_since(answered), 4000) << "it would be 4400";
}

TEST_P(Timeouts, AConnectionInUseStays) {
  start({"--keep-alive-timeout", "1s", "--header-timeout", "1s"});
  RawConnection connection = connect();
  for (int i = 0; i < 8; ++i) {
    connection.send(get_request("/io/sleep?ms=150"));
    ASSERT_EQ(connection.read_response().status, 200) << i;
  }
}

TEST_P(Timeouts, AClientThatDoesNotReadIsGivenUp) {
  start({"--write-timeout", "400ms"});
  RawConnection connection(port(), 4096);
  connection.send(get_request("/io/download?kb=20480"));
  EXPECT_TRUE(eventually([&] { return connection.readable(); }));
  EXPECT_TRUE(eventually([this] { return get("/stats").json()["connections"]["open"] == 1; })) << get("/stats").body;
}

}  // namespace
}  // namespace hundred::test
