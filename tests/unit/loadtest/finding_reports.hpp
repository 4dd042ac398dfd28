#pragma once

#include <optional>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

// Reports of 100 users on 2 CPUs, as theory would have them, that bear a few findings and nothing else.

inline constexpr Work sleeping{50, 0, 50}, burning{20, 20, 0};

/// @param part  on which nine tenths of the time are spent
Report burst(const char* mode, std::optional<std::uint64_t> workers, const Work& work, const char* part);

/// The same of a closed loop of ten seconds.
Report loop(const char* mode, std::optional<std::uint64_t> workers, const Work& work, const char* part);

}  // namespace hundred::loadtest
