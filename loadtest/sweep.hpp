#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/interrupt.hpp"
#include "loadtest/report/sweep.hpp"
#include "loadtest/running.hpp"
#include "loadtest/sweep_plan.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// What came of a point.
struct MeasuredPoint {
  SweepPoint point;
  std::string run_by;                    ///< "8 threads", empty if not known
  std::optional<std::uint64_t> workers;  ///< of its server
  std::optional<std::string> fault;      ///< how its server did not live through it, or stop in order
};

/// Measures a point of a plan. @param place  "point 3 of 10, 4 workers". @returns nothing if it was interrupted.
/// @throws std::runtime_error if its server fails
using MeasurePoint = std::function<std::optional<MeasuredPoint>(const PlannedPoint& point, const std::string& place)>;

/// Measures all points of a plan, each once, in their order. A curve whose server fails ends there, with the reason,
/// and the next goes on; what is interrupted ends. @param sweep  gets the points. @param say  called before each with
/// its place and about how many seconds are left
void measure_points(Sweep& sweep, const std::vector<PlannedPoint>& plan, const MeasurePoint& measure,
                    const std::function<void(const std::string& place, double seconds_left)>& say);

/// The figures of a run that are a point's.
MeasuredPoint point_of(const PlannedPoint& planned, const Ran& ran);

/// Measures a request alone, if a server can be started, then all points, each on a server of its own; says on
/// terminal.err how long that takes, and then how far it is. @throws RunError if the first point of each curve fails;
/// UsageError if a server refuses its arguments
Sweep run_sweep(const SweepOptions& options, const Interrupt& interrupt, Terminal& terminal);

}  // namespace hundred::loadtest
