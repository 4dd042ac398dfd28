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
  const client::Load& load_;
  const client::Progress& progress_;
  Terminal& terminal_;
  bool wanted_;
  bool drawn_ = false;
  client::Time started_;
};

/// "1200/5000 done, 400/s, 3 failed, 9 s left": the line's text after `elapsed` nanoseconds of load.
std::string progress_text(const client::Load& load, std::uint64_t done, std::uint64_t failed, client::Time elapsed);

}  // namespace hundred::loadtest
