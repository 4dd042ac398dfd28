#pragma once

#include <string>

#include "client/run.hpp"

namespace hundred::client {

Load load_on(const std::string& url, std::uint32_t users, std::uint64_t requests);

/// Runs the load and checks what holds for every run that is not broken off.
Recording run_load(const Load& load);

}  // namespace hundred::client
