#pragma once

#include <string>

#include "loadtest/find_max/found.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// "318/s", "31.8/s", "3.18/s"
std::string rate_text(double per_s);

/// What a step came to: "met: p99 31.0 ms, likely 29.6 ms to 33.0 ms"
std::string verdict_words(const RateStep& step);

/// The whole report for people: the steps, the answer and why it is so; 80 columns, ends with a newline.
std::string to_text(const FoundRate& found, const Style& style);

}  // namespace hundred::loadtest
