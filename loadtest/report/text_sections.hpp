#pragma once

#include <span>
#include <string>
#include <string_view>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// A section of a report's text.
struct Section {
  std::string (*lines)(const Report&, const Style&);  ///< empty if there is nothing to say
  std::string_view explanation;                       ///< how to read it, for who has no manual
};

/// In their order.
std::span<const Section> sections();

}  // namespace hundred::loadtest
