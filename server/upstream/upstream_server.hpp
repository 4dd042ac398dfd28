#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hundred::server {

/// "http://HOST[:PORT][/PATH]" in the parts a client needs.
struct UpstreamUrl {
  std::string text;       ///< the whole, as the user wrote it
  std::string host;       ///< a name or an address, IPv6 without its brackets
  std::string port;       ///< decimal, "80" where the URL has none
  std::string authority;  ///< for the Host field: "127.0.0.1:8080", "[::1]:8080"
  std::string path;       ///< percent-encoded; empty, or begins with '/' and does not end with one
};

/// @returns nothing if the text is anything else: another scheme, with a user's name, a query, a fragment, or port 0.
std::optional<UpstreamUrl> parse_upstream_url(const std::string& text);
/// Whether parse_upstream_url() knows it.
bool is_upstream_url(const std::string& text);

/// The one server that /io/fetch asks.
struct UpstreamServer {
  UpstreamUrl url;
  std::vector<boost::asio::ip::tcp::endpoint> addresses;  ///< at least one, in the order to try them
};

/// Looks the host up; blocks. @param url  as is_upstream_url() allows
/// @throws StartError if it is not known.
UpstreamServer find_upstream(const std::string& url);

}  // namespace hundred::server
