#include "client/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hundred::client {
namespace {

constexpr int precision = 11;
constexpr std::uint64_t half = 1ULL << (precision - 1);

/// Values of `precision` bits stand for themselves; wider ones lose their low bits. Each width adds `half` buckets.
constexpr std::size_t bucket_of(std::uint64_t value) {
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - precision);
  return static_cast<std::size_t>(shift) * half + (value >> shift);
}

constexpr std::int64_t middle_of(std::size_t bucket) {
  const std::uint64_t shift = bucket < 2 * half ? 0 : bucket / half - 1;
  const std::uint64_t low = (bucket - shift * half) << shift;
  return static_cast<std::int64_t>(low + ((1ULL << shift) >> 1));
}

}  // namespace

Histogram::Histogram() : buckets_(bucket_of(most) + 1) {}

void Histogram::record(std::int64_t nanoseconds) {
  const std::int64_t value = std::clamp<std::int64_t>(nanoseconds, 0, most);
  ++buckets_[bucket_of(static_cast<std::uint64_t>(value))];
  ++count_;
  sum_ += static_cast<double>(value);
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
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
