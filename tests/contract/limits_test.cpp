#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

class Limits : public ModelTest {
 protected:
  void SetUp() override { start({"--max-header-bytes", "4k", "--max-target-bytes", "1k", "--max-body-bytes", "64k"}); }

  /// Sends and expects that status, in JSON, and the end of the connection.
  void expect_refused(const std::string& bytes, int status) const {
    RawConnection connection(port());
    connection.send(bytes);
    const Response response = connection.read_response();
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.json().at("error").at("status"), status);
    EXPECT_TRUE(response.says_close());
    EXPECT_NE(connection.await_ending(), Ending::still_open);
  }
  void expect_others_are_served() const { EXPECT_EQ(get("/ping").status, 200); }
};
HUNDRED_AGAINST_ALL_MODELS(Limits);

TEST_P(Limits, AHeaderThatIsTooLong) {
  expect_refused(get_request("/ping", "X: " + std::string(5000, 'x') + "\r\n"), 431);
  std::string many;
  for (int i = 0; i < 400; ++i) many += "X-" + std::to_string(i) + ": some value\r\n";
  expect_refused(get_request("/ping", many), 431);
  expect_refused("GET /ping HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x'), 431);
  expect_others_are_served();
}

TEST_P(Limits, AHeaderThatFits) { EXPECT_EQ(get("/ping", "X: " + std::string(3500, 'x') + "\r\n").status, 200); }

TEST_P(Limits, ATargetThatIsTooLong) {
  expect_refused(get_request("/ping?x=" + std::string(1200, 'x')), 414);
  expect_refused("GET /" + std::string(100'000, 'x'), 414);
  EXPECT_EQ(get("/nowhere/" + std::string(900, 'x')).status, 404);
}

TEST_P(Limits, ABodyThatIsTooLongByItsLength) {
  expect_refused(request("POST", "/echo", "Content-Length: 65537\r\n"), 413);
  expect_refused(request("POST", "/io/upload", "Content-Length: 9223372036854775807\r\n"), 413);
  expect_others_are_served();
}

TEST_P(Limits, ABodyThatIsTooLongByItsChunks) {
  const std::string head = request("POST", "/echo", "Transfer-Encoding: chunked\r\n");
  expect_refused(head + chunked(std::string(70'000, 'x'), {1000}), 413);
  expect_refused(head + "ffffffff\r\n", 413);
  expect_others_are_served();
}

TEST_P(Limits, ABodyOfJustThatLength) {
  const std::string body(65536, 'x');
  EXPECT_EQ(post("/echo", body).body.size(), body.size());
  RawConnection connection = connect();
  connection.send(request("POST", "/echo", "Transfer-Encoding: chunked\r\n") + chunked(body, {1000}));
  EXPECT_EQ(connection.read_response().body.size(), body.size());
}

TEST_P(Limits, TheAnswerReachesAClientThatIsStillSending) {
  for (int i = 0; i < 5; ++i) {
    RawConnection connection = connect();
    connection.send(post_request("/echo", std::string(2'000'000, 'x')));
    EXPECT_EQ(connection.read_response().status, 413);
  }
}

class ConnectionLimit : public ModelTest {};
HUNDRED_AGAINST_ALL_MODELS(ConnectionLimit);

TEST_P(ConnectionLimit, BeyondItClientsWaitForAPlace) {
  start({"--max-connections", "4"});
  std::vector<RawConnection> connections = connect(4);
  for (RawConnection& connection : connections) {
    connection.send(get_request("/ping"));
    EXPECT_EQ(connection.read_response().status, 200);
  }
  RawConnection fifth = connect();
  fifth.send(get_request("/ping"));
  EXPECT_FALSE(eventually([&] { return fifth.readable(); }, 150ms)) << "a fifth connection was accepted";
  connections.pop_back();
  EXPECT_EQ(fifth.read_response().status, 200);
}

}  // namespace
}  // namespace hundred::test
