#pragma once

#include <cstdint>
#include <optional>

namespace hundred::loadtest {

/// The search for the smallest number that meets something which all greater ones meet too: from a guess up or down, in
/// steps that double, until it is between two that were tried, then by bisection. No number is tried twice.
class SmallestSearch {
 public:
  /// @param first  the guess. @param least  none below it does, > 0. @param most  none above it is tried; least <=
  /// first <= most
  SmallestSearch(std::uint64_t first, std::uint64_t least, std::uint64_t most)
      : first_(first), most_(most), fails_(least - 1) {}

  /// What to try now; nothing once the smallest is known, or that not even `most` does.
  std::optional<std::uint64_t> next() const;
  /// @param tried  what next() said
  void take(std::uint64_t tried, bool meets);
  /// The smallest that is known to meet it so far.
  std::optional<std::uint64_t> smallest() const { return meets_; }

 private:
  std::uint64_t first_, most_;
  std::uint64_t fails_;  ///< the greatest that does not
  std::optional<std::uint64_t> meets_;
  std::uint64_t step_ = 1;
  bool begun_ = false;
  bool one_failed_ = false;  ///< of those that were tried
};

}  // namespace hundred::loadtest
