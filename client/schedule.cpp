#include "client/schedule.hpp"

#include <cmath>
#include <limits>

namespace hundred::client {
namespace {

constexpr double nanoseconds_per_second = 1e9;

/// How many requests are due in a stage that begins with `first_rate`.
double requests_in(const Stage& stage, double first_rate) {
  return (first_rate + stage.rate) / 2 * static_cast<double>(stage.duration) / nanoseconds_per_second;
}

/// Seconds after which `count` requests are due: the root of a*t + (b-a)/(2*d)*t*t = count, in the form that is exact
/// for a = b and for a = 0.
double seconds_until(double count, const Stage& stage, double first_rate) {
  const double slope = (stage.rate - first_rate) / (static_cast<double>(stage.duration) / nanoseconds_per_second);
  const double rate_then = std::sqrt(std::max(0.0, first_rate * first_rate + 2 * slope * count));
  return count == 0 ? 0 : 2 * count / (first_rate + rate_then);
}

}  // namespace

Schedule::Schedule(const OpenLoop& plan, Part part, Time warmup, std::optional<std::uint64_t> requests)
    : plan_(plan),
      part_(part),
      warmup_(warmup),
      left_(requests.value_or(std::numeric_limits<std::uint64_t>::max())),
      random_(plan.seed),
      position_(plan.arrivals == Arrivals::poisson ? gap() : 0) {}

std::optional<Time> Schedule::next() {
  for (;;) {
    const bool own = number_ % part_.of == part_.index;
    const auto due = next_of_all();
    if (!due || own) return due;
  }
}

std::optional<Time> Schedule::next_of_all() {
  double first_rate = stage_ == 0 ? plan_.first_rate : plan_.stages[stage_ - 1].rate;
  for (; stage_ < plan_.stages.size(); ++stage_) {
    const Stage& stage = plan_.stages[stage_];
    const double all = requests_in(stage, first_rate);
    if (position_ < all) {
      const double seconds = seconds_until(position_, stage, first_rate);
      const Time due = stage_begin_ + static_cast<Time>(std::llround(seconds * nanoseconds_per_second));
      if (due >= warmup_ && left_ == 0) return std::nullopt;
      if (due >= warmup_) --left_;
      ++number_;
      position_ += plan_.arrivals == Arrivals::poisson ? gap() : 1;
      return due;
    }
    position_ -= all;
    stage_begin_ += stage.duration;
    first_rate = stage.rate;
  }
  return std::nullopt;
}

/// The library's own distributions may differ from one to another; this one does not.
double Schedule::gap() {
  constexpr double per_53_bits = 0x1p-53;
  return -std::log1p(-static_cast<double>(random_() >> 11U) * per_53_bits);
}

}  // namespace hundred::client
