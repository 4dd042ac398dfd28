#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hundred::test {

/// A response as it was received.
struct Response {
  int version = 0;  ///< 10 or 11
  int status = 0;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;  ///< without chunks; empty where it was not read

  /// The value of a header field, whatever the case of its name; empty if it is missing.
  std::string header(std::string_view name) const;
  bool has(std::string_view name) const;
  bool says_close() const;
  /// The body as JSON. @throws nlohmann::json::parse_error with the body's text if it is not.
  nlohmann::json json() const;
};

/// Status line and header fields, up to and without the empty line. @throws std::runtime_error if it is not HTTP/1.
Response parse_head(const std::string& text);

/// A request as a text. `fields` are whole lines, each with its CRLF.
std::string get_request(std::string_view target, std::string_view fields = "");
std::string post_request(std::string_view target, std::string_view body, std::string_view fields = "");
std::string request(std::string_view method, std::string_view target, std::string_view fields = "",
                    std::string_view version = "1.1");

/// The body in chunks of the sizes given, over and over, with the last chunk and no trailers.
std::string chunked(std::string_view body, const std::vector<std::size_t>& sizes);

}  // namespace hundred::test
