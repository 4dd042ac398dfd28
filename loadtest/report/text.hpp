#pragma once

#include <cstdint>
#include <string>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// How much a report's text says: with or without a few lines after each section, of how to read it.
enum class Detail : std::uint8_t { brief, explained };

/// The whole report for people: 80 columns, ends with a newline.
std::string to_text(const Report& report, const Style& style, Detail detail = Detail::brief);

/// Where most of an average request's time went, in words and percent: "in queue", 85.
struct TimeSpent {
  std::string words;
  double percent = 0;
};
std::optional<TimeSpent> time_spent(const Report& report);

}  // namespace hundred::loadtest
