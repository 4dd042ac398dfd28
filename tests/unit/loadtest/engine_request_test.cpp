// What is asked, and how: methods, headers, bodies, several URLs, connections.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <mutex>
#include <string>
#include <vector>

#include "load_helpers.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

using test::answering, test::ok_answer, test::read_request, test::send_text, test::TestServer;

/// Keeps what its only connection sends, and answers once `bytes` have come.
class Listening {
 public:
  explicit Listening(std::size_t bytes, std::string answer = std::string(ok_answer))
      : server_([this, bytes, answer = std::move(answer)](int socket) {
          std::string got(bytes, '\0');
          if (::recv(socket, got.data(), bytes, MSG_WAITALL) != static_cast<ssize_t>(bytes)) return;
          const std::lock_guard lock(mutex_);
          heard_ = got;
          send_text(socket, answer);
        }) {}

  std::string url(std::string_view path) const { return server_.url(path); }
  std::string heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  mutable std::mutex mutex_;
  std::string heard_;
  TestServer server_;
};

std::string expected_request(const Load& load, const std::string& rest) {
  return load.form.method + " " + load.url().target + " HTTP/1.1\r\nHost: " + load.url().authority() +
         "\r\nUser-Agent: hundred-load/" HUNDRED_VERSION "\r\nAccept: */*\r\n" + rest;
}

TEST(Requests, HaveTheirMethodHeadersAndBody) {
  const std::string rest = "X-A: b\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
  Load load = load_on("http://127.0.0.1:1/echo?x=1", 1, 1);
  load.form = {"PUT", {{"X-A", "b"}}, "{\"a\":1}"};
  const Listening probe(expected_request(load, rest).size() + 4);  // a port of five digits in place of one
  load.urls = {parse_url(probe.url("/echo?x=1"))};
  ASSERT_EQ(load.url().port.size(), 5U);
  EXPECT_EQ(run_load(load)[Outcome::ok], 1U);
  EXPECT_EQ(probe.heard(), expected_request(load, rest));
}

TEST(Requests, TakeTheUsersValueForAUsualHeader) {
  Load load = load_on("http://127.0.0.1:10000/", 1, 1);
  load.form.headers = {{"host", "example.com"}, {"USER-AGENT", "me"}};
  const std::string expected = "GET / HTTP/1.1\r\nAccept: */*\r\nhost: example.com\r\nUSER-AGENT: me\r\n\r\n";
  const Listening server(expected.size());
  load.urls = {parse_url(server.url("/"))};
  EXPECT_EQ(run_load(load)[Outcome::ok], 1U);
  EXPECT_EQ(server.heard(), expected);
}

TEST(Requests, WithoutABodySayTheirLengthIfTheMethodMayHaveOne) {
  Load load = load_on("http://127.0.0.1:10000/", 1, 1);
  load.form = {"POST", {}, ""};
  const std::string rest = "Content-Length: 0\r\n\r\n";
  const Listening server(expected_request(load, rest).size());
  load.urls = {parse_url(server.url("/"))};
  EXPECT_EQ(run_load(load)[Outcome::ok], 1U);
  EXPECT_EQ(server.heard(), expected_request(load, rest));
}

TEST(Requests, ToHeadExpectNoBody) {
  const TestServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"));
  Load load = load_on(server.url(), 2, 10);
  load.form.method = "HEAD";
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[Outcome::ok], 10U);
  EXPECT_EQ(recording.body_bytes, 0U);
  EXPECT_EQ(server.connections(), 2);
}

TEST(Requests, LargerThanTheSocketsBufferAreSentWhole) {
  const std::string body(8'000'000, 'x');
  Load load = load_on("http://127.0.0.1:10000/", 1, 1);
  load.form = {"POST", {}, body};
  const std::string rest = "Content-Length: 8000000\r\n\r\n" + body;
  const Listening server(expected_request(load, rest).size());
  load.urls = {parse_url(server.url("/"))};
  EXPECT_EQ(run_load(load)[Outcome::ok], 1U);
  EXPECT_EQ(server.heard(), expected_request(load, rest));
}

TEST(Requests, MayBeAnsweredBeforeTheyAreWhole) {
  const TestServer server([](int socket) {
    read_request(socket);
    send_text(socket, "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    while (read_request(socket)) continue;  // so that closing resets nothing
  });
  Load load = load_on(server.url(), 2, 4);
  load.form.method = "POST";
  load.form.body.resize(30'000'000, 'x');
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[Outcome::bad_status], 4U);
  EXPECT_EQ(recording.bad_statuses.at(413), 4U);
}

TEST(Requests, GoToSeveralUrlsInTurn) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url("/one"), 3, 9);
  load.urls.push_back(parse_url(server.url("/two")));
  load.urls.push_back(parse_url(server.url("/three")));
  const Recording recording = run_load(load);
  ASSERT_EQ(recording.urls.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(recording.urls[i].response.count(), 3U);
    EXPECT_EQ(recording.urls[i].outcomes[static_cast<std::size_t>(Outcome::ok)], 3U);
  }
}

TEST(Connections, AreNewForEachRequestIfNotKeptAlive) {
  const TestServer server(answering(std::string(ok_answer)));
  Load load = load_on(server.url(), 3, 30);
  load.keep_alive = false;
  const Recording recording = run_load(load);
  EXPECT_EQ(recording[Outcome::ok], 30U);
  EXPECT_EQ(recording.connect.count(), 30U);
  EXPECT_EQ(server.connections(), 30 + 3) << "all connect once before, to see that the server is there";
  for (const Sample& sample : recording.samples) {
    EXPECT_LE(sample.planned, sample.stamps.connect_start);
    EXPECT_LE(sample.stamps.connected, sample.ready);
  }
}

TEST(Connections, WithBytesBeyondTheAnswerAreOfNoFurtherUse) {
  const TestServer server(answering(std::string(ok_answer) + "and more"));
  const Recording recording = run_load(load_on(server.url(), 1, 5));
  EXPECT_EQ(recording[Outcome::ok], 5U);
  EXPECT_EQ(server.connections(), 5);
}

}  // namespace
}  // namespace hundred::client
