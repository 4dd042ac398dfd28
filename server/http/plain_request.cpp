#include "server/http/plain_request.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <cstdint>
#include <optional>

#include "server/http/host.hpp"

namespace hundred::server {
namespace {

constexpr std::string_view line_end = "\r\n", head_end = "\r\n\r\n", version = " HTTP/1.1\r\n";

bool same(std::string_view name, std::string_view other) {
  return name.size() == other.size() && boost::beast::iequals({name.data(), name.size()}, {other.data(), other.size()});
}

/// RFC 9110, 5.6.2: what names of fields are made of.
constexpr auto token_characters = [] {
  std::array<bool, 256> token{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    token[static_cast<unsigned char>(c)] = true;
  return token;
}();

bool is_token(char c) { return token_characters[static_cast<unsigned char>(c)]; }

/// How many are controls, tabs among them, or beyond ASCII. Without a branch, and counted in bytes, so that vector
/// instructions take sixteen at a time.
std::size_t doubtful_characters(std::string_view text) {
  constexpr signed char blank = ' ', rubout = '\x7f';
  constexpr std::size_t most_in_a_byte = 255;
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), most_in_a_byte))) {
    std::uint8_t here = 0;
    for (const char c : text.substr(0, most_in_a_byte))
      here = static_cast<std::uint8_t>(here + (static_cast<signed char>(c) < blank || c == rubout ? 1 : 0));
    count += here;
  }
  return count;
}

/// The method that `bytes` begin with, and the blank behind it, which are taken off.
std::optional<Method> take_method(std::string_view& bytes) {
  for (const auto& [text, method] : {std::pair{std::string_view("GET "), Method::get}, {"HEAD ", Method::head}})
    if (bytes.starts_with(text)) {
      bytes.remove_prefix(text.size());
      return method;
    }
  return std::nullopt;
}

/// What stands between the blanks at both ends.
std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

/// Whether a field says nothing of how the request is framed, or of the connection, that a request without it would not
/// say too.
bool is_harmless(std::string_view name, std::string_view value) {
  switch (name.size()) {
    case std::string_view("Expect").size():
      return !same(name, "Expect");
    case std::string_view("Upgrade").size():
      return !same(name, "Upgrade");
    case std::string_view("Connection").size():
      return !same(name, "Connection") || same(value, "keep-alive");
    case std::string_view("Content-Length").size():
      return !same(name, "Content-Length");
    case std::string_view("Proxy-Connection").size():
      return !same(name, "Proxy-Connection");
    case std::string_view("Transfer-Encoding").size():
      return !same(name, "Transfer-Encoding");
    default:
      return true;
  }
}

/// Reads the line that begins at `at` in the header that `request` keeps. @returns where the next one begins; nothing
/// if the field is not plain.
std::optional<std::size_t> take_field(std::string_view header, std::size_t at, Request& request, std::size_t& hosts) {
  const std::size_t end = header.find('\r', at);
  const std::string_view line = header.substr(at, end - at);
  const auto* const colon = std::find_if_not(line.begin(), line.end(), is_token);
  const std::string_view name(line.begin(), colon);
  if (name.empty() || colon == line.end() || *colon != ':' || header[end + 1] != '\n') return std::nullopt;
  const std::string_view value = trimmed({colon + 1, line.end()});
  if (!is_harmless(name, value)) return std::nullopt;
  if (same(name, "Host") && (++hosts > 1 || !is_host(value))) return std::nullopt;
  request.add_kept_field(name, value);
  return end + line_end.size();
}

/// @param header  lines, the last of which ends in CRLF. @returns how many lines, if one of them says the host and each
/// is a field, plain but perhaps for doubtful characters in it
std::optional<std::size_t> take_fields(std::string_view header, Request& request) {
  const std::string_view kept = request.keep_header(header);
  std::size_t hosts = 0, lines = 0;
  for (std::size_t at = 0; at < kept.size(); ++lines) {
    const auto next = take_field(kept, at, request, hosts);
    if (!next) return std::nullopt;
    at = *next;
  }
  return hosts == 1 ? std::optional(lines) : std::nullopt;
}

}  // namespace

std::size_t take_plain_request(std::string_view bytes, Request& request, const Limits& limits) {
  std::string_view rest = bytes;
  const auto method = take_method(rest);
  if (!method || !rest.starts_with('/')) return 0;
  const std::string_view target = rest.substr(0, rest.find(' '));
  rest.remove_prefix(target.size());
  if (target.size() > limits.target_bytes || !rest.starts_with(version)) return 0;
  rest.remove_prefix(version.size());
  const std::size_t end = rest.find(head_end);
  // Of a field without a blank behind its colon more is counted than there is; so far from the limit it does not
  // matter.
  if (end == std::string_view::npos || end > limits.header_bytes / 2) return 0;
  const auto lines = take_fields(rest.substr(0, end + line_end.size()), request);
  const std::size_t size = bytes.size() - rest.size() + end + head_end.size();
  // The start line and the empty line have their ends, too.
  if (!lines || doubtful_characters(bytes.substr(0, size)) != (*lines + 2) * line_end.size()) return 0;
  request.method = *method;
  request.target = target;
  return size;
}

}  // namespace hundred::server
