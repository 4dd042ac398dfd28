#pragma once

#include <string>
#include <string_view>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

// Parts of a report's text; each is empty if there is nothing to say.

/// A heading with what it is and what good looks like behind it, after an empty line.
std::string section(const Style& style, std::string_view title, std::string_view what);

/// What the data means.
std::string finding_lines(const Report& report, const Style& style);

std::string count_lines(const Report& report, const Style& style);
/// Requests that waited at the generator, and those of the warm-up.
std::string waiting_lines(const Report& report);
std::string connecting_lines(const Report& report);
std::string error_lines(const Report& report, const Style& style);
std::string latency_table(const Report& report, const Style& style);
/// Of the mean and about percentiles, side by side.
std::string breakdown_table(const Report& report, const Style& style);
/// Requests per worker, and the slowest user against the one in the middle.
std::string fairness_lines(const Report& report, const Style& style);
/// What the server used.
std::string usage_lines(const Report& report, const Style& style);
std::string url_table(const Report& report, const Style& style);
std::string second_table(const Report& report, const Style& style);
std::string bystander_lines(const Report& report, const Style& style);
std::string threshold_lines(const Report& report, const Style& style);
/// Whether the figures can be believed, and why.
std::string validity_lines(const Report& report, const Style& style);
/// What the run was made with.
std::string environment_lines(const Report& report, const Style& style);

}  // namespace hundred::loadtest
