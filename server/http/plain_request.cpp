#include "server/http/plain_request.hpp"

#include <algorithm>
#include <cstddef>
#include <experimental/simd>
#include <optional>

#include "server/http/characters.hpp"
#include "server/http/host.hpp"

namespace hundred::server {
namespace {

constexpr std::string_view version = " HTTP/1.1\r\n";

/// Whether a text without CR is `lower`, in any case, which is of small letters and hyphens.
bool same(std::string_view text, std::string_view lower) {
  constexpr char small = 0x20;
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char c, char l) { return (c | small) == l; });
}

/// The first character from `begin` on that is less than `least`, or not of visible ASCII; `end` if there is none.
/// Those beyond ASCII are less than any other here. As many at a time as one of the processor's vectors holds.
template <signed char least>
const char* find_below(const char* begin, const char* end) {
  using Characters = std::experimental::native_simd<signed char>;
  static constexpr signed char rubout = '\x7f';
  constexpr auto step = static_cast<std::ptrdiff_t>(Characters::size());
  const auto is_below = [](const auto& c) { return c < least || c == rubout; };  // of one, or of each in a vector
  const char* at = begin;
  for (; end - at >= step; at += step) {
    const auto found = is_below(Characters([&](auto i) { return static_cast<signed char>(at[i]); }));
    if (any_of(found)) [[likely]]
      return at + find_first_set(found);
  }
  while (at != end && !is_below(static_cast<signed char>(*at))) ++at;
  return at;
}

/// The method that `bytes` begin with, and the blank behind it, which are taken off.
std::optional<Method> take_method(std::string_view& bytes) {
  constexpr std::string_view get = "GET ", head = "HEAD ";
  const bool gets = bytes.starts_with(get);
  if (!gets && !bytes.starts_with(head)) return std::nullopt;
  bytes.remove_prefix(gets ? get.size() : head.size());
  return gets ? Method::get : Method::head;
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
      return !same(name, "expect");
    case std::string_view("Upgrade").size():
      return !same(name, "upgrade");
    case std::string_view("Connection").size():
      return !same(name, "connection") || same(value, "keep-alive");
    case std::string_view("Content-Length").size():
      return !same(name, "content-length");
    case std::string_view("Proxy-Connection").size():
      return !same(name, "proxy-connection");
    case std::string_view("Transfer-Encoding").size():
      return !same(name, "transfer-encoding");
    default:
      return true;
  }
}

struct Head {
  std::string_view text;  ///< from the target on what is read of it; at the end all of it, with the empty line
  std::size_t hosts = 0;
};

/// Adds the field in `line`, a part of the text, where its end follows. @returns false if it is not plain, or a second
/// host.
bool take_field(std::string_view line, Head& head, Request& request) {
  const char* colon = line.begin();
  while (is_token(*colon)) ++colon;  // the line's end is no token
  const std::string_view name(line.begin(), colon);
  if (name.empty() || *colon != ':') return false;
  const std::string_view value = trimmed({colon + 1, line.end()});
  if (!is_harmless(name, value)) return false;
  if (same(name, "host") && (++head.hosts > 1 || !is_host(value))) return false;
  request.add_part(head.text, name, value);
  return true;
}

/// Reads from `at`, where the fields begin, up to the empty line. @returns whether there is one, all fields are plain,
/// and one says the host
bool take_fields(const char* at, Head& head, Request& request) {
  constexpr signed char blank = ' ';  // the least that may stand within a line
  for (bool empty = false; !empty;) {
    const char* const end = find_below<blank>(at, head.text.end());
    if (head.text.end() - end < 2 || end[0] != '\r' || end[1] != '\n') return false;
    empty = at == end;
    if (!empty && !take_field({at, end}, head, request)) return false;
    at = end + 2;
  }
  head.text = {head.text.begin(), at};
  return head.hosts == 1;
}

}  // namespace

std::size_t take_plain_request(std::string_view bytes, Request& request, const Limits& limits) {
  std::string_view rest = bytes;
  const auto method = take_method(rest);
  if (!method || !rest.starts_with('/')) return 0;
  constexpr signed char least = ' ' + 1;
  const std::string_view target(rest.begin(), find_below<least>(rest.begin(), rest.end()));
  rest.remove_prefix(target.size());
  if (target.size() > limits.target_bytes || !rest.starts_with(version)) return 0;
  rest.remove_prefix(version.size());
  const std::size_t fields = target.size() + version.size();
  // Of a field without a blank behind its colon more is counted than there is; so far from the limit it does not
  // matter.
  Head head{.text = {target.data(), fields + std::min(rest.size(), limits.header_bytes / 2)}};
  if (!take_fields(rest.begin(), head, request)) return 0;
  request.method = *method;
  request.keep_parts_of(head.text, target.size());
  return static_cast<std::size_t>(head.text.end() - bytes.begin());
}

}  // namespace hundred::server
