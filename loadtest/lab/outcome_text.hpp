#pragma once

#include <cstdint>
#include <string>

#include "loadtest/lab/outcome.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// Where, in the outcome's lines, what a verdict is about begins.
inline constexpr std::size_t verdict_column = 19;

// An experiment told as it runs, in parts, each in 80 columns and with a newline at its end.

/// What it is about, what it shows, and where it comes from.
std::string heading_text(const ExperimentFile& file, const Style& style);
/// What step number `number` (from 1) does, and the command that does the same.
std::string step_text(const Step& step, std::size_t number, const Style& style);
/// What stands before the round in which some steps are done again. @param round  from 2
std::string round_text(std::uint64_t round, const Style& style);
/// The key figures of a run, or the answers. @param again  the step stands not above it, so it is named
std::string run_text(const Step& step, const StepRun& run, bool again);
/// Each expectation and what came out, what is wrong with runs, what to learn, and what to try next.
std::string outcome_text(const ExperimentFile& file, const LabRun& run, const Style& style);

}  // namespace hundred::loadtest
