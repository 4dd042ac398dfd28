#pragma once

#include <cstdint>
#include <optional>

#include "client/clock.hpp"
#include "tests/truth/rounds.hpp"

namespace hundred::test {

/// The plan of a server that takes 1 ms for an answer, but for a while sends none: what is due then comes at its end.
class Stall {
 public:
  static constexpr Time usual = millisecond;

  /// @param from  nanoseconds from the first arrival.  @param duration  nanoseconds.
  Stall(Time from, Time duration) : from_(from), end_(from + duration) {}

  /// The delay of a request that arrives so long after the first one.
  Time delay(Time since_first) const {
    const Time due = since_first + usual;
    return due >= from_ && due < end_ ? end_ - since_first : usual;
  }

  Time operator()(std::uint64_t /*number*/, Time arrival) {
    if (!first_) first_ = arrival;
    return delay(arrival - *first_);
  }

 private:
  Time from_, end_;
  std::optional<Time> first_;
};

}  // namespace hundred::test
