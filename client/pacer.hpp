#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "client/clock.hpp"

namespace hundred::client {

/// Says when requests are due: all users' first at the moment of the release, a user's next as soon as it asks for one
/// (no think time), until the requests or the time are used up. With as many requests as users that is a burst, else a
/// closed loop. Thread safety: none; one per generator thread.
class Pacer {
 public:
  /// @param requests  how many in total, nothing for any number.
  /// @param duration  nanoseconds from the release after which none is due, nothing for any time.
  Pacer(std::optional<std::uint64_t> requests, std::optional<Time> duration)
      : left_(requests.value_or(std::numeric_limits<std::uint64_t>::max())), duration_(duration) {}

  void release(Time at) { end_ = duration_ ? at + *duration_ : std::numeric_limits<Time>::max(); }

  /// No request is due any more.
  bool over(Time at) const { return left_ == 0 || at >= end_; }

  /// The planned moment of the request that a free user should make now. @returns nothing once the load is over.
  std::optional<Time> next(Time at) {
    if (over(at)) return std::nullopt;
    --left_;
    return at;
  }

 private:
  std::uint64_t left_;
  std::optional<Time> duration_;
  Time end_ = 0;
};

}  // namespace hundred::client
