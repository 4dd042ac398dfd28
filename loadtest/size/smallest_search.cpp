#include "loadtest/size/smallest_search.hpp"

#include <algorithm>

namespace hundred::loadtest {

std::optional<std::uint64_t> SmallestSearch::next() const {
  if (!begun_) return first_;
  if (!meets_) return fails_ >= most_ ? std::nullopt : std::optional(std::min(fails_ + step_, most_));
  const std::uint64_t gap = *meets_ - fails_;
  if (gap == 1) return std::nullopt;
  return one_failed_ ? fails_ + gap / 2 : *meets_ - std::min(step_, gap - 1);
}

void SmallestSearch::take(std::uint64_t tried, bool meets) {
  if (begun_) step_ *= 2;
  begun_ = true;
  if (meets) {
    meets_ = tried;
  } else {
    fails_ = tried;
    one_failed_ = true;
  }
}

}  // namespace hundred::loadtest
