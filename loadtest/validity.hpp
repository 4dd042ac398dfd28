#pragma once

#include "client/load.hpp"
#include "client/recording.hpp"
#include "loadtest/kernel_watch.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// Whether the figures of a run can be believed, and why: its counts add up, Little's law holds, the generator had room
/// to spare and was on time, and the kernel neither dropped connections nor throttled this process (INTERFACE, section
/// 5).
/// @param events  what the kernel counted during the run.
Validity judge_validity(const client::Load& load, const client::Recording& recording, const KernelEvents& events);

/// What was found by the first of the worst checks; empty if there are none.
std::string worst_words(const Validity& validity);

}  // namespace hundred::loadtest
