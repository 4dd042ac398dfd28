#pragma once

#include <vector>

#include "loadtest/threshold.hpp"

namespace hundred::loadtest {

/// As a --slo for each would have it: {"p99<40ms", "errors<1%"}.
inline std::vector<Threshold> limits(std::initializer_list<const char*> texts) {
  std::vector<Threshold> limits;
  for (const char* text : texts) limits.push_back(parse_threshold(text).value());
  return limits;
}

}  // namespace hundred::loadtest
