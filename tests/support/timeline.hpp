#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hundred::test {

/// What GET /timeline says of the exchanges with that X-Request-Id. An exchange is recorded after its answer is sent:
/// it waits until there is one.
std::vector<nlohmann::json> exchanges_with_id(std::uint16_t port, const std::string& id);

/// When a stretch of an exchange began and ended, in nanoseconds of CLOCK_MONOTONIC.
struct Interval {
  std::int64_t start, end;
};
/// The first stretch of that kind. @throws std::runtime_error if there is none.
Interval interval(const nlohmann::json& exchange, std::string_view kind);

}  // namespace hundred::test
