#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/descriptor.hpp"
#include "server/http/connection_board.hpp"
#include "server/http/listener.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// The requests that the abrupt ends of processes cut off.
struct CutOff {
  std::atomic<std::uint64_t> accepted;  ///< the sum of what each process had
  std::atomic<std::uint64_t> backlog;   ///< in the backlog, which is one for all, as the last process saw it
  std::uint64_t count() const { return accepted + backlog; }
};

/// How a process is to be stopped. What it refers to outlives the StopSignals.
struct StopPlan {
  const ConnectionBoard& board;                   ///< asked for what is unanswered
  const Listener& listener;                       ///< asked for who is in the backlog
  std::optional<Nanoseconds> drain_timeout = {};  ///< nothing: a supervisor watches the time, and sends SIGALRM
  std::string folder = {};                        ///< removed at an abrupt end, if not empty
  std::vector<std::string> files = {};            ///< in it, removed before
  CutOff* cut_off = nullptr;                      ///< what an abrupt end cuts off is put here; null: it is said
};

/// SIGTERM, SIGINT and SIGQUIT. The first asks for a stop: it makes descriptor() readable and starts the drain timer. A
/// second one, or the timer (SIGALRM), ends the process at once with exit code 1, from the signal handler itself, so
/// that this works while a request handler holds the only thread. A process with a supervisor heeds SIGTERM, once, and
/// SIGALRM only: a signal to all of the group reaches it twice. One per process.
class StopSignals {
 public:
  /// Installs the handlers and unblocks their signals for this thread; SIGPIPE is ignored. @throws std::system_error
  explicit StopSignals(StopPlan plan);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Becomes readable when a stop was asked for.
  int descriptor() const { return read_end_.get(); }
  /// Whether a stop was asked for; set by the signal handler itself. Valid as long as the process.
  static const std::atomic<bool>& asked();

 private:
  StopPlan plan_;
  Descriptor read_end_, write_end_;
};

}  // namespace hundred::server
