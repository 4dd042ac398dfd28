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

/// The line of an answer that waited in the queue, and whose handler was ready all the time.
std::string timing_line(Nanoseconds queue, Nanoseconds handler) {
  Stamps stamps = example_stamps();
  stamps.cpu = 0ns;
  stamps.start = stamps.arrival + queue;
  stamps.end = stamps.start + handler;
  const WrittenResponse written(Response{}, stamps, {.keep_alive = true, .server_timing = true});
  const std::string_view text = written.bytes().substr(written.bytes().find("Server-Timing"));
  return std::string(text.substr(0, text.find("\r\n")));
}

std::string timing_line(std::string_view queue, std::string_view handler) {
  return fmt::format(
      "Server-Timing: queue;dur={0}, gil;dur=0.000, pool;dur=0.000, cpu;dur=0.000, wait;dur=0.000, ready;dur={1}, "
      "handler;dur={1}, worker;desc=\"w3\"",
      queue, handler);
}

TEST(ResponseHeader, SaysTimesInMillisecondsWithThreeDecimals) {
  for (int us = 0; us < 20'000; ++us) {
    const std::string text = fmt::format("{}.{:03}", us / 1000, us % 1000);
    ASSERT_EQ(timing_line(12'345us, std::chrono::microseconds(us)), timing_line("12.345", text));
    ASSERT_EQ(timing_line(2'345us, std::chrono::microseconds(us)), timing_line("2.345", text));
    ASSERT_EQ(timing_line(std::chrono::microseconds(us), 1'234us), timing_line(text, "1.234"));
  }
  EXPECT_EQ(timing_line(499ns, 500ns), timing_line("0.000", "0.001"));
  EXPECT_EQ(timing_line(9'999'499ns, 9'999'499ns), timing_line("9.999", "9.999"));
  EXPECT_EQ(timing_line(9'999'499ns, 9'999'500ns), timing_line("9.999", "10.000"));
  EXPECT_EQ(timing_line(9'999'500ns, 9'999'499ns), timing_line("10.000", "9.999"));
  EXPECT_EQ(timing_line(1us, 1'234'567'890us), timing_line("0.001", "1234567.890"));
  EXPECT_EQ(timing_line(-1ms, 1us), timing_line("0.000", "0.001"));
  EXPECT_EQ(timing_line(1us, -1ms), timing_line("0.001", "0.000"));
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
