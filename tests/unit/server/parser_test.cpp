#include "server/http/parser.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace hundred::server {
namespace {

class ParserTest : public testing::Test {
 protected:
  /// Feeds `text` in two pieces, as a connection does: what was not consumed is given again with more behind it.
  RequestParser::Progress feed(RequestParser& parser, std::string_view text, std::size_t split) {
    std::string pending(text.substr(0, split));
    auto progress = parser.parse(pending);
    pending.erase(0, progress.consumed);
    if (progress.failure || parser.done()) return progress;
    pending += text.substr(split);
    auto second = parser.parse(pending);
    second.consumed += progress.consumed;
    return second;
  }

  std::string body() const {
    std::string text(request_.body.size(), '\0');
    request_.body.read(0, text);
    return text;
  }

  unsigned status_of(std::string_view text) {
    RequestParser parser(request_, options_);
    const auto progress = parser.parse(text);
    return progress.failure ? progress.failure->status : 0;
  }

  static FrontEndOptions tight_options() {
    FrontEndOptions options{};
    options.limits.header_bytes = 300;
    options.limits.target_bytes = 100;
    options.limits.body_bytes = 50;
    options.data_dir = testing::TempDir();
    return options;
  }

  const FrontEndOptions options_ = tight_options();
  Request request_;
};

constexpr std::string_view with_length =
    "POST /echo?x=1 HTTP/1.1\r\nHost: h\r\nX-Request-Id: 7\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view chunked =
    "POST /echo?x=1 HTTP/1.1\r\nHost: h\r\nX-Request-Id: 7\r\nTransfer-Encoding: chunked\r\n\r\n"
    "2\r\nhe\r\n3;ext=1\r\nllo\r\n0\r\nX-Trailer: t\r\n\r\n";

TEST_F(ParserTest, ReadsTheSameRequestWhereverItIsSplit) {
  for (const std::string_view text : {with_length, chunked})
    for (std::size_t split = 0; split <= text.size(); ++split) {
      RequestParser parser(request_, options_);
      const auto progress = feed(parser, text, split);
      ASSERT_FALSE(progress.failure) << split << ": " << progress.failure->message;
      ASSERT_TRUE(parser.done()) << split;
      EXPECT_EQ(progress.consumed, text.size());
      EXPECT_EQ(request_.method, Method::post);
      EXPECT_EQ(request_.target(), "/echo?x=1");
      EXPECT_EQ(request_.header("X-Request-Id"), "7");
      EXPECT_EQ(request_.header("X-Trailer"), "");
      EXPECT_EQ(body(), "hello");
    }
}

TEST_F(ParserTest, LeavesTheNextRequestAlone) {
  RequestParser parser(request_, options_);
  const std::string two = std::string(with_length) + "GET / HTTP/1.1\r\n\r\n";
  EXPECT_EQ(parser.parse(two).consumed, with_length.size());
}

TEST_F(ParserTest, KnowsTheClientsWishForTheConnection) {
  const std::array<std::pair<std::string_view, bool>, 5> cases{
      {{"GET / HTTP/1.1\r\nHost: h\r\n\r\n", true},
       {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false},
       {"GET / HTTP/1.0\r\n\r\n", false},
       {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
       {"GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false}}};
  for (const auto& [text, keep_alive] : cases) {
    RequestParser parser(request_, options_);
    parser.parse(text);
    EXPECT_EQ(request_.keep_alive, keep_alive) << text;
  }
}

TEST_F(ParserTest, RefusesWhatExceedsALimitWithTheRightStatus) {
  const std::string long_target = "GET /" + std::string(100, 'x') + " HTTP/1.1\r\n\r\n";
  EXPECT_EQ(status_of(long_target), 414U);
  EXPECT_EQ(status_of("GET /" + std::string(5000, 'x')), 414U);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nX-Long: " + std::string(300, 'x') + "\r\n\r\n"), 431U);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nX-Long: " + std::string(5000, 'x')), 431U);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 51\r\n\r\n"), 413U);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n33\r\n" + std::string(51, 'x')),
            413U);
}

TEST_F(ParserTest, AcceptsWhatIsJustWithinTheLimits) {
  EXPECT_EQ(status_of("GET /" + std::string(99, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 0U);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n" + std::string(50, 'x')), 0U);
}

TEST_F(ParserTest, RefusesWhatIsNotHttp) {
  EXPECT_EQ(status_of("hello there\r\n\r\n"), 400U);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nno colon here\r\n\r\n"), 400U);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400U);
}

TEST_F(ParserTest, RefusesTransferCodingsThatWouldHideARequest) {
  const auto status = [this](const std::string& coding) {
    return status_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: " + coding + "\r\n\r\n");
  };
  for (const char* unknown : {"gzip", "identity", "xchunked", "gzip, chunked"})
    EXPECT_EQ(status(unknown), 501U) << unknown;
  for (const char* endless : {"chunked, gzip", "chunked, chunked", "chunked gzip", "\"chunked\"", ""})
    EXPECT_EQ(status(endless), 400U) << endless;
  EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400U);
}

TEST_F(ParserTest, TakesALaterMinorVersionForItsOwn) {
  for (const std::string_view text : {"GET / HTTP/1.2\r\nHost: h\r\n\r\n", "GET / HTTP/1.9\r\nHost: h\r\n\r\n"})
    for (std::size_t split = 0; split <= text.size(); ++split) {
      RequestParser parser(request_, options_);
      const auto progress = feed(parser, text, split);
      ASSERT_FALSE(progress.failure) << split << ": " << progress.failure->message;
      ASSERT_TRUE(parser.done()) << split;
      EXPECT_EQ(progress.consumed, text.size());
      EXPECT_EQ(request_.version, 11);
    }
}

TEST_F(ParserTest, RefusesOtherMajorVersions) {
  EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), 505U);
  EXPECT_EQ(status_of("GET / HTTP/0.9\r\nHost: h\r\n\r\n"), 505U);
  EXPECT_EQ(status_of("GET / HTTP/1.10\r\nHost: h\r\n\r\n"), 400U);
  EXPECT_EQ(status_of("GET / HTTP/1.2\rHost: h\r\n\r\n"), 400U);
  EXPECT_EQ(status_of("GET / FTP/2.0\r\nHost: h\r\n\r\n"), 400U);
}

TEST_F(ParserTest, RefusesAVersionTheSameWhereverItIsSplit) {
  const std::array<std::pair<std::string_view, unsigned>, 5> cases{{{"GET / h\r\n\r\n", 400},
                                                                    {"GET / h\r\n\r\nGET / HTTP/1.1\r\n", 400},
                                                                    {"GET / HTTP/2\r\nHost: h\r\n\r\n", 400},
                                                                    {"GET / HTTP/2.0 x\r\nHost: h\r\n\r\n", 505},
                                                                    {"GET /x /y HTTP/2.0\r\nHost: h\r\n\r\n", 400}}};
  for (const auto& [text, status] : cases)
    for (std::size_t split = 0; split <= text.size(); ++split) {
      RequestParser parser(request_, options_);
      const auto progress = feed(parser, text, split);
      ASSERT_TRUE(progress.failure) << text << split;
      EXPECT_EQ(progress.failure->status, status) << text << split;
    }
}

TEST_F(ParserTest, DoesNotAwaitTheEndOfALineThatIsBroken) {
  RequestParser parser(request_, options_);
  EXPECT_FALSE(parser.parse("GET / HTTP/1.2\r").failure);
  EXPECT_TRUE(parser.parse("GET / HTTP/1.2\rx").failure) << "or a client could send for ever";
}

TEST_F(ParserTest, LimitsExtensionsAndTrailers) {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status_of(head + "1;a=" + std::string(300, 'x')), 431U);
  EXPECT_EQ(status_of(head + "0\r\nX: " + std::string(300, 'x')), 431U);
  EXPECT_EQ(status_of(head + "1;a=" + std::string(150, 'x') + "\r\ny\r\n1;a=" + std::string(150, 'x') + "\r\n"), 431U);
  EXPECT_EQ(status_of(head + "1;a=\"\n\"\r\ny\r\n"), 400U);
  EXPECT_EQ(status_of(head + "0\r\n\r\n" + std::string(1000, 'x')), 0U) << "what follows is not of this request";
}

TEST_F(ParserTest, RefusesAChunksLineThatEndsAmidAQuote) {
  // The body may have 50 bytes: what is left of that must not shrink with every look at the line.
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string before : {"", "1\r\nx\r\n"})
    for (const char* line : {"20;a=\"b\r\n", "20\t\"\r\n", "20;a=\"\r\nb\"\r\n"}) {
      const std::string text = head + before + line;
      EXPECT_EQ(status_of(text), 400U);
      for (std::size_t split = 0; split < text.size(); ++split) {
        RequestParser parser(request_, options_);
        const auto progress = feed(parser, text, split);
        ASSERT_TRUE(progress.failure) << text << " split at " << split;
        EXPECT_EQ(progress.failure->status, 400U) << text << " split at " << split;
      }
    }
  EXPECT_EQ(status_of(head + "0;a=\"b\r\n"), 0U) << "where trailers follow, the end of the header is awaited";
}

TEST_F(ParserTest, RefusesOtherExpectations) {
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: h\r\nExpect: more\r\n\r\n"), 417U);
  RequestParser parser(request_, options_);
  parser.parse("POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_FALSE(parser.take_expect_continue());
}

TEST_F(ParserTest, WantsOneHost) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400U);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400U);
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 0U);
}

TEST_F(ParserTest, SeesOnceThatTheClientWaitsForContinue) {
  RequestParser parser(request_, options_);
  parser.parse("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(parser.take_expect_continue());
  EXPECT_FALSE(parser.take_expect_continue());
}

}  // namespace
}  // namespace hundred::server
