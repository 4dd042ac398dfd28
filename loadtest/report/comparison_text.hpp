#pragma once

#include <string>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// What `compare` prints: a table for each endpoint, and what its figures mean. 80 columns, ends with a newline.
std::string summary_text(const Comparison& comparison, const Style& style);

/// The whole comparison for people: the summary, then what each mode cost the server.
std::string to_text(const Comparison& comparison, const Style& style);

}  // namespace hundred::loadtest
