#pragma once

#include <optional>

#include "client/clock.hpp"
#include "client/run_queue_clock.hpp"

namespace hundred::client {

/// How busy a generator thread is: its CPU time, but not what it spins away while it waits for a planned moment. To be
/// used by that thread alone.
class Headroom {
 public:
  /// The load begins at `moment`, soon.
  void start(Time moment);
  /// The thread has spun for so long.
  void spun(Time nanoseconds) { spun_ += nanoseconds; }
  /// Looks at the clocks. @returns the busy share, 0 to 1, since the last look.
  double look();

  /// Since the start, as of the last look.
  Time wall() const { return looked_ - started_; }
  Time busy() const { return busy_; }
  /// Since the start: how long the thread could have run, but had no CPU. Nothing if the kernel does not tell.
  std::optional<Time> waited() const;

 private:
  Time started_ = 0, looked_ = 0;
  Time cpu_ = 0;   ///< the thread's CPU time at the last look
  Time spun_ = 0;  ///< since then
  Time busy_ = 0;
  std::optional<RunQueueClock> run_queue_;
  std::optional<Time> waited_;  ///< until the start
};

}  // namespace hundred::client
