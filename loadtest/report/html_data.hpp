#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

// What the page of a report draws: its JSON, less what is not drawn, times of single requests to a microsecond.

inline constexpr std::size_t most_drawn = 2'000;          ///< requests of a run
inline constexpr std::size_t most_drawn_of_each = 1'000;  ///< requests of each mode of a comparison

/// Of a burst with more requests some, evenly chosen by the order of their answers; of a loop the last.
nlohmann::ordered_json drawn(const Report& report);

/// The modes in the order of the text's table. Each has "middle_round", the index of the round in the middle, null if
/// there is none. Of the others only the figures are there.
nlohmann::ordered_json drawn(const Comparison& comparison);

}  // namespace hundred::loadtest
