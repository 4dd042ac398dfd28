#pragma once

#include <gmock/gmock.h>

#include <optional>

#include "loadtest/report/findings.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

// Reports of 100 users on 2 CPUs, as theory would have them, that bear a few findings and nothing else.

inline constexpr Work sleeping_work{50, 0, 50}, burning_work{20, 20, 0};

/// @param part  on which nine tenths of the time are spent
Report burst_report(const char* mode, std::optional<std::uint64_t> workers, const Work& work, const char* part);

/// The same of a closed loop of ten seconds.
Report loop_report(const char* mode, std::optional<std::uint64_t> workers, const Work& work, const char* part);

/// One of a report's findings contains that.
MATCHER_P(says, words, "") { return testing::Value(findings(arg), testing::Contains(testing::HasSubstr(words))); }

}  // namespace hundred::loadtest
