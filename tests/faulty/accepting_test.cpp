#include <algorithm>

#include "tests/faulty/faulty_test.hpp"

namespace hundred::test {
namespace {

class FailingAccepts : public FaultyTest {};
HUNDRED_AGAINST_ALL_MODELS(FailingAccepts);

TEST_P(FailingAccepts, OutOfDescriptorsItPausesAndGoesOn) {
  const Switch full;
  start_with("accept4=EMFILE@" + full.file(), {"--workers", "2"});
  RawConnection inside = connect();
  inside.send(get_request("/ping"));
  EXPECT_EQ(inside.read_response().status, 200);
  full.on();
  std::vector<RawConnection> outside = connect(20);
  for (RawConnection& connection : outside) connection.send(get_request("/ping"));
  EXPECT_TRUE(eventually([&] { return times_said("out of file descriptors (the limit is") > 0; }));
  expect_rest();
  const auto let_in =
      std::count_if(outside.begin(), outside.end(), [](const auto& client) { return client.readable(); });
  EXPECT_LE(let_in, mode() == "prefork" ? 1 : 0) << "by a process that was just at it";
  inside.send(get_request("/cpu/factorial?n=5"));
  EXPECT_EQ(inside.read_response().status, 200) << "who is in is served";
  EXPECT_LE(times_said("accepting pauses"), mode() == "prefork" ? 2U : 1U) << server().errors();
  full.off();
  for (RawConnection& connection : outside) EXPECT_EQ(connection.read_response().status, 200);
}

TEST_P(FailingAccepts, ItPausesForOtherReasonsToo) {
  const Switch failing;
  start_with("accept4=EIO@" + failing.file());
  failing.on();
  RawConnection connection = connect();
  connection.send(get_request("/ping"));
  EXPECT_TRUE(eventually([&] { return times_said("accepting pauses: Input/output error") > 0; })) << server().errors();
  failing.off();
  EXPECT_EQ(connection.read_response().status, 200);
}

TEST_P(FailingAccepts, ClientsThatGiveUpInTheBacklogKeepNobodyWaiting) {
  start_with("accept4=ECONNABORTED/2,accept4=EINTR/3", {"--drain-timeout", "60s"});
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/ping").status, 200);
  std::vector<RawConnection> connections = connect(30);
  for (RawConnection& connection : connections) connection.send(get_request("/io/sleep?ms=10"));
  server().signal(SIGTERM);
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(server().wait_for_exit(), 0);
}

}  // namespace
}  // namespace hundred::test
