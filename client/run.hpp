#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "client/load.hpp"
#include "client/recorder.hpp"

namespace hundred::client {

/// What a user of a burst has come to.
struct UserOutcome {
  Time after = 0;       ///< nanoseconds from the release to the end of the request; 0: it has not ended
  bool failed = false;  ///< it ended without a good answer
  bool operator==(const UserOutcome&) const = default;
};

/// How far a run is. Thread safety: written by the generators, may be read by any thread at any time.
struct Progress {
  std::atomic<Time> released{0};
  std::atomic<std::uint64_t> done{0};
  std::atomic<std::uint64_t> failed{0};

  /// Adds the response times of a whole second, the `number`-th of the load, of one generator thread.
  void publish(std::size_t number, const Histogram& response);
  /// Those of the last second that was published.
  Histogram last_second() const;

  /// Whether each user's outcome can be seen: those of a burst of at most 400 users.
  static bool sees_users_of(const Load& load) { return load.is_burst() && load.users <= most_users_seen; }
  /// Enters that of a user of such a burst, `after` > 0.
  void enter(std::size_t user, UserOutcome outcome);
  /// Those of the first `users`, in their order.
  std::vector<UserOutcome> outcomes(std::size_t users) const;

 private:
  static constexpr std::size_t most_users_seen = 400;

  std::array<std::atomic<Time>, most_users_seen> ends_{};  ///< UserOutcome::after, negative where it failed
  mutable std::mutex mutex_;
  std::size_t number_ = 0;
  Histogram response_{Histogram::coarse};
};

/// A second load, an open loop without end, beside another: what its requests see of that.
struct Bystander {
  const Load& load;
  Recording recording;  ///< is put there
};

/// Runs a load: connects all users, waits until the server has accepted them (if it is on this host's loopback
/// interface; at most one second), releases them at one instant, and returns once every request has its outcome. A user
/// without an answer pauses for 10 ms, twice as long each time up to 1 s, before the next request; one whose kept
/// connection turns out to be closed, at most 50 ms after it was used, connects and asks again within the same request.
/// In an open loop a request that is due while all users are busy waits for the next that is free.
/// Blocks the calling thread; the generators run on threads of their own.
/// @param stop_fd  a descriptor that becomes readable to break the load off: what is in flight counts as unanswered.
/// @param bystander  nullptr: none.
/// @throws RunError if the name does not resolve, no user can connect, or there are too few descriptors.
Recording run(const Load& load, int stop_fd, Progress& progress, Bystander* bystander = nullptr);

}  // namespace hundred::client
