#include "server/http/host.hpp"

#include <algorithm>
#include <boost/url/authority_view.hpp>
#include <boost/url/parse.hpp>

#include "server/http/characters.hpp"

namespace hundred::server {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_host(std::string_view value) {
  // Nearly every host is a plain name or address, which needs no parser.
  const auto name_end = std::find_if_not(value.begin(), value.end(), is_plain_host);
  if (name_end == value.end()) return !value.empty();
  if (name_end != value.begin() && *name_end == ':') return std::all_of(name_end + 1, value.end(), is_digit);
  const auto authority = boost::urls::parse_authority({value.data(), value.size()});
  return authority && !authority->has_userinfo() && !authority->encoded_host().empty();
}

}  // namespace hundred::server
