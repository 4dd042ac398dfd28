#include "tests/faulty/faulty_test.hpp"

namespace hundred::test {
namespace {

class FailingSends : public FaultyTest {};
HUNDRED_AGAINST_ALL_MODELS(FailingSends);

TEST_P(FailingSends, AClientThatHasGoneCostsItsOwnAnswerOnly) {
  for (const char* fault : {"send=EPIPE/3", "send=ECONNRESET/3"}) {
    start_with(fault, {"--workers", "1"});
    RawConnection connection = connect(), other = connect();
    for (int i = 0; i < 3; ++i) {
      connection.send(get_request("/ping"));
      EXPECT_EQ(connection.read_response_if_any().has_value(), i < 2) << fault;
    }
    EXPECT_NE(connection.await_ending(), Ending::still_open) << fault;
    other.send(get_request("/ping"));
    EXPECT_EQ(other.read_response().status, 200) << fault;
    EXPECT_EQ(get("/stats").json()["dropped"], 1) << fault;
  }
}

TEST_P(FailingSends, AlsoInTheMidstOfALargeAnswer) {
  const Switch gone;
  start_with("send=EPIPE@" + gone.file(), {"--workers", "1"});
  RawConnection reader(port(), 4096);
  reader.send(get_request("/io/download?kb=20480"));
  EXPECT_EQ(reader.read_head().status, 200);
  gone.on();
  EXPECT_THROW(reader.skip(20'480 * 1024), std::runtime_error);
  gone.off();
  EXPECT_EQ(get("/ping").status, 200);
  expect_counted("/dropped"_json_pointer, 1);
  expect_counted("/connections/open"_json_pointer, 1);
}

TEST_P(FailingSends, ClientsThatReallyLeaveAreCounted) {
  const Switch full;
  start_with("send=EAGAIN@" + full.file());
  RawConnection reader(port(), 4096);
  reader.send(get_request("/io/download?kb=20480"));
  EXPECT_EQ(reader.read_head().status, 200);
  reader.reset();
  expect_counted("/dropped"_json_pointer, 1);
  RawConnection waiting = connect();
  full.on();
  waiting.send(get_request("/ping"));
  EXPECT_TRUE(eventually([&] { return times_said("send=EAGAIN") > 0; })) << "its answer waits to be sent";
  waiting.reset();
  full.off();
  expect_counted("/dropped"_json_pointer, 2);
  expect_counted("/connections/open"_json_pointer, 1);
}

TEST_P(FailingSends, AContinueIsSentWholeBeforeTheAnswer) {
  for (const char* others : {"", ",send=short"}) {
    const Switch full;
    start_with("send=EAGAIN@" + full.file() + others);
    RawConnection connection = connect();
    full.on();
    connection.send(request("POST", "/echo", "Content-Length: 5\r\nExpect: 100-continue\r\n"));
    EXPECT_TRUE(eventually([&] { return times_said("send=EAGAIN") > 0; }));
    connection.send("hello" + get_request("/ping"));
    std::this_thread::sleep_for(20ms);
    EXPECT_FALSE(connection.readable());
    full.off();
    EXPECT_EQ(connection.read_head().status, 100);
    EXPECT_EQ(connection.read_response().body, "hello");
    EXPECT_EQ(connection.read_response().status, 200);
  }
}

/// The first answer goes out; the rest of the body comes while the server looks for more to read, as behind any
/// request.
TEST_P(FailingSends, AContinueWithinAPipelineIsSentWholeBeforeTheAnswer) {
  const Switch full;
  full.on();
  start_with("send=EAGAIN+1@" + full.file());
  RawConnection connection = connect();
  connection.send(get_request("/ping") + request("POST", "/echo", "Content-Length: 5\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_TRUE(eventually([&] { return times_said("send=EAGAIN") > 0; }));
  connection.send("hello" + get_request("/ping"));
  std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(connection.readable());
  full.off();
  EXPECT_EQ(connection.read_head().status, 100);
  EXPECT_EQ(connection.read_response().body, "hello");
  EXPECT_EQ(connection.read_response().status, 200);
}

}  // namespace
}  // namespace hundred::test
