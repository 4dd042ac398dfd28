#include "client/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hundred::client {

/// Values of `precision` bits stand for themselves; wider ones lose their low bits. Each width adds half of 2 to the
/// power of `precision` buckets.
std::size_t Histogram::bucket_of(std::uint64_t value) const {
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - precision_);
  return (static_cast<std::size_t>(shift) << (precision_ - 1)) + (value >> shift);
}

std::int64_t Histogram::middle_of(std::size_t bucket) const {
  const std::size_t half = std::size_t{1} << (precision_ - 1);
  const std::size_t shift = bucket < 2 * half ? 0 : bucket / half - 1;
  const std::uint64_t low = (bucket - shift * half) << shift;
  return static_cast<std::int64_t>(low + ((1ULL << shift) >> 1));
}

Histogram::Histogram(int precision) : precision_(precision) {
  if (precision == fine) buckets_.resize(bucket_of(most) + 1);  // so that recording never stops to make room
}

void Histogram::record(std::int64_t nanoseconds) {
  const std::int64_t value = std::clamp<std::int64_t>(nanoseconds, 0, most);
  const std::size_t bucket = bucket_of(static_cast<std::uint64_t>(value));
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  ++count_;
  sum_ += static_cast<double>(value);
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

void Histogram::merge(const Histogram& other) {
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  for (std::size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::int64_t Histogram::quantile(double quantile) const {
  if (count_ == 0) return 0;
  const std::uint64_t rank = nearest_rank(quantile, count_);
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  while ((seen += buckets_[bucket]) < rank) ++bucket;
  return std::clamp(middle_of(bucket), min_, max_);
}

std::uint64_t nearest_rank(double quantile, std::uint64_t count) {
  // The product may come out a hair above the whole number that is meant (0.95 * 100), which would be one rank too
  // many.
  const double exact = quantile * static_cast<double>(count);
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(exact - 1e-9 * exact)), 1, count);
}

}  // namespace hundred::client
