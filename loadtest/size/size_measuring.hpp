#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "loadtest/size/sizing.hpp"

namespace hundred::loadtest {

/// Runs of a mode end after so many, found or not; or when twice as many workers do not do as theory has use for.
inline constexpr std::size_t most_size_runs = 8;

/// Runs a server in that mode with so many workers. @returns nothing if it was interrupted. @throws std::runtime_error
/// if the server does not do its part
using MeasureSize = std::function<std::optional<SizeRun>(const ModeSize& mode, std::uint64_t workers)>;

/// Whether runs are worth their time: its workers are counted, and theory has an answer.
bool worth_measuring(const ModeSize& mode);
/// Of all modes, if they show what theory says.
std::size_t fewest_runs(const Sizing& sizing);

/// For each mode that is worth it, runs with as many workers as theory says, with one less, and on from there until the
/// runs say how many it takes. A server that fails ends those of its mode; what was found so far stays.
void measure_sizes(Sizing& sizing, const MeasureSize& measure);

}  // namespace hundred::loadtest
