#include "server/http/plain_request.hpp"

#include <gtest/gtest.h>

#include <string>

#include "server/http/parser.hpp"

namespace hundred::server {
namespace {

FrontEndOptions roomy_for_plain() {
  FrontEndOptions options{};
  options.limits.header_bytes = 2000;
  options.limits.target_bytes = 30;
  return options;
}

const FrontEndOptions plain_options = roomy_for_plain();

/// How many bytes of it are taken.
std::size_t taken(std::string_view text) {
  Request request;
  return take_plain_request(text, request, plain_options.limits);
}

std::string with_field(std::string_view field) {
  return "GET /ping HTTP/1.1\r\nHost: h\r\n" + std::string(field) + "\r\n\r\n";
}

constexpr std::string_view browsers =
    "GET /mixed?cpu_ms=5&io_ms=45 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8\r\n"
    "accept-language:en-US,en;q=0.5\r\nX-Empty:\r\nX-Blank:   \r\nX-Padded:   two words  \r\n"
    "Connection: Keep-Alive\r\nHos: no host\r\nExpected: nothing\r\n\r\n";

TEST(PlainRequest, IsWhatTheParserMakesOfIt) {
  for (const std::string_view method : {"GET", "HEAD"}) {
    const std::string text = std::string(method) + std::string(browsers.substr(3));
    Request plain, parsed;
    RequestParser parser(parsed, plain_options);
    EXPECT_EQ(take_plain_request(text + text, plain, plain_options.limits), text.size()) << "the next one is left";
    EXPECT_EQ(parser.parse(text).consumed, text.size());
    EXPECT_TRUE(parser.done());
    EXPECT_EQ(plain.method, parsed.method);
    EXPECT_EQ(plain.target(), parsed.target());
    EXPECT_EQ(plain.version, parsed.version);
    EXPECT_TRUE(plain.keep_alive && parsed.keep_alive);
    for (const std::string_view name : {"Host", "accept", "Accept-Language", "X-EMPTY", "X-Blank", "X-Padded",
                                        "Connection", "Hos", "Expected", "X-None"})
      EXPECT_EQ(plain.header(name), parsed.header(name)) << name;
    EXPECT_EQ(plain.header("x-padded"), "two words");
  }
}

TEST(PlainRequest, IsWhole) {
  for (std::size_t size = 0; size < browsers.size(); ++size) EXPECT_EQ(taken(browsers.substr(0, size)), 0) << size;
  EXPECT_EQ(taken(browsers), browsers.size());
}

TEST(PlainRequest, HasAPlainStartLine) {
  const auto with_line = [](std::string_view line) { return taken(std::string(line) + "\r\nHost: h\r\n\r\n"); };
  EXPECT_GT(with_line("GET / HTTP/1.1"), 0);
  EXPECT_GT(with_line("HEAD /%20?a=b HTTP/1.1"), 0);
  for (const char* line : {"",
                           "GET",
                           "GET ",
                           "GET /",
                           "POST / HTTP/1.1",
                           "OPTIONS / HTTP/1.1",
                           "get / HTTP/1.1",
                           " GET / HTTP/1.1",
                           "GET  / HTTP/1.1",
                           "GET /  HTTP/1.1",
                           "GET / HTTP/1.1 ",
                           "GET / HTTP/1.0",
                           "GET / HTTP/1.2",
                           "GET / http/1.1",
                           "GET * HTTP/1.1",
                           "GET http://h/ HTTP/1.1",
                           "GET /\t HTTP/1.1",
                           "GET /\x7f HTTP/1.1",
                           "GET /\xc3\xa9 HTTP/1.1",
                           "GET /\r HTTP/1.1",
                           "GET /\n HTTP/1.1",
                           "GET / HTTP/1.1\n",
                           "GET / HTTP/1.1\r",
                           "GET /longer-than-the-thirty-of-the-limit HTTP/1.1"})
    EXPECT_EQ(with_line(line), 0) << line;
}

TEST(PlainRequest, HasPlainFields) {
  for (const char* field : {"a: b", "A-1!#$%&'*+.^_`|~: b", "a:b:c", "Connection: keep-alive", "X: \"quoted, text\""})
    EXPECT_GT(taken(with_field(field)), 0) << field;
  for (const char* field : {"a",           ": b",         "a : b",  " a: b",    "a\t: b",     "a: b\tc", "a:\tb",
                            "a: b\n",      "a: \nb",      "a: b\r", "a: b\rc",  "a: b\r\n c", "a: \x01", "a: \x7f",
                            "a: \xc3\xa9", "\xc3\xa9: a", "(a): b", "a: b\n\r", "\ra: b",     "\na: b"})
    EXPECT_EQ(taken(with_field(field)), 0) << field;
  EXPECT_EQ(taken(with_field(std::string_view("a: \0b", 5))), 0);
}

TEST(PlainRequest, HasNoControlAndNothingBeyondAsciiWhereverItStands) {
  for (const char odd : {'\0', '\x01', '\t', '\n', '\r', '\x1f', '\x7f', '\x80', '\xff'})
    for (const std::string& good :
         {with_field("a: " + std::string(50, 'b')), with_field("a: b"), std::string(browsers)})
      for (std::size_t at = 0; at < good.size(); ++at) {
        std::string other = good;
        other[at] = odd;
        EXPECT_EQ(taken(other), other == good ? good.size() : 0) << at << " is " << int{odd} << " in " << good;
      }
}

TEST(PlainRequest, HasNoFieldThatSaysHowItIsFramedOrWhatBecomesOfTheConnection) {
  for (const char* field :
       {"Content-Length: 0", "content-length: 5", "Transfer-Encoding: chunked", "TRANSFER-ENCODING: gzip",
        "Expect: 100-continue", "Upgrade: websocket", "Connection: close", "connection: keep-alive, close",
        "Connection: upgrade", "Connection:", "Proxy-Connection: close"})
    EXPECT_EQ(taken(with_field(field)), 0) << field;
}

TEST(PlainRequest, HasOneHost) {
  EXPECT_EQ(taken("GET / HTTP/1.1\r\na: b\r\n\r\n"), 0);
  EXPECT_EQ(taken("GET / HTTP/1.1\r\n\r\n"), 0);
  EXPECT_EQ(taken("GET / HTTP/1.1\r\n\r\nHost: h\r\n\r\n"), 0);
  EXPECT_EQ(taken(with_field("Host: h")), 0);
  EXPECT_EQ(taken(with_field("host: other")), 0);
  for (const char* host : {"", "a b", "user@h", "h:port", "h/", "h?"})
    EXPECT_EQ(taken("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 0) << host;
}

TEST(PlainRequest, IsFarFromTheLimitOfItsHeader) {
  EXPECT_GT(taken(with_field("a: " + std::string(900, 'b'))), 0);
  EXPECT_EQ(taken(with_field("a: " + std::string(1000, 'b'))), 0);
}

}  // namespace
}  // namespace hundred::server
