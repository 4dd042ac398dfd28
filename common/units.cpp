#include "common/units.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace hundred {
namespace {

struct TimeUnit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::array<TimeUnit, 6> time_units{{{"h", 3'600'000'000'000},
                                              {"m", 60'000'000'000},
                                              {"s", 1'000'000'000},
                                              {"ms", 1'000'000},
                                              {"us", 1'000},
                                              {"ns", 1}}};

struct SizeUnit {
  char name;
  std::uint64_t bytes;
};
constexpr std::array<SizeUnit, 3> size_units{{{'g', 1ULL << 30}, {'m', 1ULL << 20}, {'k', 1ULL << 10}}};

constexpr std::string_view decimal_digits = "0123456789.";

}  // namespace

std::optional<double> parse_decimal(std::string_view text) {
  if (text.find_first_not_of(decimal_digits) != std::string_view::npos) return std::nullopt;  // "inf", "nan", "-0"
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Nanoseconds> parse_duration(std::string_view text) {
  const std::size_t digits = text.find_first_not_of(decimal_digits);
  if (digits == 0 || digits == std::string_view::npos) return std::nullopt;
  const auto number = parse_decimal(text.substr(0, digits));
  if (!number) return std::nullopt;
  for (const TimeUnit& unit : time_units) {
    if (text.substr(digits) != unit.name) continue;
    const double nanoseconds = *number * static_cast<double>(unit.nanoseconds);
    if (nanoseconds >= static_cast<double>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return Nanoseconds(std::llround(nanoseconds));
  }
  return std::nullopt;
}

std::string format_duration(Nanoseconds duration) {
  if (duration == Nanoseconds::zero()) return "0s";
  for (const TimeUnit& unit : time_units)
    if (duration.count() % unit.nanoseconds == 0)
      return fmt::format("{}{}", duration.count() / unit.nanoseconds, unit.name);
  return {};
}

std::string human_duration(double seconds) {
  const auto [scale, unit] = seconds >= 0.9995      ? std::pair(1.0, "s")
                             : seconds >= 0.9995e-3 ? std::pair(1e3, "ms")
                                                    : std::pair(1e6, "us");
  const double value = seconds * scale;
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, decimals, unit);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (rest.empty()) return number;
  for (const SizeUnit& unit : size_units) {
    if (rest.size() != 1 || (rest[0] | 0x20) != unit.name) continue;
    if (number > std::numeric_limits<std::uint64_t>::max() / unit.bytes) return std::nullopt;
    return number * unit.bytes;
  }
  return std::nullopt;
}

std::string format_size(std::uint64_t bytes) {
  for (const SizeUnit& unit : size_units)
    if (bytes != 0 && bytes % unit.bytes == 0) return fmt::format("{}{}", bytes / unit.bytes, unit.name);
  return std::to_string(bytes);
}

}  // namespace hundred
