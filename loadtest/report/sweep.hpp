#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/report/parts.hpp"
#include "loadtest/scaling.hpp"
#include "loadtest/theory.hpp"

namespace hundred::loadtest {

/// What a sweep varies.
enum class Swept : std::uint8_t { users, workers, rate };
/// By Swept.
inline constexpr std::array<const char*, 3> swept_names{"users", "workers", "rate"};

/// What theory says of a point.
struct PointTheory {
  double throughput_per_s = 0;
  std::optional<double> response_ms;  ///< the mean; nothing where the line has no end
};

/// The figures of one load.
struct SweepPoint {
  double value = 0;        ///< of what is swept
  double duration_ms = 0;  ///< for which requests were made, without the warm-up
  Counts counts;
  /// Good answers over the time to the last of them, in a closed loop with think time and one think time more.
  std::optional<double> throughput_per_s;
  Summary response;
  std::optional<Little> little;  ///< nothing if the load was too short to judge it
  Verdict verdict = Verdict::valid;
  std::string reason;  ///< for the verdict
  std::optional<PointTheory> theory;
};

/// One mode, or a server that was there before.
struct Curve {
  std::string mode;                      ///< empty: a server that was there before, of which it is not known
  std::string run_by;                    ///< "8 threads"; of the last point, empty if not known
  std::optional<std::uint64_t> workers;  ///< of the last point
  std::vector<SweepPoint> points;        ///< those that were measured, in ascending order
  std::optional<std::string> failure;    ///< why it ended before all were
};

/// What the loads of a sweep have in common.
struct SweptLoad {
  std::string words;  ///< "closed loop: 100 users, no think time"
  bool open_loop = false;
  std::optional<std::uint64_t> users;  ///< nothing if they are swept
  double think_ms = 0;
};

/// All that is known of one sweep. Text, page, JSON and CSV only render it.
struct Sweep {
  Swept over = Swept::workers;
  std::vector<double> values;          ///< asked for, in ascending order
  std::string endpoint;                ///< path and query, or the URL of a server that was there before
  std::optional<EndpointFacts> alone;  ///< nothing if it is not known what a request takes alone
  SweptLoad load;
  std::vector<Curve> curves;
  bool interrupted = false;
  Environment environment;

  bool has_points() const;  ///< something was measured
};

/// Whether a point says something of the server: it is not invalid, and at most one of a hundred requests has no good
/// answer.
bool is_sound(const SweepPoint& point);

/// How the throughput of sound points grows; over a rate, without the scalability law, which is of what serves
/// or asks. Nothing of fewer than three.
std::optional<Scaling> scaling_of(const Sweep& sweep, const Curve& curve);

/// Where a curve leaves its line, as a value of what is swept.
struct Knee {
  double at = 0;
  double below = 0;             ///< the greatest measured value at or below it; `at`, if there is none
  std::optional<double> above;  ///< the least one above it
};

/// Over users or workers as Scaling::knee. Over a rate the last point before the first at which throughput is over 5 %
/// below what was asked for, or p99 over twice that of the first point. Nothing if there is none.
std::optional<Knee> knee_of(const Sweep& sweep, const Curve& curve);

}  // namespace hundred::loadtest
