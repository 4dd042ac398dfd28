#pragma once

#include "loadtest/modes.hpp"
#include "loadtest/size/queue_figures.hpp"
#include "loadtest/size/sizing.hpp"

namespace hundred::loadtest {

/// How many workers a mode needs by theory: its queue is simulated with one number after the other. Where more of them
/// make it worse, as they share the CPUs, an answer that only a few numbers give may be passed over.
/// @param figures  of the same question
ModeSize size_by_theory(const ModeRow& mode, const SizeQuestion& question, QueueFigures& figures);

/// So many CPUs compute in a mode at once. @param cpus  without a lock
double cpus_under(Gil gil, const ModeRow& mode, double cpus);

}  // namespace hundred::loadtest
