#pragma once

#include <string>
#include <vector>

#include "loadtest/report/text.hpp"

namespace hundred::loadtest {

/// A run, and what there is to write of it.
struct Output {
  const client::Load& load;
  const client::Recording& recording;
  const Report& report;
  Detail detail = Detail::brief;  ///< of the text
};

/// The endings of the files that write_outputs() knows: ".json", ".txt" ...
std::vector<std::string> output_endings();

/// @throws RunError, one line, if a file could not be written; before a load, whose figures would be lost.
void check_outputs(const std::vector<std::string>& files);

/// Writes each file, in the form that its ending says. @throws RunError, one line, if a file cannot be written.
void write_outputs(const Output& output, const std::vector<std::string>& files);

}  // namespace hundred::loadtest
