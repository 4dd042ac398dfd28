#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

/// What of HTTP/1.1 takes more than a request and its answer.
class Exchanges : public ModelTest {
 protected:
  void SetUp() override { start({"--max-header-bytes", "4k", "--max-body-bytes", "64k"}); }

  static std::string post_head(std::string_view fields, std::string_view version = "1.1") {
    return request("POST", "/echo", fields, version);
  }
  static std::string chunked_head() { return post_head("Transfer-Encoding: chunked\r\n"); }

  /// The request is too large in some way: it is refused, and nothing behind it is answered.
  void expect_too_large(const std::string& bytes) const {
    RawConnection connection(port());
    connection.send(bytes);
    const Response response = connection.read_response();
    EXPECT_TRUE(response.status == 400 || response.status == 413 || response.status == 431) << response.status;
    EXPECT_TRUE(response.says_close());
    EXPECT_FALSE(connection.read_response_if_any().has_value());
    EXPECT_EQ(connection.await_ending(), Ending::closed);
  }
};
HUNDRED_AGAINST_ALL_MODELS(Exchanges);

TEST_P(Exchanges, AllowListsTheMethods) {
  EXPECT_EQ(post("/ping", "").header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(get("/echo").header("Allow"), "POST, OPTIONS");
  RawConnection connection = connect();
  const std::pair<const char*, const char*> paths[] = {
      {"/ping", "GET, HEAD, OPTIONS"}, {"/echo", "POST, OPTIONS"}, {"*", "GET, HEAD, POST, OPTIONS"}};
  for (const auto& [target, methods] : paths) {
    connection.send(request("OPTIONS", target));
    EXPECT_EQ(connection.read_response().header("Allow"), methods) << target;
  }
}

TEST_P(Exchanges, WhatMayHaveNoBodyHasNone) {
  RawConnection connection = connect();
  for (const auto& [target, status] : {std::pair{"/ping", 200}, {"/nowhere", 404}, {"/echo", 405}, {"/ping%", 400}}) {
    connection.send(request("HEAD", target) + request("OPTIONS", "/ping") + get_request("/cpu/factorial?n=3"));
    const Response head = connection.read_response(true);
    EXPECT_EQ(head.status, status) << target;
    EXPECT_NE(head.header("Content-Length"), "0") << target;
    const Response options = connection.read_response();
    EXPECT_EQ(options.status, 204);
    EXPECT_FALSE(options.has("Content-Length") || options.has("Transfer-Encoding"));
    EXPECT_EQ(connection.read_response().json()["result"], "6") << target;
  }
}

TEST_P(Exchanges, AHeadThatIsRefusedIsAnsweredWithoutABody) {
  for (const char* bad : {"HEAD /ping HTTP/1.1\r\n\r\n", "HEAD /ping HTTP/1.1\r\nHost: h\r\nX : y\r\n\r\n",
                          "HEAD /ping HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n"}) {
    RawConnection connection = connect();
    connection.send(bad);
    EXPECT_EQ(connection.read_head().status, 400) << bad;
    EXPECT_EQ(connection.read_some(100), "") << bad;
  }
}

TEST_P(Exchanges, ContinueComesBeforeTheBody) {
  RawConnection connection = connect();
  const std::pair<const char*, const char*> bodies[] = {{"Content-Length: 5\r\n", "hello"},
                                                        {"Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"}};
  for (const auto& [framing, body] : bodies)
    for (const char* expectation : {"Expect: 100-continue\r\n", "expect: 100-Continue\r\n"}) {
      connection.send(post_head(std::string(framing) + expectation));
      EXPECT_EQ(connection.read_head().status, 100);
      connection.send(body);
      EXPECT_EQ(connection.read_head().status, 200);
      connection.skip(5);
    }
}

TEST_P(Exchanges, ABodyNeedNotAwaitContinue) {
  RawConnection connection = connect();
  connection.send(post_head("Content-Length: 5\r\nExpect: 100-continue\r\n") + "hello" + get_request("/ping"));
  EXPECT_EQ(connection.read_response().body, "hello");
  EXPECT_EQ(connection.read_response().body, R"({"pong":true})");
}

TEST_P(Exchanges, WhatIsRefusedIsNotContinued) {
  for (const auto& [fields, status] : {std::pair{"Content-Length: 65537\r\nExpect: 100-continue\r\n", 413},
                                       {"Content-Length: 5\r\nExpect: the-unexpected\r\n", 417},
                                       {"Transfer-Encoding: gzip\r\nExpect: 100-continue\r\n", 501}}) {
    RawConnection connection = connect();
    connection.send(post_head(fields));
    EXPECT_EQ(connection.read_head().status, status);
    EXPECT_EQ(connection.await_ending(), Ending::closed);
  }
}

TEST_P(Exchanges, Http10KnowsNoContinue) {
  RawConnection connection = connect();
  connection.send(post_head("Content-Length: 5\r\nExpect: 100-continue\r\n", "1.0"));
  connection.await_read();
  connection.send("hello");
  EXPECT_EQ(connection.read_head().status, 200);
}

TEST_P(Exchanges, Http10StaysOpenIfAsked) {
  RawConnection connection = connect();
  for (int i = 0; i < 3; ++i) {
    connection.send(request("GET", "/ping", "Connection: keep-alive\r\n", "1.0"));
    EXPECT_EQ(connection.read_response().header("Connection"), "keep-alive");
  }
  connection.send(request("GET", "/ping", "", "1.0"));
  EXPECT_TRUE(connection.read_response().says_close());
  EXPECT_EQ(connection.await_ending(), Ending::closed);
}

TEST_P(Exchanges, ExtensionsOfChunksAreLimited) {
  const std::string end = "\r\nhello\r\n0\r\n\r\n" + get_request("/ping");
  expect_too_large(chunked_head() + "5;a=" + std::string(100'000, 'x') + end);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "1;a=" + std::string(100, 'x') + "\r\ny\r\n";
  expect_too_large(chunked_head() + many + "5" + end);
}

TEST_P(Exchanges, TrailersAreLimited) {
  const std::string start = chunked_head() + "5\r\nhello\r\n0\r\n";
  expect_too_large(start + "X: " + std::string(100'000, 'x') + "\r\n\r\n" + get_request("/ping"));
  std::string many;
  for (int i = 0; i < 400; ++i) many += "X-" + std::to_string(i) + ": some value\r\n";
  expect_too_large(start + many + "\r\n" + get_request("/ping"));
}

TEST_P(Exchanges, LinesOfAChunkedBodyThatDoNotEndAreRefused) {
  const std::string much(100'000, '0');
  for (const char* start : {"", "5;a=", "5;a=\"", "0\r\n", "0\r\nX: "}) expect_too_large(chunked_head() + start + much);
}

TEST_P(Exchanges, AClientThatKeepsSendingCanReadTheRefusal) {
  const std::string more(300'000, 'x');
  for (const std::string& bad :
       {post_head("Content-Length: 1, 2\r\n"), post_head("Transfer-Encoding: gzip\r\n"), chunked_head() + "0x5\r\n",
        post_head("Content-Length: 300000\r\n"), std::string("GET /ping HTTP/1.1\r\n\r\n")}) {
    RawConnection connection = connect();
    connection.send(bad);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(connection.send(more)) << bad;
    EXPECT_GE(connection.read_response().status, 400) << bad;
    EXPECT_EQ(connection.await_ending(), Ending::closed) << bad;
  }
}

TEST_P(Exchanges, ARefusalWaitsForTheAnswersBeforeIt) {
  for (const char* before : {"/io/sleep?ms=20", "/io/download?kb=3000"}) {
    RawConnection connection = connect();
    connection.send(get_request(before) + get_request("/ping", "X : y\r\n") + get_request("/ping"));
    EXPECT_EQ(connection.read_response().status, 200) << before;
    EXPECT_EQ(connection.read_response().status, 400) << before;
    EXPECT_FALSE(connection.read_response_if_any().has_value()) << before;
    EXPECT_EQ(connection.await_ending(), Ending::closed) << before;
  }
}

TEST_P(Exchanges, AClientThatSendsNoMoreIsAnswered) {
  RawConnection connection = connect();
  connection.send(get_request("/ping") + post_request("/echo", "hello"));
  connection.finish_sending();
  EXPECT_EQ(connection.read_response().status, 200);
  EXPECT_EQ(connection.read_response().body, "hello");
  EXPECT_EQ(connection.await_ending(), Ending::closed);
}

}  // namespace
}  // namespace hundred::test
