#include "server/http/plain_request.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <cstdint>
#include <optional>

#include "server/http/host.hpp"

namespace hundred::server {
namespace {

constexpr std::string_view line_end = "\r\n", version = " HTTP/1.1\r\n";

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

struct Header {
  std::string_view text;  ///< what is read of it; at the end all of it, with the empty line
  std::size_t lines = 0;  ///< with that
  std::size_t hosts = 0;
};

/// Adds the field in `line`, a part of the text. @returns false if it is not plain, or a second host.
bool take_field(std::string_view line, Header& header, Request& request) {
  const auto* const colon = std::find_if_not(line.begin(), line.end(), is_token);
  const std::string_view name(line.begin(), colon);
  if (name.empty() || colon == line.end() || *colon != ':') return false;
  const std::string_view value = trimmed({colon + 1, line.end()});
  if (!is_harmless(name, value)) return false;
  if (same(name, "Host") && (++header.hosts > 1 || !is_host(value))) return false;
  request.add_part(header.text, name, value);
  return true;
}

/// Reads up to the empty line. @returns nothing if there is none, or a field is not plain, but for doubtful characters
/// in it, or none says the host
std::optional<Header> take_fields(std::string_view bytes, Request& request) {
  Header header{bytes};
  std::size_t at = 0;
  for (bool empty = false; !empty; ++header.lines) {
    const std::size_t end = bytes.find('\r', at);
    if (end == std::string_view::npos || end + 1 == bytes.size() || bytes[end + 1] != '\n') return std::nullopt;
    const std::string_view line = bytes.substr(at, end - at);
    empty = line.empty();
    if (!empty && !take_field(line, header, request)) return std::nullopt;
    at = end + line_end.size();
  }
  header.text = bytes.substr(0, at);
  request.keep_parts_of(header.text);
  return header.hosts == 1 ? std::optional(header) : std::nullopt;
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
  // Of a field without a blank behind its colon more is counted than there is; so far from the limit it does not
  // matter.
  const auto header = take_fields(rest.substr(0, limits.header_bytes / 2), request);
  if (!header) return 0;
  const std::size_t size = bytes.size() - rest.size() + header->text.size();
  // Every line has its end, the start line too.
  if (doubtful_characters(bytes.substr(0, size)) != (header->lines + 1) * line_end.size()) return 0;
  request.method = *method;
  request.target = target;
  return size;
}

}  // namespace hundred::server
