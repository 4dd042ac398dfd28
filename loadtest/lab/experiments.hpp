#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// One row of the table of experiments: a new one is a file and a row.
struct Experiment {
  std::string_view name;     ///< what `lab` is followed by
  std::string_view summary;  ///< what it shows, for lists
  /// @param arguments  after the name. @returns the exit code. @throws UsageError, RunError.
  int (*run)(const std::vector<std::string>& arguments, Terminal& terminal);
};

/// In the order in which they are listed.
std::span<const Experiment> experiments();

/// Runs wrk and hundred-load in turn at the same load, and prints their figures side by side.
int wrk_experiment(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
