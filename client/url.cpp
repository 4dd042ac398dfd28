#include "client/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "common/option_table.hpp"

namespace hundred::client {
namespace {

[[noreturn]] void reject(std::string_view text, std::string_view why) {
  throw UsageError(fmt::format("'{}': {}", text, why));
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

/// What follows the scheme.
std::string_view strip_scheme(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon > text.find_first_of("/?#")) return text;
  const std::string_view scheme = text.substr(0, colon);
  if (scheme == "https") reject(text, "https is not supported; use http://");
  if (scheme != "http") reject(text, fmt::format("scheme {} is not supported; use http://", scheme));
  return text.substr(colon + 3);
}

void split_authority(std::string_view text, std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos) reject(text, "a user name in the URL is not supported");
  const bool bracketed = authority.starts_with('[');
  const std::size_t bracket = bracketed ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) reject(text, "the IPv6 address lacks its ']'");
  const std::string_view after = bracketed ? authority.substr(bracket + 1) : authority;
  const std::size_t colon = after.find(':');
  url.host = bracketed ? authority.substr(1, bracket - 1) : authority.substr(0, colon);
  url.port = colon == std::string_view::npos ? "80" : after.substr(colon + 1);
  if (url.host.empty()) reject(text, "has no host; such as 'http://127.0.0.1:8080/ping'");
  if (bracketed && !after.empty() && colon != 0) reject(text, "what follows the ']' must be a port");
  if (!is_port(url.port)) reject(text, fmt::format("port '{}' must be a whole number from 1 to 65535", url.port));
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
  return port == "80" ? name : fmt::format("{}:{}", name, port);
}

std::string Url::text() const { return fmt::format("http://{}{}", authority(), target); }

bool looks_like_url(std::string_view text) { return text.find_first_of(":/") != std::string_view::npos; }

Url parse_url(std::string_view text) {
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!printable) reject(text, "has spaces or letters that a URL must percent-encode, as %20");
  std::string_view rest = strip_scheme(text);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t path = std::min(rest.find_first_of("/?"), rest.size());
  Url url;
  split_authority(text, rest.substr(0, path), url);
  url.target = rest.substr(path);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

}  // namespace hundred::client
