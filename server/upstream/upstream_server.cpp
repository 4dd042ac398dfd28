#include "server/upstream/upstream_server.hpp"

#include <fmt/format.h>
#include <netdb.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>

#include "server/http/listener.hpp"

namespace hundred::server {
namespace {

template <class View>
std::string text_of(const View& part) {
  return std::string(part.data(), part.size());
}

bool is_port(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

}  // namespace

std::optional<UpstreamUrl> parse_upstream_url(const std::string& text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed || parsed->scheme_id() != boost::urls::scheme::http || parsed->encoded_host().empty() ||
      parsed->has_userinfo() || parsed->has_query() || parsed->has_fragment())
    return std::nullopt;
  const std::string port = parsed->has_port() ? text_of(parsed->port()) : "80";
  if (!is_port(port)) return std::nullopt;
  std::string path = text_of(parsed->encoded_path());
  while (path.ends_with('/')) path.pop_back();
  return UpstreamUrl{text, parsed->host_address(), port, text_of(parsed->encoded_host_and_port()), path};
}

bool is_upstream_url(const std::string& text) { return parse_upstream_url(text).has_value(); }

UpstreamServer find_upstream(const std::string& url) {
  UpstreamServer server{parse_upstream_url(url).value(), {}};
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(server.url.host.c_str(), server.url.port.c_str(), &hints, &found);
  if (error != 0)
    throw StartError(
        fmt::format("--upstream '{}': host {} does not resolve: {}", url, server.url.host, ::gai_strerror(error)));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(found, ::freeaddrinfo);
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    auto& address = server.addresses.emplace_back();
    std::memcpy(address.data(), entry->ai_addr, entry->ai_addrlen);
    address.resize(entry->ai_addrlen);
  }
  return server;
}

}  // namespace hundred::server
