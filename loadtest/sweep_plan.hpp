#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loadtest/report/sweep.hpp"
#include "loadtest/sweep_options.hpp"

namespace hundred::loadtest {

/// A point that is to be measured.
struct PlannedPoint {
  std::size_t curve = 0;  ///< of which it is: index into Sweep::curves
  double value = 0;
  RunOptions options;  ///< with the time that it needs, unless the user says how long
  std::optional<PointTheory> theory;
  double seconds = 0;  ///< that it will take, about
};

/// What is to be measured, curve by curve. Unless the user says how long, a point is loaded for 20 mean responses (with
/// thinking), but at least 3 s and for as many requests as a 99th percentile needs, and at most 60 s; where theory does
/// not know the mean response, for 5 s. There is no warm-up: a closed loop's line is there at once, and is as long at
/// its end, while requests of a warm-up would be served in the point's time and not be in its figures.
/// @param servers  as they say of themselves, by curve; of a URL's server an empty one
std::vector<PlannedPoint> plan_sweep(const SweepOptions& options, const std::vector<ServerFacts>& servers,
                                     const std::optional<EndpointFacts>& alone);

/// What theory says of a point: of a closed loop as predict(); of an open loop that it gets what it asks for as long as
/// the server can do it, with the mean response of a simulation, or, where arrivals are evenly spaced, without a line.
/// @returns nothing where predict() says nothing either
std::optional<PointTheory> point_theory(const RunOptions& options, const ServerFacts& server,
                                        const EndpointFacts& alone);

/// A sweep without its points: what is the same of all, and an empty curve each mode.
Sweep empty_sweep(const SweepOptions& options, const std::optional<EndpointFacts>& alone);

}  // namespace hundred::loadtest
