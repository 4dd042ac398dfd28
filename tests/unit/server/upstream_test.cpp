#include "server/upstream/upstream.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <mutex>
#include <thread>

#include "server/runtime/message.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;
using test::TestServer;
using testing::HasSubstr;
using testing::StartsWith;

/// Asks on a loop of its own. @returns "200, 2 bytes", or "502: …" as it is thrown.
std::string ask(Upstream& upstream, Nanoseconds within = 30s) {
  boost::asio::io_context loop{1};
  Stamps stamps;
  BlockingContext context(stamps, nullptr);
  std::string result;
  const auto note = [&](std::exception_ptr thrown, const Upstream::Answer& answer) {
    try {
      if (thrown) std::rethrow_exception(thrown);
      result = fmt::format("{}, {} bytes", answer.status, answer.body_bytes);
    } catch (const HttpError& error) {
      result = fmt::format("{}: {}", error.status(), error.what());
    }
  };
  boost::asio::co_spawn(loop, upstream.get(context, "/io/sleep?ms=5", within), note);
  loop.run();
  return result;
}

/// An upstream that behaves as a test wants, and how it is asked.
struct Pair {
  explicit Pair(TestServer::Behaviour behaviour) : server(std::move(behaviour)) {}

  std::string ask(Nanoseconds within = 30s) { return server::ask(upstream, within); }

  TestServer server;
  UpstreamServer place = find_upstream(server.url(""));
  Upstream upstream{place};
};

TestServer::Behaviour answering_once(std::string_view answer) {
  return [answer](int socket) {
    if (test::read_request(socket)) test::send_text(socket, answer);
  };
}

TEST(UpstreamTest, AsksBelowTheUrlsPath) {
  std::string request;
  const TestServer server([&request](int socket) {
    char bytes[1024];
    request.assign(bytes, static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(socket, bytes, sizeof bytes, 0))));
    test::send_text(socket, test::ok_answer);
  });
  const UpstreamServer place = find_upstream(server.url("/below/"));
  Upstream upstream(place);
  EXPECT_EQ(ask(upstream), "200, 2 bytes");
  EXPECT_EQ(request, fmt::format("GET /below/io/sleep?ms=5 HTTP/1.1\r\nHost: {}\r\n\r\n", place.url.authority));
}

TEST(UpstreamTest, AConnectionServesWhateverLoopAsksNext) {
  Pair pair(test::answering(std::string(test::ok_answer)));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(pair.ask(), "200, 2 bytes");
  EXPECT_EQ(pair.server.connections(), 1);
}

TEST(UpstreamTest, ThreadsDoNotShareAConnection) {
  Pair pair(test::answering(std::string(test::ok_answer)));
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int n = 0; n < 50; ++n) EXPECT_EQ(pair.ask(), "200, 2 bytes");
      });
  }
  EXPECT_LE(pair.server.connections(), 4);
}

TEST(UpstreamTest, AConnectionIsKeptOnlyIfAnotherAnswerMayFollow) {
  for (const char* answer :
       {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nsurplus"}) {
    Pair pair(test::answering(answer));
    EXPECT_EQ(pair.ask(), "200, 0 bytes");
    EXPECT_EQ(pair.ask(), "200, 0 bytes");
    EXPECT_EQ(pair.server.connections(), 2) << answer;
  }
}

TEST(UpstreamTest, NoneIsKeptOnceItIsClosed) {
  Pair pair(test::answering(std::string(test::ok_answer)));
  EXPECT_EQ(pair.ask(), "200, 2 bytes");
  pair.upstream.close();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(pair.ask(), "200, 2 bytes");
  EXPECT_EQ(pair.server.connections(), 3);
}

TEST(UpstreamTest, AKeptConnectionThatHasEndedIsReplaced) {
  for (const bool reset : {false, true}) {
    Pair pair([reset](int socket) {
      answering_once(test::ok_answer)(socket);
      if (reset) test::reset_on_close(socket);
    });
    for (int i = 0; i < 5; ++i) EXPECT_EQ(pair.ask(), "200, 2 bytes");
    EXPECT_EQ(pair.server.connections(), 5);
  }
}

TEST(UpstreamTest, ItIsReplacedOnce) {
  std::atomic<bool> silent = false;
  Pair pair([&silent](int socket) {
    if (test::read_request(socket) && !silent) test::send_text(socket, test::ok_answer);
  });
  EXPECT_EQ(pair.ask(), "200, 2 bytes");
  silent = true;
  EXPECT_THAT(pair.ask(), testing::AllOf(StartsWith("502: the upstream " + pair.server.url("")),
                                         HasSubstr("ends the connection without an answer")));
  EXPECT_EQ(pair.server.connections(), 2);
}

TEST(UpstreamTest, WhoRefusesConnectionsIsNamed) {
  const UpstreamServer place = find_upstream(fmt::format("http://127.0.0.1:{}", test::free_port()));
  Upstream upstream(place);
  EXPECT_EQ(ask(upstream), "502: the upstream " + place.url.text + " cannot be connected to: Connection refused");
}

TEST(UpstreamTest, WhoDoesNotAnswerIsWaitedForNoLonger) {
  Pair pair([](int socket) {
    while (test::read_request(socket)) continue;
  });
  EXPECT_EQ(pair.ask(30ms), "504: the upstream " + pair.server.url("") + " has not answered within 30ms");
  Pair slow([](int socket) {
    test::read_request(socket);
    test::send_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    test::read_request(socket);
  });
  EXPECT_THAT(slow.ask(30ms), StartsWith("504: "));
}

TEST(UpstreamTest, BadAnswersAreRefused) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::vector<std::string> answers{"nonsense\r\n\r\n",
                                         "HTTP/1.1 100 Continue\r\n\r\n",
                                         "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                                         head + "Content-Length: 9\r\n\r\nhalf",
                                         head + "Content-Le",
                                         head + "Content-Length: 65537\r\n\r\n" + std::string(65537, 'x'),
                                         head + "Connection: close\r\n\r\n" + std::string(65537, 'x'),
                                         head + "X: " + std::string(20'000, 'x') + "\r\n\r\n"};
  for (const std::string& answer : answers) {
    Pair pair(answering_once(answer));
    EXPECT_THAT(pair.ask(), StartsWith("502: the upstream ")) << answer.substr(0, 60);
    EXPECT_EQ(pair.server.connections(), 1);
  }
}

TEST(UpstreamTest, ABodyMayBeAsLongAsIsAllowed) {
  Pair pair(answering_once("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
  EXPECT_EQ(pair.ask(), "200, 0 bytes");
  const std::string longest = "HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + std::string(65536, 'x');
  Pair full(answering_once(longest));
  EXPECT_EQ(full.ask(), "200, 65536 bytes");
}

}  // namespace
}  // namespace hundred::server
