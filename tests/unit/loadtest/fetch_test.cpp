#include "client/fetch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "load_helpers.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

using test::answering, test::free_port, test::ok_answer, test::read_request, test::send_text, test::TestServer;

constexpr Time ample = 10'000 * millisecond;

std::optional<std::string> fetched(const std::string& answer) {
  const TestServer server(answering(answer));
  return fetch(parse_url(server.url()), ample);
}

TEST(Fetch, ReturnsTheBody) {
  EXPECT_EQ(fetched(std::string(ok_answer)), "hi");
  EXPECT_EQ(fetched("HTTP/1.1 204 No Content\r\n\r\n"), "");
  EXPECT_EQ(fetched("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"), "abc");
}

TEST(Fetch, ReturnsLargeBodies) {
  std::string body;
  body.resize(20'000'000, 'x');
  const TestServer server([&](int socket) {
    read_request(socket);
    std::string_view rest = body;
    send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n");
    for (; !rest.empty(); rest.remove_prefix(1'000'000)) send_text(socket, rest.substr(0, 1'000'000));
  });
  EXPECT_EQ(fetch(parse_url(server.url()), ample), body);
}

TEST(Fetch, ReturnsNothingWithoutAGoodAnswer) {
  EXPECT_EQ(fetched("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"), std::nullopt);
  EXPECT_EQ(fetched("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), std::nullopt);
  EXPECT_EQ(fetched("SSH-2.0-OpenSSH\r\n"), std::nullopt);
}

TEST(Fetch, ReturnsNothingOfAnAnswerThatIsCutShort) {
  const TestServer server([](int socket) {
    read_request(socket);
    send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nonly");
  });
  EXPECT_EQ(fetch(parse_url(server.url()), ample), std::nullopt);
}

TEST(Fetch, GivesUpAfterItsTimeout) {
  const TestServer server([](int socket) {
    while (read_request(socket)) continue;
  });
  const Time began = now();
  EXPECT_EQ(fetch(parse_url(server.url()), 50 * millisecond), std::nullopt);
  EXPECT_GE(now() - began, 50 * millisecond);
  EXPECT_LT(now() - began, ample / 2);
}

TEST(Fetch, ReturnsNothingWhereNobodyListens) {
  EXPECT_EQ(fetch(parse_url("127.0.0.1:" + std::to_string(free_port())), ample), std::nullopt);
}

/// As if each connection were served by another worker.
std::string answer_of(int connection) {
  const std::string body = std::to_string(connection);
  return "HTTP/1.1 200 OK\r\nServer-Timing: cpu;dur=1, worker;desc=\"p" + body +
         "\"\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class FetchOnMany : public testing::Test {
 protected:
  bool fetch_until(std::size_t wanted, std::size_t most) {
    return fetch_on_many(parse_url(server_.url()), most, ample, [&](const Fetched& fetched) {
      answers_.push_back(fetched.worker + "=" + fetched.body);
      return answers_.size() < wanted;
    });
  }

  std::atomic<int> made_ = 0, open_ = 0, most_open_ = 0;
  TestServer server_{[this](int socket) {
    most_open_ = std::max(most_open_.load(), ++open_);
    const int connection = made_++;
    while (read_request(socket)) send_text(socket, answer_of(connection));
    --open_;
  }};
  std::vector<std::string> answers_;
};

TEST_F(FetchOnMany, AsksOnConnectionsThatStayOpenUntilItHasEnough) {
  EXPECT_TRUE(fetch_until(3, 10));
  EXPECT_EQ(answers_, (std::vector<std::string>{"p0=0", "p1=1", "p2=2"}));
  EXPECT_EQ(server_.connections(), 3);
  EXPECT_EQ(most_open_, 3);
}

TEST_F(FetchOnMany, MakesAtMostSoManyConnections) {
  EXPECT_TRUE(fetch_until(100, 4));
  EXPECT_EQ(server_.connections(), 4);
}

TEST_F(FetchOnMany, SaysIfAnAnswerIsNotGood) {
  EXPECT_FALSE(fetch_on_many(parse_url("127.0.0.1:" + std::to_string(free_port())), 2, ample,
                             [](const Fetched&) { return true; }));
  const TestServer refusing(answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_FALSE(fetch_on_many(parse_url(refusing.url()), 2, ample, [](const Fetched&) { return true; }));
  EXPECT_EQ(refusing.connections(), 1);
}

}  // namespace
}  // namespace hundred::client
