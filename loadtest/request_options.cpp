#include "loadtest/request_options.hpp"

#include <strings.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// A character of a token (RFC 9110, 5.6.2), of which methods and field names are made.
bool is_token(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         marks.find(c) != std::string_view::npos;
}

bool is_token_text(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token); }

bool is_method(const std::string& text) { return is_token_text(text) && text != "CONNECT"; }

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_one_of(const std::string& name, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* one) { return strcasecmp(name.c_str(), one) == 0; });
}

/// "Name: value". What decides where a request ends is not for the user to say.
std::optional<std::pair<std::string, std::string>> parse_header(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_token_text(text.substr(0, colon))) return std::nullopt;
  std::pair<std::string, std::string> header{text.substr(0, colon), trimmed(text.substr(colon + 1))};
  const bool printable = std::all_of(header.second.begin(), header.second.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
  });
  if (!printable || is_one_of(header.first, {"Content-Length", "Transfer-Encoding", "Expect"})) return std::nullopt;
  return header;
}

OptionValue headers_value(std::vector<std::pair<std::string, std::string>>& target) {
  const auto set = [&target](std::string_view text) {
    const auto header = parse_header(text);
    if (header) target.push_back(*header);
    return header.has_value();
  };
  return {OptionValue::Kind::list,
          "'Name: value', but not Content-Length, Transfer-Encoding or Expect, which hundred-load sets as needed", set,
          [] { return Json(nullptr); }};
}

OptionValue file_value(std::string& target) {
  const auto set = [&target](std::string_view path) {
    std::ifstream file{std::string(path), std::ios::binary};
    if (!file) return false;
    target.assign(std::istreambuf_iterator<char>(file), {});
    return !file.bad();
  };
  return {OptionValue::Kind::text, "a file that can be read", set, [] { return Json(nullptr); }};
}

}  // namespace

std::vector<Option> request_rows(RequestOptions& o) {
  return {
      {"-m,-X,--method", "NAME", "the request's method",
       text(o.method, "a method, such as GET, POST or DELETE", is_method), "GET, or POST with a body"},
      {"-H,--header", "'NAME: VALUE'", "one more header field, or another value for a usual one (repeatable)",
       headers_value(o.headers)},
      {"-b,--body", "TEXT", "the request's body", text(o.body, "text")},
      {"--body-file", "FILE", "the request's body is what this file holds", file_value(o.body)},
  };
}

client::RequestForm request_form(const RequestOptions& options) {
  client::RequestForm form;
  form.headers = options.headers;
  form.body = options.body;
  if (!options.body.empty()) form.method = "POST";
  if (!options.method.empty()) form.method = options.method;
  return form;
}

}  // namespace hundred::loadtest
