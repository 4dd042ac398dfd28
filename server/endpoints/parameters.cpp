#include "server/endpoints/parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace hundred::server {
namespace {

HttpError refusal(const Parameter& parameter, std::string_view text) {
  return {400, fmt::format("{}={}: must be {}, by default {}", parameter.name, text, parameter.range(),
                           parameter.default_text())};
}

std::int64_t checked_number(const Parameter& parameter, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < parameter.least || value > parameter.most)
    throw refusal(parameter, text);
  return value;
}

std::int64_t checked_word(const Parameter& parameter, std::string_view text) {
  const auto found = std::find(parameter.words.begin(), parameter.words.end(), text);
  if (found == parameter.words.end()) throw refusal(parameter, text);
  return found - parameter.words.begin();
}

void check_text(const Parameter& parameter, std::string_view text) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-";
  const auto size = static_cast<std::int64_t>(text.size());
  if (size < parameter.least || size > parameter.most || text.find_first_not_of(allowed) != std::string_view::npos)
    throw refusal(parameter, text);
}

void set(Request& request, const Parameter& parameter, const std::string& given) {
  switch (parameter.kind) {
    case Parameter::Kind::number:
      return request.add_number(parameter.name, checked_number(parameter, given));
    case Parameter::Kind::word:
      return request.add_number(parameter.name, checked_word(parameter, given));
    case Parameter::Kind::text:
      check_text(parameter, given);
      return request.add_text(parameter.name, given);
  }
}

void set_default(Request& request, const Parameter& parameter) {
  if (parameter.kind == Parameter::Kind::text)
    request.add_text(parameter.name, parameter.text);
  else
    request.add_number(parameter.name, parameter.fallback);
}

void reject_unknown(const Request& request, std::span<const Parameter> parameters, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : parameters) names.push_back(parameter.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  throw HttpError(400, fmt::format("unknown parameter '{}': {} takes {}", name, request.path(),
                                   names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
}

}  // namespace

std::string Parameter::default_text() const {
  if (kind == Kind::number) return std::to_string(fallback);
  return std::string(kind == Kind::text ? text : words.at(static_cast<std::size_t>(fallback)));
}

std::string Parameter::range() const {
  if (kind == Kind::number) return fmt::format("a whole number from {} to {}", least, most);
  if (kind == Kind::text) return fmt::format("{} to {} letters, digits and . _ @ -", least, most);
  return fmt::format("{} or {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

Parameter one_of(std::string_view name, std::vector<std::string_view> words) {
  const auto last = static_cast<std::int64_t>(words.size()) - 1;
  return {name, 0, 0, last, Parameter::Kind::word, std::move(words)};
}

Parameter text_of(std::string_view name, std::string_view fallback, std::int64_t most) {
  return {name, 0, 1, most, Parameter::Kind::text, {}, fallback};
}

void set_parameters(Request& request, std::span<const Parameter> parameters, boost::urls::params_view query) {
  for (const auto& given : query)
    if (!given.key.empty() || given.has_value) reject_unknown(request, parameters, given.key);
  for (const Parameter& parameter : parameters) {
    const auto given = query.find(parameter.name);
    if (given == query.end())
      set_default(request, parameter);
    else
      set(request, parameter, (*given).value);
  }
}

void set_defaults(Request& request, std::span<const Parameter> parameters) {
  for (const Parameter& parameter : parameters) set_default(request, parameter);
}

}  // namespace hundred::server
