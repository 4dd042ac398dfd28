#pragma once

#include <cstdint>
#include <optional>
#include <random>

#include "client/load.hpp"

namespace hundred::client {

/// The moments at which the requests of an open loop are due. The k-th is when the integral of the rate reaches k, or,
/// with Poisson arrivals, the sum of k exponentially distributed gaps of mean 1 (the time change of an inhomogeneous
/// Poisson process). The same on every machine. Thread safety: none; one per generator thread.
class Schedule {
 public:
  struct Part {
    std::uint32_t index = 0;  ///< takes the requests whose number modulo `of` is this
    std::uint32_t of = 1;
  };

  /// @param warmup  nanoseconds from the release.  @param requests  how many are due after it, nothing for any number.
  Schedule(const OpenLoop& plan, Part part, Time warmup, std::optional<std::uint64_t> requests);

  /// @returns the next moment of this part, in nanoseconds from the release; nothing when the plan is over.
  std::optional<Time> next();

 private:
  std::optional<Time> next_of_all();
  double gap();

  const OpenLoop plan_;
  const Part part_;
  const Time warmup_;
  std::uint64_t left_;
  std::mt19937_64 random_;
  std::uint64_t number_ = 0;  ///< of the next request
  std::size_t stage_ = 0;     ///< it is due in, or later
  Time stage_begin_ = 0;      ///< nanoseconds from the release
  double position_ = 0;       ///< of the next request: how many are due from the stage's begin to it
};

}  // namespace hundred::client
