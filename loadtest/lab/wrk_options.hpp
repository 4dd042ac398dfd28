#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/load_options.hpp"

namespace hundred::loadtest {

/// What `hundred-load lab wrk` was asked to do.
struct WrkOptions : LoadOptions {
  WrkOptions() { duration = std::chrono::seconds(5); }

  std::string url;   ///< a path if `mode` is set
  std::string mode;  ///< of the server to start; empty: the URL's server runs already
  std::optional<std::uint64_t> workers;
  std::uint64_t threads = 1;  ///< of each tool
  std::uint64_t repeats = 5;  ///< how often each tool loads the server
};

/// The option table of `lab wrk`. The rows refer to `options`, which must outlive them.
std::vector<Option> wrk_option_table(WrkOptions& options);

/// Reads the arguments after `lab wrk`. Unless help or the version is asked for, what it returns can be run by both
/// tools. @throws UsageError if it cannot.
WrkOptions parse_wrk_options(const std::vector<std::string>& arguments);

}  // namespace hundred::loadtest
