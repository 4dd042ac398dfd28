#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "client/recorder.hpp"
#include "client/url.hpp"

namespace hundred::client {

/// What is to be done to a server.
struct Load {
  Url url;
  std::uint32_t users = 100;              ///< each has one connection, kept alive while the server lets it
  std::optional<std::uint64_t> requests;  ///< in total, at least `users`; nothing: until the duration is over
  std::optional<Time> duration;           ///< nanoseconds from the release; what is in flight then is awaited
  Time timeout = 60'000'000'000;          ///< nanoseconds for each request, from its planned moment, and for connecting

  /// One request each, all at the same instant; otherwise a closed loop without think time.
  bool is_burst() const { return requests == users; }
};

/// How far a run is. Thread safety: written by the generator, may be read by any thread at any time.
struct Progress {
  std::atomic<Time> released{0};
  std::atomic<std::uint64_t> done{0};
  std::atomic<std::uint64_t> failed{0};
};

/// Runs a load: connects all users, waits until the server has accepted them (if it is on this host's loopback
/// interface; at most one second), releases them at one instant, and returns once every request has its outcome. A user
/// without an answer pauses for 10 ms, twice as long each time up to 1 s, before the next request; one whose kept
/// connection turns out to be closed, at most 50 ms after it was used, connects and asks again within the same request.
/// Blocks the calling thread, which is the generator.
/// @param stop_fd  a descriptor that becomes readable to break the load off: what is in flight counts as unanswered.
/// @throws RunError if the name does not resolve, no user can connect, or there are too few descriptors.
Recording run(const Load& load, int stop_fd, Progress& progress);

}  // namespace hundred::client
