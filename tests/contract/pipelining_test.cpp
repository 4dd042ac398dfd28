#include "tests/contract/model_test.hpp"
#include "tests/support/timeline.hpp"

namespace hundred::test {
namespace {

class Pipelining : public ModelTest {
 protected:
  /// Fifty requests whose answers differ in size and in how long they take.
  static std::string mixed_requests() {
    std::string all;
    for (int i = 0; i < 50; ++i) all += mixed_request(i);
    return all;
  }

  static std::string echo_body(int i) {
    return "body of request " + std::to_string(i) + std::string(static_cast<std::size_t>(i * 37), '.');
  }

  static void expect_mixed_answers(RawConnection& connection) {
    for (int i = 0; i < 50; ++i) expect_mixed_answer(i, connection.read_response());
  }

 private:
  static std::string mixed_request(int i) {
    switch (i % 5) {
      case 0:
        return get_request("/ping");
      case 1:
        return get_request("/io/download?kb=300");
      case 2:
        return post_request("/echo", echo_body(i));
      case 3:
        return get_request("/io/sleep?ms=5");
      default:
        return get_request("/cpu/factorial?n=" + std::to_string(i));
    }
  }

  static void expect_mixed_answer(int i, const Response& response) {
    ASSERT_EQ(response.status, 200) << "answer " << i << ": " << response.body.substr(0, 200);
    switch (i % 5) {
      case 0:
        ASSERT_EQ(response.body, R"({"pong":true})") << "answer " << i;
        break;
      case 1:
        ASSERT_EQ(response.body.size(), 300U * 1024) << "answer " << i;
        break;
      case 2:
        ASSERT_EQ(response.body, echo_body(i)) << "answer " << i;
        break;
      case 3:
        ASSERT_EQ(response.json().is_object(), true) << "answer " << i;
        break;
      default:
        ASSERT_EQ(response.json()["n"], i) << "answer " << i;
    }
  }
};
HUNDRED_AGAINST_ALL_MODELS(Pipelining);

TEST_P(Pipelining, AnswersComeInOrder) {
  start();
  RawConnection connection = connect();
  connection.send(mixed_requests());
  expect_mixed_answers(connection);
}

TEST_P(Pipelining, AnswersComeInOrderOnSeveralConnections) {
  start();
  std::vector<RawConnection> connections = connect(4);
  for (RawConnection& connection : connections) connection.send(mixed_requests());
  for (RawConnection& connection : connections) expect_mixed_answers(connection);
}

/// Short handlers end while the reader still looks at what follows: none of what follows may be forgotten.
TEST_P(Pipelining, ShortRequestsAreNotForgotten) {
  start();
  std::string pings;
  for (int i = 0; i < 50; ++i) pings += get_request("/ping");
  for (int round = 0; round < 100 / slowness; ++round) {
    std::vector<RawConnection> connections = connect(4);
    for (RawConnection& connection : connections) connection.send(pings);
    for (RawConnection& connection : connections)
      for (int i = 0; i < 50; ++i) ASSERT_EQ(connection.read_response().status, 200) << "round " << round;
  }
}

TEST_P(Pipelining, APipelineDoesNotGoBeforeOthers) {
  start_narrow();
  constexpr int requests = 20;
  RawConnection pipeline = connect(), other = connect();
  std::string all;
  for (int i = 0; i < requests; ++i) all += get_request("/cpu/burn?ms=20", "X-Request-Id: pipelined\r\n");
  pipeline.send(all);
  EXPECT_EQ(pipeline.read_response().status, 200);  // the server is at it
  other.send(get_request("/ping", "X-Request-Id: other\r\n"));
  EXPECT_EQ(other.read_response().status, 200);
  for (int i = 1; i < requests; ++i) EXPECT_EQ(pipeline.read_response().status, 200);
  const Interval waited = interval(exchanges_with_id(port(), "other").at(0), "queue");
  int served_before = 0;
  for (const auto& exchange : exchanges_with_id(port(), "pipelined")) {
    const std::int64_t start = interval(exchange, "handler").start;
    served_before += start > waited.start && start < waited.end;
  }
  EXPECT_LE(served_before, 2) << "the one after the one that computed when it came, where that was not read yet";
}

TEST_P(Pipelining, RequestsMayBeSplitAnywhere) {
  start();
  RawConnection connection = connect();
  const std::string all = mixed_requests();
  constexpr std::size_t sizes[] = {1, 61, 7, 3, 127, 2, 31, 499};
  for (std::size_t at = 0, i = 0; at < all.size(); at += sizes[i++ % 8]) connection.send(all.substr(at, sizes[i % 8]));
  expect_mixed_answers(connection);
}

TEST_P(Pipelining, ChunkedRequestsAreCutAtTheRightPlace) {
  start();
  RawConnection connection = connect();
  const std::string body = echo_body(100);
  std::string all;
  for (std::size_t size : {1U, 10U, 1000U})
    all += request("POST", "/echo", "Transfer-Encoding: chunked\r\n") + chunked(body, {size, 7}) + get_request("/ping");
  connection.send(all);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(connection.read_response().body, body);
    EXPECT_EQ(connection.read_response().body, R"({"pong":true})");
  }
}

TEST_P(Pipelining, ErrorsKeepTheirPlaceInLine) {
  start();
  RawConnection connection = connect();
  connection.send(get_request("/io/sleep?ms=20") + get_request("/nowhere") + request("DELETE", "/ping") +
                  get_request("/io/sleep?ms=x") + get_request("/ping"));
  for (const int status : {200, 404, 405, 400, 200}) EXPECT_EQ(connection.read_response().status, status);
}

TEST_P(Pipelining, NothingIsAnsweredAfterClose) {
  start();
  RawConnection connection = connect();
  connection.send(get_request("/ping") + get_request("/ping", "Connection: close\r\n") + get_request("/ping"));
  EXPECT_FALSE(connection.read_response().says_close());
  EXPECT_TRUE(connection.read_response().says_close());
  EXPECT_FALSE(connection.read_response_if_any().has_value());
}

TEST_P(Pipelining, HeadHasTheFieldsOfGetAndNoBody) {
  start();
  for (const char* target : {"/ping", "/io/download?kb=64", "/nowhere"}) {
    RawConnection connection = connect();
    connection.send(request("HEAD", target) + get_request(target) + get_request("/cpu/factorial?n=3"));
    const Response head = connection.read_response(true);
    const Response full = connection.read_response();
    EXPECT_EQ(head.status, full.status) << target;
    for (const char* field : {"Content-Length", "Content-Type", "Transfer-Encoding"})
      EXPECT_EQ(head.header(field), full.header(field)) << target << ' ' << field;
    EXPECT_EQ(connection.read_response().json()["result"], "6") << target;
  }
}

}  // namespace
}  // namespace hundred::test
