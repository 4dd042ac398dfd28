// The X-Request-Id that every request carries, and what a run makes of it.
#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "client/request_source.hpp"
#include "common/descriptor.hpp"
#include "load_helpers.hpp"
#include "loadtest/measure.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

using test::ok_answer, test::send_text, test::TestServer;
using testing::HasSubstr, testing::Not, testing::SizeIs, testing::StartsWith;

constexpr std::string_view field = "X-Request-Id: ";

/// Answers all requests, which have no body, and keeps their heads.
class Hearing {
 public:
  std::string url() const { return server_.url(); }
  std::vector<std::string> heads() const {
    const std::lock_guard lock(mutex_);
    return heads_;
  }

 private:
  void serve(int socket) {
    std::string bytes;
    for (char chunk[4096]; true;) {
      const ssize_t count = ::recv(socket, chunk, sizeof chunk, 0);
      if (count <= 0) return;
      bytes.append(chunk, static_cast<std::size_t>(count));
      const std::size_t end = bytes.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      const std::lock_guard lock(mutex_);
      heads_.push_back(bytes.substr(0, end));
      bytes.erase(0, end + 4);
      send_text(socket, ok_answer);
    }
  }

  mutable std::mutex mutex_;
  std::vector<std::string> heads_;
  TestServer server_{[this](int socket) { serve(socket); }};
};

std::string id_in(const std::string& head) {
  const std::size_t from = head.find(field) + field.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

loadtest::Measurement measure(const Load& load) {
  const Descriptor stop(eventfd(0, EFD_CLOEXEC));
  Progress progress;
  return loadtest::measure(load, {}, nullptr, stop.get(), progress, [] {});
}

TEST(RequestId, IsTheRunsNumberAndTheRequestsOwn) {
  EXPECT_EQ(request_id(0, 0), "0000000000000000");
  EXPECT_EQ(request_id(0xABCDEF01, 0x1234), "abcdef0100001234");
  EXPECT_EQ(request_id(1, 0xFFFFFFFF), "00000001ffffffff");
}

TEST(RequestId, IsTheFirstFieldOfEachRequestAndAnotherForEach) {
  const Hearing server;
  Load load = load_on(server.url(), 8, 400);
  load.threads = 4;
  load.run_id = 0xABCDEF01;
  const Recording recording = run_load(load);
  std::set<std::string> heard, recorded;
  for (const std::string& head : server.heads()) {
    EXPECT_THAT(head, StartsWith("GET / HTTP/1.1\r\nX-Request-Id: abcdef01"));
    EXPECT_THAT(id_in(head), SizeIs(16));
    heard.insert(id_in(head));
  }
  for (const Sample& sample : recording.samples) recorded.insert(request_id(*load.run_id, sample.number));
  EXPECT_THAT(heard, SizeIs(400));
  EXPECT_EQ(recorded, heard);
}

TEST(RequestId, StandsInTheRequestsOfEachUrl) {
  const Hearing server;
  Load load = load_on(server.url(), 1, 6);
  load.urls.push_back(parse_url("http://" + load.url().authority() + "/a/longer?path=1"));
  load.run_id = 1;
  run_load(load);
  std::set<std::string> heard;
  for (const std::string& head : server.heads()) heard.insert(id_in(head));
  EXPECT_THAT(heard, SizeIs(6));
}

TEST(RequestId, IsNotSentByALoadWithoutOne) {
  const Hearing server;
  const Recording recording = run_load(load_on(server.url(), 2, 4));
  for (const std::string& head : server.heads()) EXPECT_THAT(head, Not(HasSubstr(field)));
  EXPECT_EQ(recording[Outcome::ok], 4U);
}

TEST(Measure, GivesTheRunAnIdIfTheServerIsHere) {
  const Hearing server;
  const auto first = measure(load_on(server.url(), 1, 1)), second = measure(load_on(server.url(), 1, 1));
  ASSERT_TRUE(first.load.run_id && second.load.run_id);
  EXPECT_NE(*first.load.run_id, *second.load.run_id);
  EXPECT_EQ(id_in(server.heads().front()), request_id(*first.load.run_id, first.recording.samples.front().number));
}

TEST(Measure, LeavesTheUsersOwnIdAsItIs) {
  const Hearing server;
  Load load = load_on(server.url(), 1, 1);
  load.form.headers = {{"x-request-id", "mine"}};
  EXPECT_FALSE(measure(load).load.run_id);
  EXPECT_THAT(server.heads(),
              testing::ElementsAre(testing::AllOf(HasSubstr("x-request-id: mine"), Not(HasSubstr(field)))));
}

}  // namespace
}  // namespace hundred::client
