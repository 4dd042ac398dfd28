#pragma once

#include <optional>

#include "client/clock.hpp"
#include "common/descriptor.hpp"

namespace hundred::client {

/// How long the thread that made it has been able to run, but had no CPU, in all its life (the kernel's
/// sched-stats.rst). To be used by that thread alone.
class RunQueueClock {
 public:
  RunQueueClock();
  /// Nothing if the kernel does not tell.
  std::optional<Time> read() const;

 private:
  Descriptor file_;
};

}  // namespace hundred::client
