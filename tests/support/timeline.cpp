#include "tests/support/timeline.hpp"

#include <stdexcept>

#include "tests/support/json_search.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/raw_connection.hpp"

namespace hundred::test {

std::vector<nlohmann::json> exchanges_with_id(std::uint16_t port, const std::string& id) {
  std::vector<nlohmann::json> found;
  eventually([&] { return !(found = objects_with(get(port, "/timeline").json(), "id", id)).empty(); });
  return found;
}

Interval interval(const nlohmann::json& exchange, std::string_view kind) {
  for (const nlohmann::json& candidate : exchange.at("intervals"))
    if (candidate.at(0) == kind) return {candidate.at(1).get<std::int64_t>(), candidate.at(2).get<std::int64_t>()};
  throw std::runtime_error("no " + std::string(kind) + " in " + exchange.dump());
}

}  // namespace hundred::test
