#pragma once

#include <string>

#include "loadtest/report/diff.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// The difference for people: what was not the same, a table for each endpoint, the figures of rows that differ, and
/// what they mean. 80 columns, ends with a newline.
std::string to_text(const Diff& diff, const Style& style);

}  // namespace hundred::loadtest
