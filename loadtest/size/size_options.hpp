#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/option_table.hpp"
#include "loadtest/run_options.hpp"
#include "loadtest/size/sizing.hpp"

namespace hundred::loadtest {

/// What `hundred-load size` was asked to do.
struct SizeOptions {
  RunOptions run;                        ///< of each run, all but mode and workers; with the limits, and how to print
  std::optional<Nanoseconds> cpu, wait;  ///< of a request: what it computes and waits; not both 0
  Gil gil = Gil::none;
  std::vector<std::string> modes;  ///< names, as in the table of modes
  Nanoseconds run_length = std::chrono::seconds(60);
  bool theory_only = false;
  std::optional<double> cpus;  ///< for theory alone; nothing: those that this process may use
};

/// The option table of `size`. The rows refer to `options`, which must outlive them.
std::vector<Option> size_option_table(SizeOptions& options);

/// Reads the arguments after `size`. Unless help or the version is asked for, what it returns is complete.
/// @throws UsageError
SizeOptions parse_size_options(const std::vector<std::string>& arguments);

/// "none", "process", "worker"
std::string gil_name(Gil gil);

}  // namespace hundred::loadtest
