#pragma once

#include <string>

#include "loadtest/report/sweep.hpp"

namespace hundred::loadtest {

/// What theory says bounds the throughput of a closed loop at a point: its users, the workers or the CPUs, in a
/// sentence. Empty of an open loop, and where it is not known what a request takes alone or who serves it.
std::string bound_words(const Sweep& sweep, const Curve& curve, const SweepPoint& point);

}  // namespace hundred::loadtest
