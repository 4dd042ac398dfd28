#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// What hundred-server says of itself at GET /stats, as far as a report tells it.
struct ServerStats {
  ServerFacts facts;
  std::uint64_t voluntary_switches = 0, involuntary_switches = 0;
  std::map<std::string, LoopBlock> loop_blocks;  ///< by path
};

/// @returns nothing if the text is not what hundred-server of this version says: any server may answer at /stats
std::optional<ServerStats> read_stats(std::string_view json);

}  // namespace hundred::loadtest
