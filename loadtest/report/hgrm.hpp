#pragma once

#include <ostream>

#include "client/histogram.hpp"

namespace hundred::loadtest {

/// A percentile distribution in milliseconds, as HdrHistogram's tools print and its plotter reads it (outputPercentile-
/// Distribution, five ticks for each halving of what is left to 100 %).
void write_hgrm(std::ostream& out, const client::Histogram& histogram);

}  // namespace hundred::loadtest
