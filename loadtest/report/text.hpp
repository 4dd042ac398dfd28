#pragma once

#include <string>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// The whole report for people: 80 columns, ends with a newline.
std::string to_text(const Report& report, const Style& style);

/// Where most of an average request's time went, in words and percent: "in queue", 85.
struct TimeSpent {
  std::string words;
  double percent = 0;
};
std::optional<TimeSpent> time_spent(const Report& report);

}  // namespace hundred::loadtest
