#pragma once

#include <vector>

#include "loadtest/find_max/found.hpp"
#include "loadtest/find_max/hiccups.hpp"
#include "loadtest/find_max/judgement.hpp"

namespace hundred::loadtest {

/// The shortest hiccup that matters beside a limit: an eighth of it, but at least a millisecond. Both in milliseconds.
double shortest_hiccup_ms(double limit_ms);

/// Takes away the responses that a hiccup may have made late: those due from one `limit_ms` before it until five after
/// it, when the line that it left is gone. The longest hiccups come first, until a fifth of the responses is taken:
/// more would be another measurement. What is taken depends on the machine alone, never on how long a response took.
/// @param began  the moment that due times count from. @param responses  comes back ordered by when they were due
Disturbance leave_out_disturbed(std::vector<Hiccup> hiccups, client::Time began, double limit_ms,
                                std::vector<TimedResponse>& responses);

/// Makes those the response times of the report, and judges by them whether the load tool was late.
void count_only(const std::vector<TimedResponse>& responses, Report& report);

}  // namespace hundred::loadtest
