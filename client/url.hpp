#pragma once

#include <string>
#include <string_view>

namespace hundred::client {

/// An http URL in the parts a client needs.
struct Url {
  std::string host;    ///< name or address, IPv6 without its brackets
  std::string port;    ///< decimal, "80" where the URL has none
  std::string target;  ///< path and query as they are sent, begins with '/'

  std::string authority() const;  ///< for the Host header: "127.0.0.1:8080", "[::1]:8080", "example.com"
  std::string text() const;       ///< the whole URL, as it may be typed
};

/// True if the text can be meant as a URL or a path: it has a ':' or a '/'.
bool looks_like_url(std::string_view text);

/// Reads "http://HOST[:PORT][/PATH][?QUERY]"; "http://" may be missing, a fragment is dropped.
/// @throws UsageError for https and other schemes, user names, a bad port, spaces and control characters.
Url parse_url(std::string_view text);

}  // namespace hundred::client
