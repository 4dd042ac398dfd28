#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

/// Time in which the server itself was busy counts against no client.
class QueuedClients : public ModelTest {
 protected:
  void SetUp() override {
    start({"--workers", "1", "--header-timeout", "700ms", "--body-timeout", "700ms", "--keep-alive-timeout", "700ms"});
  }
};
HUNDRED_AGAINST_ALL_MODELS(QueuedClients);

TEST_P(QueuedClients, AreNeverCut) {
  std::vector<RawConnection> connections = connect(14);
  const char* const targets[] = {"/io/sleep?ms=100", "/cpu/burn?ms=100"};
  for (std::size_t i = 0; i < connections.size(); ++i) connections[i].send(get_request(targets[i % 2]));
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
}

TEST_P(QueuedClients, WithBodiesAreNeverCut) {
  std::vector<RawConnection> connections = connect(12);
  for (std::size_t i = 0; i < connections.size(); ++i)
    connections[i].send(i % 2 == 0 ? get_request("/cpu/burn?ms=250") : post_request("/echo", std::string(50'000, 'x')));
  for (RawConnection& connection : connections) EXPECT_EQ(connection.read_response().status, 200);
}

TEST_P(QueuedClients, WhoAskWhileTheServerComputesAreAnswered) {
  std::vector<RawConnection> idle = connect_and_ask(3);
  RawConnection busy = connect();
  busy.send(get_request("/cpu/burn?ms=1500"));
  std::this_thread::sleep_for(50ms);
  for (RawConnection& connection : idle) connection.send(get_request("/ping"));
  for (RawConnection& connection : idle) {
    const auto response = connection.read_response_if_any();
    ASSERT_TRUE(response.has_value()) << "closed although it had asked in time";
    EXPECT_EQ(response->status, 200);
  }
  EXPECT_EQ(busy.read_response().status, 200);
}

TEST_P(QueuedClients, WhoSendTheRestWhileTheServerComputesAreAnswered) {
  RawConnection half_header = connect();
  RawConnection half_body = connect();
  const std::string header = get_request("/ping");
  const std::string with_body = post_request("/echo", "hello");
  half_header.send(header.substr(0, 20));
  half_body.send(with_body.substr(0, with_body.size() - 3));
  RawConnection busy = connect();
  busy.send(get_request("/cpu/burn?ms=1500"));
  std::this_thread::sleep_for(50ms);
  half_header.send(header.substr(20));
  half_body.send(with_body.substr(with_body.size() - 3));
  EXPECT_EQ(half_header.read_response().status, 200);
  EXPECT_EQ(half_body.read_response().body, "hello");
  EXPECT_EQ(busy.read_response().status, 200);
}

}  // namespace
}  // namespace hundred::test
