#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/option_table.hpp"
#include "loadtest/load_options.hpp"

namespace hundred::loadtest {

/// What `hundred-load compare` was asked to do.
struct CompareOptions : LoadOptions {
  std::vector<std::string> arguments;   ///< as they were given
  std::vector<std::string> modes;       ///< names, as in the table of modes
  std::vector<std::string> endpoints;   ///< paths with their queries
  std::vector<std::string> keep_alive;  ///< of the servers: each mode is started with each of these
  std::uint64_t repeats = 3;
  std::string folder;  ///< for the report; empty: a new one under reports/
};

/// The option table of `compare`. The rows refer to `options`, which must outlive them.
std::vector<Option> compare_option_table(CompareOptions& options);

/// Reads the arguments after `compare`. Unless help or the version is asked for, what it returns is complete.
/// @throws UsageError
CompareOptions parse_compare_options(const std::vector<std::string>& arguments);

}  // namespace hundred::loadtest
