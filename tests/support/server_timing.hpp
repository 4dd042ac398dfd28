#pragma once

#include <string>

#include "tests/support/response.hpp"

namespace hundred::test {

/// What the Server-Timing header says, in milliseconds.
struct ServerTiming {
  double queue, gil, pool, cpu, wait, ready, handler;
  std::string worker;

  double parts() const { return gil + pool + cpu + wait + ready; }
};

/// @throws std::runtime_error if the header is missing or not in the exact format of the interface.
ServerTiming server_timing(const Response& response);

}  // namespace hundred::test
