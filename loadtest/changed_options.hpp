#pragma once

#include <string>
#include <vector>

#include "common/option_table.hpp"

namespace hundred::loadtest {

/// An option that two commands had differently.
struct ChangedOption {
  std::string name;  ///< "--workers"
  /// As it was given ("8"; several with commas; a duration in the greatest unit), else its default, or "not given".
  std::string before, after;
};

/// The options that differ between two commands, in the order of the table. They are held against each other as they
/// were given; nothing is set, and no file is read.
/// @param table  of the command
/// @param except  long names of options that do not matter
/// @throws UsageError if one of the commands has an option that is not in the table, or one without its value.
std::vector<ChangedOption> changed_options(const std::vector<Option>& table, const std::vector<std::string>& before,
                                           const std::vector<std::string>& after,
                                           const std::vector<std::string>& except);

}  // namespace hundred::loadtest
