#include "tests/support/server_timing.hpp"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>

namespace hundred::test {

ServerTiming server_timing(const Response& response) {
  static const std::string ms = R"((\d+\.\d{3}))";
  static const std::regex format("queue;dur=" + ms + ", gil;dur=" + ms + ", pool;dur=" + ms + ", cpu;dur=" + ms +
                                 ", wait;dur=" + ms + ", ready;dur=" + ms + ", handler;dur=" + ms +
                                 ", worker;desc=\"([a-z]\\d+)\"");
  const std::string header = response.header("Server-Timing");
  std::smatch part;
  if (!std::regex_match(header, part, format))
    throw std::runtime_error(fmt::format("Server-Timing is '{}' (status {})", header, response.status));
  const auto number = [&part](std::size_t i) { return std::stod(part[i]); };
  return {number(1), number(2), number(3), number(4), number(5), number(6), number(7), part[8]};
}

}  // namespace hundred::test
