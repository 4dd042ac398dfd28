#include <gmock/gmock.h>

#include "tests/faulty/faulty_test.hpp"

namespace hundred::test {
namespace {

class FewThreads : public FaultyTest {};
HUNDRED_AGAINST_MODELS(FewThreads, models_among({"thread-per-request"}));

TEST_P(FewThreads, WithoutOneAClientIsTurnedAway) {
  const Switch used_up;
  start_with("thread=EAGAIN@" + used_up.file());
  RawConnection connection = connect();
  for (int round = 0; round < 3; ++round) {
    used_up.on();
    for (int i = 0; i < 5; ++i) {
      connection.send(get_request("/cpu/factorial?n=5"));
      const Response response = connection.read_response();
      EXPECT_EQ(response.status, 503);
      EXPECT_EQ(response.header("Retry-After"), "1");
    }
    used_up.off();
    connection.send(get_request("/cpu/factorial?n=5"));
    EXPECT_EQ(connection.read_response().json()["result"], "120");
  }
  expect_counted("/shed/out_of_threads"_json_pointer, 15);
}

TEST_P(FewThreads, EveryOtherOneWillDo) {
  start_with("thread=EAGAIN/2");
  std::vector<RawConnection> connections = connect(100);
  for (RawConnection& connection : connections) connection.send(get_request("/io/sleep?ms=5"));
  int served = 0;
  for (RawConnection& connection : connections) served += connection.read_response().status == 200 ? 1 : 0;
  EXPECT_EQ(served, 50);
}

TEST_P(FewThreads, WhoIsInTheQueueIsServedByTheThreadThatThereIs) {
  const Switch used_up;
  start_with("thread=EAGAIN@" + used_up.file(), {"--max-threads", "1"});
  std::vector<RawConnection> connections = connect(5);
  for (RawConnection& connection : connections) {
    connection.send(get_request("/io/sleep?ms=400"));
    connection.await_read();
  }
  used_up.on();
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  used_up.off();
  EXPECT_EQ(get("/ping").status, 200);
  expect_counted("/queue/length"_json_pointer, 0);
}

/// A mode with threads of its own says in a line that there are not enough of them, and does not start.
class FewThreadsAtStart : public ::testing::TestWithParam<std::string> {};
HUNDRED_AGAINST_MODELS(FewThreadsAtStart, models_among({"worker-pool", "event-loop", "hybrid"}));

TEST_P(FewThreadsAtStart, ItDoesNotStart) {
  for (const char* fault : {"thread=EAGAIN", "thread=EAGAIN/3", "thread=EAGAIN/6"}) {
    const Finished run = run_to_end(HUNDRED_FAULTY_SERVER_PROGRAM,
                                    {"--mode", GetParam(), "--workers", "8", "--port", "0"}, {{"FAULTS", fault}});
    EXPECT_EQ(run.exit_code, 1) << fault;
    EXPECT_EQ(run.output, "") << fault;
    EXPECT_THAT(lines_of(run.errors).back(), ::testing::ContainsRegex("of [478] threads only [0-5] could be started"));
    EXPECT_EQ(sanitizer_report(run.errors), "");
  }
}

}  // namespace
}  // namespace hundred::test
