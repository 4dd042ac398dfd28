#include "client/url.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "common/option_table.hpp"

namespace hundred::client {
namespace {

struct Good {
  const char* text;
  const char* host;
  const char* port;
  const char* target;
  const char* authority;
};

TEST(ParseUrl, ReadsWhatPeopleType) {
  for (const Good& good :
       {Good{"http://127.0.0.1:8080/ping", "127.0.0.1", "8080", "/ping", "127.0.0.1:8080"},
        Good{"http://example.com", "example.com", "80", "/", "example.com"},
        Good{"localhost:8080", "localhost", "8080", "/", "localhost:8080"},
        Good{"localhost:8080/io/sleep?ms=50", "localhost", "8080", "/io/sleep?ms=50", "localhost:8080"},
        Good{"example.com/a#part", "example.com", "80", "/a", "example.com"},
        Good{"http://example.com?q=1", "example.com", "80", "/?q=1", "example.com"},
        Good{"http://example.com:80/", "example.com", "80", "/", "example.com"},
        Good{"http://[::1]:8080/x", "::1", "8080", "/x", "[::1]:8080"}, Good{"[::1]/x", "::1", "80", "/x", "[::1]"},
        Good{"example.com/go?to=http://other/", "example.com", "80", "/go?to=http://other/", "example.com"}}) {
    const Url url = parse_url(good.text);
    EXPECT_EQ(url.host, good.host) << good.text;
    EXPECT_EQ(url.port, good.port) << good.text;
    EXPECT_EQ(url.target, good.target) << good.text;
    EXPECT_EQ(url.authority(), good.authority) << good.text;
    EXPECT_EQ(parse_url(url.text()).text(), url.text()) << good.text;
  }
}

TEST(ParseUrl, RefusesTheRestInOneLineWithTheText) {
  for (const char* text : {"https://example.com/", "ftp://example.com/", "http://", "http:///path", "http://:80/",
                           "http://x:0/", "http://x:65536/", "http://x:/", "http://x:8o/", "http://user@x/",
                           "http://[::1/", "http://[::1]8080/", "http://x/a b", "http://x/a\nb", "http://x/\xc3\xa4"}) {
    try {
      parse_url(text);
      ADD_FAILURE() << text << " is accepted";
    } catch (const UsageError& error) {
      const std::string said = std::regex_replace(text, std::regex("\n"), "\\x0a");
      EXPECT_THAT(error.what(), testing::StartsWith("'" + said + "': "));
    }
  }
}

TEST(ParseUrl, NamesWhatIsWrongWithHttps) {
  try {
    parse_url("https://example.com/");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("https is not supported"));
  }
}

}  // namespace
}  // namespace hundred::client
