#pragma once

#include <optional>

#include "client/load.hpp"
#include "client/recording.hpp"
#include "loadtest/kernel_watch.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// Whether the figures of a run can be believed, and why: its counts add up, Little's law holds, the generator had room
/// to spare and was on time, the kernel neither dropped connections nor throttled this process, and other programs did
/// not have what server and load tool had use for (INTERFACE, section 5).
/// @param events  what the kernel counted during the run. @param cpus  how the CPUs were used meanwhile, if that tells
Validity judge_validity(const client::Load& load, const client::Recording& recording, const KernelEvents& events,
                        const std::optional<CpuUse>& cpus = {});

/// Whether the load tool sent promptly: 99 % of the requests within a tenth of the median response time.
bool sent_in_time(const client::Histogram& send_lag, const client::Histogram& response);

/// Little's law in the figures of a run. @returns nothing of a burst, and of what is shorter than 20 mean times.
std::optional<Little> little_of(const client::Load& load, const client::Recording& recording);

/// What was found by the first of the worst checks; empty if there are none.
std::string worst_words(const Validity& validity);

}  // namespace hundred::loadtest
