#include "loadtest/server_stats.hpp"

#include <nlohmann/json.hpp>

namespace hundred::loadtest {
namespace {

using Json = nlohmann::json;

// Here and below field by field: where a later field of a list in braces throws, GCC 12 destroys earlier ones twice.

std::map<std::string, LoopBlock> loop_blocks_of(const Json& by_path) {
  std::map<std::string, LoopBlock> blocks;
  for (const auto& [path, json] : by_path.items()) {
    LoopBlock& block = blocks[path];
    block.path = path;
    block.count = json.at("count").get<std::uint64_t>();
    block.longest_ms = json.at("longest_ms").get<double>();
  }
  return blocks;
}

}  // namespace

std::optional<ServerStats> read_stats(std::string_view json) try {
  const Json all = Json::parse(json);
  const Json& switches = all.at("context_switches");
  ServerStats stats;
  stats.facts.mode = all.at("mode").get<std::string>();
  stats.facts.workers = all.at("workers").get<std::uint64_t>();
  stats.voluntary_switches = switches.at("voluntary").get<std::uint64_t>();
  stats.involuntary_switches = switches.at("involuntary").get<std::uint64_t>();
  stats.loop_blocks = loop_blocks_of(all.at("loop_blocked"));
  return stats;
} catch (const Json::exception&) {
  return std::nullopt;
}

}  // namespace hundred::loadtest
