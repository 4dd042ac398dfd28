#pragma once

#include <cstdint>
#include <vector>

namespace hundred::client {

/// Counts of durations in log-linear buckets: 1024 to each power of two, so a value read back differs from the recorded
/// one by less than 0.05 % (exact below 2048 ns). Values are nanoseconds from 0 to 1 hour; what lies outside counts as
/// the limit. Count, sum, least and greatest value are exact. Takes 261 KiB. Thread safety: none; one per thread,
/// merged at the end.
class Histogram {
 public:
  static constexpr std::int64_t most = 3'600'000'000'000;

  Histogram();

  void record(std::int64_t nanoseconds);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::int64_t min() const { return count_ == 0 ? 0 : min_; }
  std::int64_t max() const { return max_; }
  double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

  /// The value at or below which the fraction `quantile` (0 to 1) of all values lies, by the nearest rank.
  std::int64_t quantile(double quantile) const;

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::int64_t min_ = most;
  std::int64_t max_ = 0;
  double sum_ = 0;
};

/// The rank (from 1) of a quantile among `count` > 0 sorted values: the nearest rank, ceil(quantile * count), at
/// least 1.
std::uint64_t nearest_rank(double quantile, std::uint64_t count);

}  // namespace hundred::client
