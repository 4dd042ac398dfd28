#pragma once

#include <cstddef>
#include <deque>
#include <mutex>

#include "common/descriptor.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// Connections that nobody uses now, kept for who needs one next. They are bare descriptors, so that a socket of any
/// thread or loop may take one over. Thread safety: all members.
class IdleConnections {
 public:
  /// @param most  kept at once. @param longest  that one is kept without use
  IdleConnections(std::size_t most, Nanoseconds longest) : most_(most), longest_(longest) {}

  /// The one that was used last; none if there is none.
  Descriptor take(TimePoint now);
  /// Keeps it; where there is no room, the one that has been idle for longest is closed.
  void put(Descriptor connection, TimePoint now);
  /// Closes all, and from now on what is put as well.
  void close();

 private:
  struct Idle {
    Descriptor connection;
    TimePoint since;
  };
  void close_old(TimePoint now);

  std::mutex mutex_;
  std::size_t most_;
  const Nanoseconds longest_;
  std::deque<Idle> idle_;  ///< in the order in which they were put
};

}  // namespace hundred::server
