#pragma once

#include <string>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// The comparison for people: for each endpoint a table of what users saw, beside theory, and one of what it cost the
/// server; modes from the fastest to the slowest. 80 columns, ends with a newline.
std::string to_text(const Comparison& comparison, const Style& style);

}  // namespace hundred::loadtest
