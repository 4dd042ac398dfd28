#pragma once

#include <string>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/sweep.hpp"

namespace hundred::loadtest {

/// The report as one page that needs nothing else, neither files nor a network: with charts and swim lanes, and, for
/// browsers without scripts, the text. What the report holds of others (URLs, a server's words) is data, never markup.
std::string to_html(const Report& report);

/// The same of a comparison. Of the rounds of a mode the one in the middle is there in full, of the others the figures.
std::string to_html(const Comparison& comparison);

/// The same of a sweep.
std::string to_html(const Sweep& sweep);

}  // namespace hundred::loadtest
