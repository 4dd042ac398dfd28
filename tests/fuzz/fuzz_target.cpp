// A method, a blank and a request target, as in a request line: which endpoint it is for, and with which parameters.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "server/endpoints/registry.hpp"
#include "server/endpoints/state.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/fake_database.hpp"

namespace hundred::test {
namespace {

using server::Endpoint;
using server::Endpoints;
using server::HttpError;
using server::Method;
using server::Parameter;
using server::Request;

const Endpoints& endpoints() {
  const auto nothing = [] { return std::string(); };
  static FakeDatabase database;
  static server::SharedState state;
  static const Endpoints all{{nothing, [](std::size_t) { return std::string(); }, nothing, [] { return true; }},
                             {.data_dir = {}, .database = database, .state = state}};
  return all;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Decodes a text once, on its own account.
std::string decoded(std::string_view text, bool query) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += query && text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

/// A target's path and query, undecoded.
struct Parts {
  std::string_view path;
  std::optional<std::string_view> query;
};

Parts parts_of(std::string_view target) {
  if (const std::size_t scheme = target.find("://"); !target.starts_with('/') && scheme != std::string_view::npos) {
    target.remove_prefix(scheme + 3);
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
  }
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return {target, std::nullopt};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

/// The first value that a query gives a name.
std::optional<std::string> value_in(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (decoded(pair.substr(0, equals), true) == name)
      return equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

void check_number(const Request& request, const Parameter& parameter, std::optional<std::string_view> query) {
  const std::int64_t number = request.number(parameter.name);
  must(number >= parameter.least && number <= parameter.most, "a parameter is within its range", parameter.name);
  const auto given = query ? value_in(*query, parameter.name) : std::nullopt;
  if (!given) return must(number == parameter.fallback, "what is not given is the default", parameter.name);
  if (parameter.kind == Parameter::Kind::word)
    return must(parameter.words[static_cast<std::size_t>(number)] == *given, "a word is what was given", *given);
  std::int64_t meant = 0;
  const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), meant);
  must(error == std::errc() && end == given->data() + given->size() && meant == number, "a parameter is what was given",
       *given);
}

void check_found(const Request& request, const server::Handler& handler) {
  const auto [path, query] = parts_of(request.target());
  const std::string expected = request.target() == "*" ? "*" : decoded(path, false);
  must(request.path() == (expected.empty() ? "/" : expected), "a path is decoded once", request.path());
  if (request.method == Method::options) return;
  const auto rows = endpoints().rows();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Endpoint& e) { return &e.handler == &handler; });
  must(row != rows.end() && row->path == request.path(), "the handler is the path's", request.path());
  must(row->method == request.method || (row->method == Method::get && request.method == Method::head),
       "the handler is the method's");
  for (const Parameter& parameter : row->parameters)
    if (parameter.kind == Parameter::Kind::text)
      must(request.text(parameter.name) ==
               (query ? value_in(*query, parameter.name) : std::nullopt).value_or(std::string(parameter.text)),
           "a text is what was given", parameter.name);
    else
      check_number(request, parameter, query);
}

void check_refused(const HttpError& error) {
  const unsigned status = error.status();
  must(status == 400 || status == 404 || status == 405 || status == 501, "a refusal is 400, 404, 405 or 501",
       fmt::format("{}", status));
  must((status == 405) == !error.allow().empty(), "405 says what is allowed");
  const auto body = nlohmann::json::parse(server::error_response(error).body);
  must(body.at("error").at("status") == status, "the answer says its status");
}

}  // namespace

void fuzz(std::string_view input) {
  const std::size_t blank = std::min(input.find(' '), input.size());
  Request request;
  request.method = boost::beast::http::string_to_verb({input.data(), blank});
  if (request.method == Method::unknown) request.method_text = input.substr(0, blank);
  request.set_target(input.substr(std::min(blank + 1, input.size())));
  try {
    check_found(request, endpoints().route(request));
  } catch (const HttpError& error) {
    check_refused(error);
  }
}

}  // namespace hundred::test
