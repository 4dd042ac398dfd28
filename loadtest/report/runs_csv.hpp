#pragma once

#include <string>
#include <utility>
#include <vector>

#include "loadtest/report/saved.hpp"

namespace hundred::loadtest {

/// A saved report and the path of its file.
using SavedFile = std::pair<std::string, Saved>;

/// A table of runs (RFC 4180, but lines end in a single LF): a header, then a row for each run; of a comparison for
/// each of its rounds, by endpoint, mode and round. What is not known is empty. @throws UsageError if one is a sweep
std::string runs_csv(const std::vector<SavedFile>& files);

}  // namespace hundred::loadtest
