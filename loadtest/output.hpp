#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "common/option_table.hpp"
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

/// Files that end in one of `endings`, each given by an option of its own.
OptionValue output_files(std::vector<std::string>& target, const std::vector<std::string>& endings);

/// @throws RunError, one line, if a file could not be written; before a load, whose figures would be lost.
void check_outputs(const std::vector<std::string>& files);

/// Writes a file. @throws RunError, one line, if it cannot be written.
void write_file(const std::string& path, const std::function<void(std::ostream&)>& write);
void write_file(const std::string& path, const std::string& content);

/// Writes each file, in the form that its ending says. @throws RunError, one line, if a file cannot be written.
void write_outputs(const Output& output, const std::vector<std::string>& files);

}  // namespace hundred::loadtest
