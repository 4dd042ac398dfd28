#pragma once

#include <boost/url/params_view.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/runtime/message.hpp"

namespace hundred::server {

/// A query parameter of an endpoint: a whole number in a range, or, as the functions below make it, one of some words
/// or a text.
struct Parameter {
  enum class Kind { number, word, text };

  std::string_view name;
  std::int64_t fallback = 0, least = 0, most = 0;  ///< of words: their places; of a text, the last two: its bytes
  Kind kind = Kind::number;
  std::vector<std::string_view> words = {};
  std::string_view text = {};  ///< a text's default

  /// The default, as it stands in a query.
  std::string default_text() const;
  /// "a whole number from 0 to 100", "none, mutex or atomic".
  std::string range() const;
};

/// A parameter that is one of these; Request::number() has its place among them. The first is the default.
Parameter one_of(std::string_view name, std::vector<std::string_view> words);
/// A parameter that Request::text() has: 1 to `most` letters, digits and . _ @ -
Parameter text_of(std::string_view name, std::string_view fallback, std::int64_t most);

/// Completes the request's parameters from its query. @throws HttpError 400 if one is not known, or not in its range.
void set_parameters(Request& request, std::span<const Parameter> parameters, boost::urls::params_view query);
/// Completes the parameters of a request without a query.
void set_defaults(Request& request, std::span<const Parameter> parameters);

}  // namespace hundred::server
