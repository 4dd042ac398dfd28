#include "server/upstream/upstream_server.hpp"

#include <gtest/gtest.h>

#include "server/http/listener.hpp"

namespace hundred::server {
namespace {

TEST(UpstreamUrl, ComesInParts) {
  const UpstreamUrl plain = parse_upstream_url("http://127.0.0.1:8081").value();
  EXPECT_EQ(plain.text, "http://127.0.0.1:8081");
  EXPECT_EQ(plain.host, "127.0.0.1");
  EXPECT_EQ(plain.port, "8081");
  EXPECT_EQ(plain.authority, "127.0.0.1:8081");
  EXPECT_EQ(plain.path, "");
  const UpstreamUrl full = parse_upstream_url("http://[::1]:65535/a/b%20c/").value();
  EXPECT_EQ(full.host, "::1");
  EXPECT_EQ(full.authority, "[::1]:65535");
  EXPECT_EQ(full.path, "/a/b%20c");
  const UpstreamUrl short_one = parse_upstream_url("http://example.com/").value();
  EXPECT_EQ(short_one.port, "80");
  EXPECT_EQ(short_one.authority, "example.com");
  EXPECT_EQ(short_one.path, "");
}

TEST(UpstreamUrl, AllowsNothingElse) {
  for (const char* text :
       {"", "nonsense", "127.0.0.1:8081", "/path", "http://", "http://:8081", "https://h:1", "ftp://h",
        "http://user@h:1", "http://h:0", "http://h:", "http://h:65536", "http://h:99999999999", "http://h:x",
        "http://h/?q", "http://h/#f", "http://h/a b", "http://h/\r\nX: y"})
    EXPECT_FALSE(is_upstream_url(text)) << text;
}

TEST(UpstreamServer, IsLookedUp) {
  const UpstreamServer server = find_upstream("http://127.0.0.1:8081");
  ASSERT_EQ(server.addresses.size(), 1U);
  EXPECT_EQ(server.addresses[0].address().to_string(), "127.0.0.1");
  EXPECT_EQ(server.addresses[0].port(), 8081);
}

TEST(UpstreamServer, ThatIsNotKnownIsNamed) {
  try {
    find_upstream("http://no-such-host.invalid:8081");
    FAIL() << "no error";
  } catch (const StartError& error) {
    const std::string message = error.what();
    EXPECT_TRUE(message.starts_with("--upstream 'http://no-such-host.invalid:8081': host no-such-host.invalid"))
        << message;
  }
}

}  // namespace
}  // namespace hundred::server
