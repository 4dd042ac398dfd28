#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/lab/experiment_file.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// An experiment that a program of its own runs. Most are files instead: experiment_file.hpp.
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

/// Has a hundred users race for a counter and a name in each mode, and says what was lost, and whether as expected.
int race_experiment(const std::vector<std::string>& arguments, Terminal& terminal);

/// Runs an experiment as its file says, tells of it, and says whether it came out as expected.
/// @returns the exit code: 1 if it did not. @throws UsageError, RunError.
int file_experiment(const ExperimentFile& file, const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
