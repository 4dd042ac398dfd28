#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hundred {

using Nanoseconds = std::chrono::nanoseconds;

/// Reads a non-negative decimal number: "5", "0.5". @returns nothing for anything else, a sign and an exponent
/// included.
std::optional<double> parse_decimal(std::string_view text);

/// Reads a duration as users write it: a non-negative decimal number and a unit out of ns, us, ms, s, m, h ("500ms",
/// "1.5s").
/// @returns nothing if the text is anything else, or does not fit in 64 bits of nanoseconds.
std::optional<Nanoseconds> parse_duration(std::string_view text);

/// A text that parse_duration() reads back as the same value, a whole number of the largest unit possible: "500ms",
/// "15s", "90m".
std::string format_duration(Nanoseconds duration);

/// A measured duration for people: three significant digits and a unit that fits ("51.3 ms", "4.95 s", "812 us").
std::string human_duration(double seconds);

/// Reads a size in bytes: a whole number, with k, m or g (powers of 1024, either case) behind it or not ("16k", "1m").
/// @returns nothing if the text is anything else or does not fit in 64 bits.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// The shortest text that parse_size() reads back as the same value: "16k", "1m", "1000".
std::string format_size(std::uint64_t bytes);

}  // namespace hundred
