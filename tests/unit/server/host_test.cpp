#include "server/http/host.hpp"

#include <gtest/gtest.h>

namespace hundred::server {
namespace {

TEST(Host, IsANameOrAnAddressWithOrWithoutAPort) {
  for (const char* host : {"h", "example.com", "example.com:8080", "h:", "127.0.0.1:1", "[::1]", "[::1]:80",
                           "a~b!c%20d", "my_host", "[v1.x:y]"})
    EXPECT_TRUE(is_host(host)) << host;
}

TEST(Host, IsNothingElse) {
  for (const char* text :
       {"",      ":",    ":80",  "a b", "a, b", "user@h", "h/", "http://h", "h?",  "h#",   "h:http",
        "h:8:8", "h:-1", "[::1", "::1", "[]",   "[g::]",  "h%", "h%zz",     "a<b", "h\\x", "h\xc3\xbc"})
    EXPECT_FALSE(is_host(text)) << text;
}

}  // namespace
}  // namespace hundred::server
