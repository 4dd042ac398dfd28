#pragma once

#include <string>

#include "client/run.hpp"
#include "loadtest/burst_grid.hpp"
#include "loadtest/live_text.hpp"
#include "loadtest/run_options.hpp"

namespace hundred::loadtest {

/// How far a run is, on terminal.err if that is a terminal: a burst whose users can be seen as a grid, if there is
/// room, else one line, from the run's second second on; erased when destroyed.
class ProgressView {
 public:
  /// @param place  of several loads, which one this is, said first; empty: there is one
  ProgressView(const RunOptions& options, const client::Load& load, const client::Progress& progress,
               const std::string& place, Terminal& terminal);

  void draw();

 private:
  std::string text(client::Time at) const;

  const client::Load& load_;
  const client::Progress& progress_;
  LiveText live_;
  const std::string place_;
  std::string title_;
  GridStyle style_;
  client::Time started_;
};

/// What a progress line says of.
struct ProgressFigures {
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  client::Time elapsed = 0;       ///< nanoseconds since the release
  client::Time p50 = 0, p99 = 0;  ///< response times of the last whole second, nanoseconds; 0: there is none yet
};

/// "1200/5000 done, 400/s, p50 1.20 ms, p99 5.10 ms, 3 failed, 9 s left"
std::string progress_text(const client::Load& load, const ProgressFigures& figures);

}  // namespace hundred::loadtest
