#include "server/http/host.hpp"

#include <algorithm>
#include <array>
#include <boost/url/authority_view.hpp>
#include <boost/url/parse.hpp>

namespace hundred::server {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of a name or an IPv4 address: a look-up, because every request passes here.
constexpr auto plain_characters = [] {
  std::array<bool, 256> plain{};
  for (const char c : std::string_view("-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    plain[static_cast<unsigned char>(c)] = true;
  return plain;
}();
bool is_plain(char c) { return plain_characters[static_cast<unsigned char>(c)]; }

}  // namespace

bool is_host(std::string_view value) {
  // Nearly every host is a plain name or address, which needs no parser.
  const auto name_end = std::find_if_not(value.begin(), value.end(), is_plain);
  if (name_end == value.end()) return !value.empty();
  if (name_end != value.begin() && *name_end == ':') return std::all_of(name_end + 1, value.end(), is_digit);
  const auto authority = boost::urls::parse_authority({value.data(), value.size()});
  return authority && !authority->has_userinfo() && !authority->encoded_host().empty();
}

}  // namespace hundred::server
