#pragma once

#include <string>
#include <vector>

#include "loadtest/report/style.hpp"
#include "loadtest/report/sweep.hpp"

namespace hundred::loadtest {

/// "8 workers", "1 user", "250/s"
std::string value_words(Swept over, double value);

/// What a curve's figures mean, a sentence or two each: its knee and why it is there, what fits it, how far it is from
/// theory, Little's law, and which points are to be doubted.
std::vector<std::string> curve_findings(const Sweep& sweep, const Curve& curve);

/// The whole sweep for people: a table each curve and what it means. 80 columns, ends with a newline.
std::string to_text(const Sweep& sweep, const Style& style);

}  // namespace hundred::loadtest
