#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// Processes that serve, and what their supervisor does beside keeping them alive.
struct Supervision {
  std::size_t processes;      ///< > 0
  Nanoseconds drain_timeout;  ///< from the request to stop until what still serves is cut off

  /// The process with this number, until it is drained. Runs in that process, with the signals blocked that stop; must
  /// handle SIGTERM (drain; it may come again) and SIGALRM (end at once, with exit code 1), and call ready() once it
  /// accepts.
  std::function<void(std::size_t process, const std::function<void()>& ready)> serve;
  std::function<void()> ready;                       ///< all processes accept
  std::function<void(std::size_t serving)> serving;  ///< how many processes there are now
  std::function<void(std::size_t process)> ended;    ///< a process has ended; not told of one killed while it drains
  std::function<void()> stopping;                    ///< before the processes are told to drain
  std::function<std::size_t()> dropped;              ///< how many requests were not answered, once all have ended
};

/// Keeps that many processes serving until SIGTERM, SIGINT or SIGQUIT asks to stop. A process that ends before is
/// replaced: at once, but with growing delays if they end within a second of their start. What still serves at a second
/// signal, or when the time to drain is over, is cut off, and killed if it does not end within a second. Processes end
/// with the supervisor, however that ends. The calling process must have no other thread, now or later, for replacing
/// is a fork.
/// @returns the exit code: 0 if all was drained, else 1.
/// @throws std::runtime_error if not all of the first can be started; then none is left.
int supervise(const Supervision& plan);

}  // namespace hundred::server
