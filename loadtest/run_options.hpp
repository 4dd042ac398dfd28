#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/load_options.hpp"

namespace hundred::loadtest {

/// What `hundred-load run` was asked to do.
struct RunOptions : LoadOptions {
  std::string url;   ///< a path if `mode` is set
  std::string mode;  ///< of the server to start; empty: the URL's server runs already
  std::optional<std::uint64_t> workers;
  std::vector<std::string> outputs;
};

/// The option table of `run`. The rows refer to `options`, which must outlive them.
std::vector<Option> run_option_table(RunOptions& options);

/// Reads the arguments after `run`. Unless help or the version is asked for, what it returns can be run.
/// @throws UsageError if it cannot.
RunOptions parse_run_options(const std::vector<std::string>& arguments);

}  // namespace hundred::loadtest
