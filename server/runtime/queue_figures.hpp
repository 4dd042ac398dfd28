#pragma once

#include <cstddef>

namespace hundred::server {

/// How many wait in a queue now, and how many ever did at once.
struct QueueFigures {
  std::size_t length = 0, peak = 0;
};

}  // namespace hundred::server
