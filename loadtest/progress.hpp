#pragma once

#include <optional>

#include "client/run.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// One line on terminal.err that says how far a run is, from its second second on; erased when destroyed.
class ProgressLine {
 public:
  /// Draws nothing unless `wanted` and terminal.err is a terminal.
  ProgressLine(const client::Load& load, const client::Progress& progress, Terminal& terminal, bool wanted);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void draw();

 private:
  std::string text(client::Time at) const;

  const client::Load& load_;
  const client::Progress& progress_;
  Terminal& terminal_;
  bool wanted_;
  bool drawn_ = false;
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
