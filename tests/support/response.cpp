#include "tests/support/response.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <regex>
#include <stdexcept>

namespace hundred::test {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::pair<std::string, std::string> parse_field(const std::string& line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos || colon == 0) throw std::runtime_error(fmt::format("not a header field: '{}'", line));
  const std::size_t start = line.find_first_not_of(" \t", colon + 1);
  return {line.substr(0, colon), start == std::string::npos ? "" : line.substr(start)};
}

}  // namespace

bool Response::has(std::string_view name) const {
  return std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return same_name(field.first, name); });
}

std::string Response::header(std::string_view name) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return same_name(field.first, name); });
  return found == fields.end() ? std::string() : found->second;
}

bool Response::says_close() const { return same_name(header("Connection"), "close"); }

nlohmann::json Response::json() const {
  try {
    return nlohmann::json::parse(body);
  } catch (const nlohmann::json::parse_error& error) {
    throw std::runtime_error(fmt::format("status {}: not JSON: {}\n{}", status, body.substr(0, 500), error.what()));
  }
}

Response parse_head(const std::string& text) {
  static const std::regex status_line(R"(HTTP/1\.([01]) (\d{3}) [^\r\n]*)");
  Response response;
  std::size_t at = 0;
  bool first = true;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    const std::string line = text.substr(at, end - at);
    std::smatch part;
    if (!first) {
      response.fields.push_back(parse_field(line));
    } else if (std::regex_match(line, part, status_line)) {
      response.version = 10 + std::stoi(part[1]);
      response.status = std::stoi(part[2]);
    } else {
      throw std::runtime_error(fmt::format("not a status line: '{}'", line.substr(0, 200)));
    }
    first = false;
    at = end + 2;
  }
  return response;
}

std::string request(std::string_view method, std::string_view target, std::string_view fields,
                    std::string_view version) {
  return fmt::format("{} {} HTTP/{}\r\nHost: 127.0.0.1\r\n{}\r\n", method, target, version, fields);
}

std::string get_request(std::string_view target, std::string_view fields) { return request("GET", target, fields); }

std::string post_request(std::string_view target, std::string_view body, std::string_view fields) {
  return request("POST", target, fmt::format("Content-Length: {}\r\n{}", body.size(), fields)) + std::string(body);
}

std::string chunked(std::string_view body, const std::vector<std::size_t>& sizes) {
  std::string out;
  for (std::size_t i = 0; !body.empty(); ++i) {
    const std::string_view piece = body.substr(0, sizes[i % sizes.size()]);
    out += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    body.remove_prefix(piece.size());
  }
  return out + "0\r\n\r\n";
}

}  // namespace hundred::test
