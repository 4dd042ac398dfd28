#include "client/fetch.hpp"

#include <gtest/gtest.h>

#include "load_helpers.hpp"
#include "test_server.hpp"

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

}  // namespace
}  // namespace hundred::client
