#include "server/http/response.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hundred::server {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

Stamps example_stamps() {
  Stamps stamps;
  stamps.arrival = TimePoint(1s);
  stamps.start = stamps.arrival + 12'345us;
  stamps.end = stamps.start + 23'112us;
  stamps.cpu = 20'012us;
  stamps.worker = {'w', 3};
  return stamps;
}

std::string sent(const Response& response, Framing framing = {.keep_alive = true}) {
  Stamps stamps = example_stamps();
  return std::string(WrittenResponse(response, stamps, framing).bytes());
}

TEST(ResponseHeader, SaysWhatTheTimeWentInto) {
  const std::string out = sent(Response{}, {.keep_alive = true, .server_timing = true});
  EXPECT_THAT(out, HasSubstr("Server-Timing: queue;dur=12.345, gil;dur=0.000, pool;dur=0.000, cpu;dur=20.012, "
                             "wait;dur=0.000, ready;dur=3.100, handler;dur=23.112, worker;desc=\"w3\"\r\n"));
}

TEST(ResponseHeader, SaysTimesInMillisecondsWithThreeDecimals) {
  Stamps stamps = example_stamps();
  const auto said = [&](Nanoseconds handler) {
    stamps.cpu = 0ns;
    stamps.end = stamps.start + handler;
    const WrittenResponse written(Response{}, stamps, {.keep_alive = true, .server_timing = true});
    const std::string_view text = written.bytes();
    const std::size_t ready = text.find("ready;dur=") + 10, end = text.find(", handler;dur=");
    EXPECT_TRUE(text.substr(end + 14).starts_with(text.substr(ready, end - ready)));
    return std::string(text.substr(ready, end - ready));
  };
  for (int us = 0; us < 20'000; ++us)
    ASSERT_EQ(said(std::chrono::microseconds(us)), fmt::format("{}.{:03}", us / 1000, us % 1000));
  EXPECT_EQ(said(499ns), "0.000");
  EXPECT_EQ(said(500ns), "0.001");
  EXPECT_EQ(said(9'999'500ns), "10.000");
  EXPECT_EQ(said(1'234'567'890us), "1234567.890");
  EXPECT_EQ(said(-1ms), "0.000");
}

TEST(ResponseHeader, LeavesServerTimingOutWhenOff) {
  const std::string out = sent(Response{});
  EXPECT_THAT(out, Not(HasSubstr("Server-Timing")));
}

TEST(ResponseHeader, FramesTheBodyAndTheConnection) {
  Response response;
  response.status = 404;
  response.body = "12345";
  response.headers.emplace_back("Allow", "GET");
  const std::string out = sent(response, {.keep_alive = false});
  EXPECT_THAT(out, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(out, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(out, HasSubstr("\r\nAllow: GET\r\n"));
  EXPECT_THAT(out, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(out, testing::EndsWith("\r\n\r\n"));
}

TEST(ResponseHeader, PromisesNoBodyWhereThereIsNone) {
  Response response;
  response.status = 204;
  const std::string out = sent(response);
  EXPECT_THAT(out, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(out, HasSubstr("\r\nDate: "));
  EXPECT_THAT(out, Not(HasSubstr("Content-")));
}

TEST(ResponseHeader, TellsHttp10ThatTheConnectionStaysOpen) {
  const std::string out = sent(Response{}, {.keep_alive = true, .http_1_0 = true});
  EXPECT_THAT(out, HasSubstr("Connection: keep-alive\r\n"));
}

TEST(ResponseHeader, IsFollowedByTheBody) {
  Response response;
  response.body = "12345";
  EXPECT_THAT(sent(response, {.keep_alive = true, .with_body = true}), testing::EndsWith("\r\n\r\n12345"));
}

TEST(ResponseHeader, IsFollowedByABodyOfAnySize) {
  for (const std::size_t size : {0UL, 900UL, 1023UL, 1024UL, 1025UL, 2048UL, 1'000'000UL}) {
    Response response;
    response.body = std::string(size, 'x');
    EXPECT_THAT(sent(response, {.keep_alive = true, .with_body = true}), testing::EndsWith("\r\n\r\n" + response.body));
  }
}

TEST(ResponseHeader, StampsTheEndOfAHandlerThatHasNone) {
  Stamps stamps;
  stamps.arrival = stamps.start = Clock::now();
  const WrittenResponse written(Response{}, stamps, {.keep_alive = true, .server_timing = true});
  EXPECT_GT(stamps.end, stamps.start);
  EXPECT_LE(stamps.end, Clock::now());
}

TEST(ResponseHeader, LeavesTheEndOfAHandlerAsItIs) {
  Stamps stamps = example_stamps();
  const WrittenResponse written(Response{}, stamps, {.keep_alive = true});
  EXPECT_EQ(stamps.end, example_stamps().end);
}

TEST(ResponseHeader, HasAnImfFixdate) {
  const std::string out = sent(Response{});
  const std::size_t at = out.find("Date: ") + 6;
  EXPECT_THAT(out.substr(at, 29), MatchesRegex("[A-Z][a-z][a-z], [0-9][0-9] [A-Z][a-z][a-z] [0-9]+ [0-9:]+ GMT"));
}

}  // namespace
}  // namespace hundred::server
