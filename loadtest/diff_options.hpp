#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/option_table.hpp"

namespace hundred::loadtest {

/// What `hundred-load diff` was asked to do.
struct DiffOptions {
  std::string before, after;         ///< files or folders
  std::optional<double> fail_above;  ///< percent
  std::vector<std::string> outputs;  ///< each ends in .txt or .json
  bool json = false;
  bool no_color = false;
  bool help = false;
};

/// The option table of `diff`. The rows refer to `options`, which must outlive them.
std::vector<Option> diff_option_table(DiffOptions& options);

/// Reads the arguments after `diff`. Unless help is asked for, what it returns is complete. @throws UsageError
DiffOptions parse_diff_options(const std::vector<std::string>& arguments);

}  // namespace hundred::loadtest
