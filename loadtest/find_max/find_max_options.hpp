#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loadtest/run_options.hpp"

namespace hundred::loadtest {

/// What `hundred-load find-max` was asked to do.
struct FindMaxOptions {
  RunOptions run;  ///< of each step, but for its rate, duration, users and seed; its rate: where to begin
  bool users_given = false;
  bool errors_limited = false;  ///< the user gave a limit on errors; otherwise the last limit is "errors<1%"
  std::optional<Nanoseconds> step;
  Nanoseconds edge = std::chrono::seconds(60);
};

/// The option table of `find-max`. The rows refer to `options`, which must outlive them.
std::vector<Option> find_max_option_table(FindMaxOptions& options);

/// Reads the arguments after `find-max`. Unless help or the version is asked for, what it returns can be run.
/// @throws UsageError if it cannot.
FindMaxOptions parse_find_max_options(const std::vector<std::string>& arguments);

/// Those for `hundred-load run` that load the same server at that rate, for as long as a step near the edge.
std::vector<std::string> run_arguments(const FindMaxOptions& options, double rate_per_s);

}  // namespace hundred::loadtest
