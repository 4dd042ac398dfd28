#pragma once

#include <optional>
#include <string>

#include "loadtest/find_max/find_max_options.hpp"
#include "loadtest/find_max/found.hpp"
#include "loadtest/find_max/search.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// What came of a search.
struct Found {
  FoundRate rate;
  std::optional<std::string> fault;  ///< why a server did not live through a step, which broke the search off
};

/// Looks for the highest rate that keeps the limits: each step is an open loop, on a fresh server if one is to be
/// started, after a second of warm-up. Progress goes to terminal.err. If it is interrupted, what was found so far.
/// @throws RunError, ConnectError, UsageError
Found find_max(const FindMaxOptions& options, const Interrupt& interrupt, Terminal& terminal);

/// How to search. @param theory, alone  what is known of the server
SearchPlan search_plan(const FindMaxOptions& options, const std::optional<RateTheory>& theory,
                       const std::optional<Work>& alone);

/// Connections for a step: enough that they are not what limits.
std::uint64_t users_for(const FindMaxOptions& options, double rate_per_s);

/// How long it will take, before it begins: "about 4 to 6 minutes: ..."
std::string estimate_words(const SearchPlan& plan, bool theory_known);

}  // namespace hundred::loadtest
