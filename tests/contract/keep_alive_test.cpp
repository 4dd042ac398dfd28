#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

class KeepAlive : public ModelTest {};
HUNDRED_AGAINST_ALL_MODELS(KeepAlive);

TEST_P(KeepAlive, OneConnectionServesManyRequests) {
  start();
  RawConnection connection = connect();
  for (int i = 0; i < 20; ++i) {
    connection.send(get_request("/ping"));
    const Response response = connection.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"pong":true})");
    EXPECT_EQ(response.version, 11);
    EXPECT_FALSE(response.says_close());
  }
}

TEST_P(KeepAlive, CloseIsObeyedAndSaid) {
  start();
  RawConnection connection = connect();
  connection.send(get_request("/ping", "Connection: close\r\n"));
  EXPECT_TRUE(connection.read_response().says_close());
  EXPECT_EQ(connection.await_ending(), Ending::closed);
}

TEST_P(KeepAlive, CloseAmongOtherOptionsAndInOtherCaseIsObeyed) {
  start();
  RawConnection connection = connect();
  connection.send(get_request("/ping", "connection: TE, Close\r\n"));
  EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(connection.await_ending(), Ending::closed);
}

TEST_P(KeepAlive, OldVersionClosesUnlessAsked) {
  start();
  RawConnection connection = connect();
  connection.send("GET /ping HTTP/1.0\r\n\r\n");
  const Response response = connection.read_response();
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.has("Transfer-Encoding"));
  EXPECT_EQ(connection.await_ending(), Ending::closed);
}

TEST_P(KeepAlive, OldVersionStaysWhenAsked) {
  start();
  RawConnection connection = connect();
  for (int i = 0; i < 3; ++i) {
    connection.send(request("GET", "/io/download?kb=64", "Connection: keep-alive\r\n", "1.0"));
    const Response response = connection.read_response();
    EXPECT_EQ(response.body.size(), 65536U);
    EXPECT_EQ(response.header("Connection"), "keep-alive");
  }
}

TEST_P(KeepAlive, CanBeTurnedOff) {
  start({"--keep-alive", "close"});
  for (const char* target : {"/ping", "/io/download?kb=64", "/nowhere"}) {
    RawConnection connection = connect();
    connection.send(get_request(target));
    EXPECT_TRUE(connection.read_response().says_close()) << target;
    EXPECT_EQ(connection.await_ending(), Ending::closed) << target;
  }
}

TEST_P(KeepAlive, ConnectionsMayCloseWhenever) {
  start();
  for (int i = 0; i < 20; ++i) {
    RawConnection connection = connect();
    if (i % 2 == 0) {
      connection.send(get_request("/ping"));
      EXPECT_EQ(connection.read_response().status, 200);
    }
  }
  EXPECT_EQ(get("/ping").status, 200);
  EXPECT_TRUE(eventually([this] { return get("/stats").json()["connections"]["open"] == 1; }));
}

}  // namespace
}  // namespace hundred::test
