#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

#include "client/clock.hpp"
#include "tests/support/patience.hpp"

namespace hundred::test {

using client::microsecond, client::millisecond, client::second, client::Time;

/// What was wrong with a round of measuring.
class Findings {
 public:
  /// @param measured, truth, least  nanoseconds.  They may differ by 1 % of the truth or by `least`, whichever is more.
  void expect_close(std::string_view what, Time measured, Time truth, Time least);
  /// They may differ by that share of the truth.
  void expect_within(std::string_view what, double measured, double truth, double share);
  void expect_below(std::string_view what, Time measured, Time limit);
  void expect_equal(std::string_view what, std::uint64_t measured, std::uint64_t truth);

  bool none() const { return text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Measures up to five times, until a round has no findings. Whatever else the machine does may spoil a round, and a
/// test cannot forbid it; an engine that measures wrong spoils all of them. The first two rounds are made as users make
/// them; the others, where the system permits it, with real-time priority, so that the work of others waits.
/// With the variable TRUTH_VERBOSE it prints what it compares, also where that holds.
testing::AssertionResult in_some_round(const std::function<void(Findings&)>& round);

}  // namespace hundred::test
